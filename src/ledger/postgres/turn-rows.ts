// What a turn of an exchange has fetched of a hub. Whoever reads what is not among it is told so, all of that is fetched at once,
// and the turn begins again.
import { type Bytes, b64u, hex } from '../../chain/bytes.ts';
import { decodeLeaf } from '../../chain/leaf.ts';
import { leafId } from '../ids.ts';
import { attachmentsOf, KINDS } from '../pages.ts';
import { URGENT_CODES } from '../type-codes.ts';
import type { AttachmentRef, Mark } from '../types.ts';
import type { HubConnection } from './connection.ts';
import { hubKnows } from './hub-state.ts';
import type { HubLeaf } from './mirror.ts';

/** What is lacking: leaves of a branch from a place on, an attachment, a page of one, and so on. */
export type TurnLack =
  | { readonly what: 'leaves'; readonly row: number; readonly from: number; readonly to: number }
  | { readonly what: 'attachment'; readonly root: Bytes }
  | { readonly what: 'page'; readonly root: Bytes; readonly index: number }
  | { readonly what: 'lacked'; readonly most: number }
  | { readonly what: 'knows'; readonly mark: Mark }
  | { readonly what: 'staged'; readonly key: string };

/** Thrown to whoever reads what was not fetched. */
export class LacksRows extends Error {
  readonly lacking: TurnLack;
  /** Whether the hub needs them for what it tells whoever asks, and not for what was asked. */
  readonly isOwn: boolean;

  constructor(lacking: TurnLack, isOwn = false) {
    super(`${lacking.what} of the hub are not at hand`);
    this.lacking = lacking;
    this.isOwn = isOwn;
  }
}

/** Leaves that are fetched at a time, of all stretches together, and of each at least. */
const LEAVES = 4_000;
const LEAST = 8;
/** Pages that are fetched with one that is asked for. */
const PAGES = 16;
/**
 * Bytes of leaves, or of pages, that are fetched at a time, and the last of them whole: some turns are answered with as much. Of leaves the
 * first of each stretch come before all others: of many chains one is asked about with nothing but that.
 */
const BYTES = 4 * 1024 * 1024;
/** So long a part of a commit waits for the rest, and so many are dropped at a time. */
const STAGED_HOURS = 24;
const MOST_DROPPED = 100;
/** Attachments that are looked for at a time. */
const MOST_LACKED = 2_048;

interface AttachmentHere {
  readonly root: Buffer;
  readonly kind: number;
  readonly pages: number;
  readonly have: number;
  readonly named: number;
}

/** An attachment that is not here whole, and the leaf that names it. */
export interface LackedHere {
  readonly leaf: number;
  readonly root: Bytes;
  readonly have: number;
}

export class TurnRows {
  readonly #leaves = new Map<number, HubLeaf | undefined>();
  readonly #attachments = new Map<string, readonly AttachmentHere[]>();
  readonly #pages = new Map<string, Bytes | undefined>();
  readonly #knows = new Map<string, boolean>();
  readonly #staged = new Map<string, Bytes | undefined>();
  #lacked: readonly LackedHere[] | undefined;
  #bytes = 0;

  /** Bytes of leaves and pages that were fetched so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A leaf at a place of a branch of its own; undefined where it is gone. `to` is how far leaves will be read. */
  leaf(row: number, seq: number, to: number): HubLeaf | undefined {
    const id = leafId(row, seq);
    if (!this.#leaves.has(id)) throw new LacksRows({ what: 'leaves', row, from: seq, to });
    return this.#leaves.get(id);
  }

  hasLeaf(row: number, seq: number): boolean {
    return this.#leaves.has(leafId(row, seq));
  }

  attachments(root: Bytes): readonly AttachmentHere[] {
    const known = this.#attachments.get(hex(root));
    if (known === undefined) throw new LacksRows({ what: 'attachment', root });
    return known;
  }

  /** The attachment with this root that a leaf names and that is not here whole. */
  awaited(root: Bytes): AttachmentRef | undefined {
    const row = this.attachments(root).find(({ have, pages, named }) => have < pages && named !== 0);
    const kind = row && KINDS[row.kind];
    return row === undefined || kind === undefined ? undefined : { root, pages: row.pages, kind };
  }

  page(root: Bytes, index: number): Bytes | undefined {
    const name = `${hex(root)} ${index}`;
    if (!this.#pages.has(name)) throw new LacksRows({ what: 'page', root, index });
    return this.#pages.get(name);
  }

  lacked(most: number): readonly LackedHere[] {
    if (this.#lacked === undefined) throw new LacksRows({ what: 'lacked', most });
    return this.#lacked;
  }

  knows(mark: Mark): boolean {
    const known = this.#knows.get(nameOf(mark));
    if (known === undefined) throw new LacksRows({ what: 'knows', mark });
    return known;
  }

  staged(key: string): Bytes | undefined {
    if (!this.#staged.has(key)) throw new LacksRows({ what: 'staged', key });
    return this.#staged.get(key);
  }

  /** After something was stored: what is told of pages may be otherwise. */
  forgetPages(): void {
    this.#attachments.clear();
    this.#pages.clear();
    this.#lacked = undefined;
  }

  /** Inside a transaction that reads one state. */
  async fetch(connection: HubConnection, lacking: readonly TurnLack[]): Promise<void> {
    await this.#fetchLeaves(
      connection,
      lacking.filter((one) => one.what === 'leaves'),
    );
    const roots = lacking.flatMap((one) => (one.what === 'attachment' ? [one.root] : []));
    if (roots.length > 0) await this.#fetchAttachments(connection, roots);
    await this.#fetchPages(
      connection,
      lacking.filter((one) => one.what === 'page'),
    );
    for (const one of lacking) {
      if (one.what === 'knows') this.#knows.set(nameOf(one.mark), await hubKnows(connection, one.mark));
      else if (one.what === 'lacked') this.#lacked = await lackedOf(connection, one.most);
      else if (one.what === 'staged') {
        const [row] = await connection.rows<{ bytes: Buffer }>('select bytes from staged where key = $1', one.key);
        this.#staged.set(one.key, row?.bytes);
      }
    }
  }

  async #fetchLeaves(
    connection: HubConnection,
    stretches: readonly { readonly row: number; readonly from: number; readonly to: number }[],
  ): Promise<void> {
    if (stretches.length === 0) return;
    const each = Math.max(LEAST, Math.floor(LEAVES / stretches.length));
    const ends = stretches.map(({ from, to }) => Math.min(to, from + each));
    const leaves = await connection.rows<Cut<HubLeaf>>(
      `select l.id, l.sum, l.type, case when l.before < ${BYTES} then l.bytes end as bytes, case when l.before < ${BYTES} then k.note end as note from (
         select l.*, sum(octet_length(l.bytes)) over (order by l.id > r.low, r.place, l.id) - octet_length(l.bytes) as before
         from unnest($1::bigint[], $2::bigint[]) with ordinality as r (low, high, place)
         join leaf l on l.id >= r.low and l.id < r.high
       ) l left join note k on k.id = l.id`,
      stretches.map(({ row, from }) => leafId(row, from)),
      stretches.map(({ row }, i) => leafId(row, ends[i] ?? 0)),
    );
    for (const [i, { row, from }] of stretches.entries())
      for (let seq = from; seq < (ends[i] ?? 0); seq++) lookedFor(this.#leaves, leafId(row, seq));
    this.#keep(
      this.#leaves,
      leaves,
      ({ id }) => id,
      (whole) => whole,
    );
  }

  async #fetchAttachments(connection: HubConnection, roots: readonly Bytes[]): Promise<void> {
    const rows = await connection.rows<AttachmentHere>(
      'select root, kind, pages, have, named from attachment where root = any($1::bytea[])',
      roots,
    );
    const byRoot = Map.groupBy(rows, ({ root }) => hex(root));
    for (const root of roots) this.#attachments.set(hex(root), byRoot.get(hex(root)) ?? []);
  }

  async #fetchPages(
    connection: HubConnection,
    pages: readonly { readonly root: Bytes; readonly index: number }[],
  ): Promise<void> {
    if (pages.length === 0) return;
    const rows = await connection.rows<Cut<{ readonly root: Buffer; readonly index: number; readonly bytes: Buffer }>>(
      `select p.root, p.index, case when p.before < ${BYTES} then p.bytes end as bytes from (
       select p.*, sum(octet_length(p.bytes)) over (order by w.place, p.index) - octet_length(p.bytes) as before
       from unnest($1::bytea[], $2::int[]) with ordinality as w (root, low, place) cross join lateral (
         select root, index, bytes from sealedpage s where s.root = w.root and s.index >= w.low and s.index < w.low + ${PAGES}
         union all select root, index, bytes from rowpage s where s.root = w.root and s.index >= w.low and s.index < w.low + ${PAGES}
         union all select root, index, bytes from tokenpage s where s.root = w.root and s.index >= w.low and s.index < w.low + ${PAGES}
       ) p) p`,
      pages.map(({ root }) => root),
      pages.map(({ index }) => index),
    );
    for (const { root, index } of pages)
      for (let i = index; i < index + PAGES; i++) lookedFor(this.#pages, `${hex(root)} ${i}`);
    this.#keep(
      this.#pages,
      rows,
      ({ root, index }) => `${hex(root)} ${index}`,
      ({ bytes }) => bytes,
    );
  }

  /** Keeps what was fetched whole; what was cut off is not known, and fetched once it is read. */
  #keep<K, V, R extends { readonly bytes: Bytes }>(
    known: Map<K, V | undefined>,
    rows: readonly Cut<R>[],
    nameOf: (row: Cut<R>) => K,
    kept: (row: R) => V,
  ): void {
    for (const row of rows) {
      const name = nameOf(row);
      if (isWhole(row)) {
        known.set(name, kept(row));
        this.#bytes += row.bytes.length;
      } else if (known.get(name) === undefined) known.delete(name);
    }
  }
}

/** What was looked for and is not found is known not to be there; what was found before stays. */
function lookedFor<K>(known: Map<K, unknown>, name: K): void {
  if (!known.has(name)) known.set(name, undefined);
}

/** A row whose bytes are not told where others before it had as many as are fetched at a time. */
type Cut<R extends { readonly bytes: Bytes }> = Omit<R, 'bytes'> & { readonly bytes: R['bytes'] | null };

function isWhole<R extends { readonly bytes: Bytes }>(row: Cut<R>): row is Cut<R> & R {
  return row.bytes !== null;
}

/** Puts parts of commits where the next turn finds them, and takes out those that are undefined. */
export async function keepStaged(
  connection: HubConnection,
  staged: ReadonlyMap<string, Bytes | undefined>,
): Promise<void> {
  // Whoever has not come with the rest begins again when it comes. One after another, so that no two wait for each other.
  await connection.rows(
    `delete from staged where key in (select key from staged where at < clock_timestamp() - interval '${STAGED_HOURS} hours'
       order by key limit ${MOST_DROPPED} for update skip locked)`,
  );
  for (const [key, bytes] of [...staged].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (bytes === undefined) await connection.rows('delete from staged where key = $1', key);
    else
      await connection.rows(
        `insert into staged (key, bytes) values ($1, $2)
         on conflict (key) do update set bytes = excluded.bytes, at = clock_timestamp()`,
        key,
        bytes,
      );
  }
}

const nameOf = ({ n, hash }: Mark): string => `${n} ${hash ?? ''}`;

// Those of what must not wait first, then of each branch those of its first leaves that lack any.
async function lackedOf(connection: HubConnection, most: number): Promise<readonly LackedHere[]> {
  const rows = await connection.rows<{ id: number; bytes: Buffer; have: number; root: Buffer }>(
    `with waits as (
       select w.leaf, w.root, w.kind, row_number() over (partition by w.leaf >> 32 order by w.leaf) as place from lacking w
     ) select l.id, l.bytes, s.root, coalesce(a.have, 0) as have from waits s join leaf l on l.id = s.leaf
       left join attachment a on a.root = s.root and a.kind = s.kind
       where s.place <= $1 order by (l.type = any($2::smallint[])) desc nulls last, s.place, l.id limit ${MOST_LACKED}`,
    most,
    URGENT_CODES,
  );
  const named = new Set<string>();
  return rows.flatMap(({ id, bytes, root, have }) => {
    // What the leaf does not name any more is not asked for.
    const isNamed = attachmentsOf(decodeLeaf(bytes)).some((one) => Buffer.compare(one.root, root) === 0);
    if (!isNamed || named.has(b64u(root))) return [];
    named.add(b64u(root));
    return [{ leaf: id, root, have }];
  });
}
