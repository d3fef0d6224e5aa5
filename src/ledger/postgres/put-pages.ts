// Taking pages of attachments: checked as an embedded ledger checks them, and the leaves that waited for them are indexed.
import { type Bytes, b64u, hex } from '../../chain/bytes.ts';
import { decodeLeaf } from '../../chain/leaf.ts';
import { EVENT } from '../../custody/events/all.ts';
import { takePages, writePage } from '../attachments.ts';
import { attachmentRow, KINDS, readPage } from '../pages.ts';
import type { AttachmentRef, PageIn, PagesPut } from '../types.ts';
import type { HubConnection } from './connection.ts';
import { CopyRows } from './copy-rows.ts';
import { count, holdCounter } from './counter.ts';
import { noteCrowded } from './crowded.ts';
import { attachmentName, DerivedRows } from './derive.ts';
import type { Mirror } from './mirror.ts';
import { PAGE_TABLES, pagesOf } from './pages-here.ts';
import type { HubAttachment } from './prefetch.ts';

/** An attachment before and after pages were taken. */
interface Taken {
  readonly ref: AttachmentRef;
  readonly before: HubAttachment | undefined;
  readonly after: Omit<HubAttachment, 'root'> | undefined;
  /** The first page that is written. */
  readonly from: number;
  readonly pages: readonly { readonly index: number; readonly bytes: Bytes }[];
}

/** Inside a transaction that writes. */
export async function storePages(
  connection: HubConnection,
  mirror: Mirror,
  pages: readonly PageIn[],
): Promise<PagesPut> {
  const refs = new Map<string, AttachmentRef>();
  for (const { root, kind, pages: of } of pages)
    refs.set(`${hex(root)} ${KINDS.indexOf(kind)}`, { root, kind, pages: of });
  const sorted = [...refs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
  const before = new Map<string, HubAttachment>();
  for (const ref of sorted) {
    const [row] = await connection.rows<HubAttachment>(
      'select * from attachment where root = $1 and kind = $2 for update',
      ref.root,
      KINDS.indexOf(ref.kind),
    );
    if (row !== undefined) before.set(attachmentName(ref), row);
  }
  const there = new Map<string, readonly Bytes[]>();
  for (const ref of sorted) {
    const name = attachmentName(ref);
    if (comesAgain(pages, name, before.get(name))) there.set(name, await pagesOf(connection, ref));
  }
  const { put, taken } = mirror.scratch(() => judged(mirror, pages, sorted, before, there));
  for (const one of taken) await write(connection, one);
  const complete = taken.filter(({ before, after }) => isWhole(after) && !isWhole(before));
  if (complete.length > 0) await indexLate(connection, complete);
  return put;
}

const isWhole = (one: { readonly have: number; readonly pages: number } | undefined): boolean =>
  one !== undefined && one.have === one.pages;

// Whether pages come that are here already: others in their place would make all that waits begin anew.
function comesAgain(pages: readonly PageIn[], name: string, known: HubAttachment | undefined): boolean {
  return (
    known !== undefined &&
    !isWhole(known) &&
    pages.some((page) => page.index < known.have && attachmentName(page) === name)
  );
}

// As an embedded ledger takes them, in the memory of this process, of which nothing is kept.
function judged(
  mirror: Mirror,
  pages: readonly PageIn[],
  refs: readonly AttachmentRef[],
  before: ReadonlyMap<string, HubAttachment>,
  there: ReadonlyMap<string, readonly Bytes[]>,
): { readonly put: PagesPut; readonly taken: readonly Taken[] } {
  const { sql } = mirror;
  for (const { root, kind, pages: of, have, named, range } of before.values())
    sql.run(
      'INSERT INTO attachment (root, kind, pages, have, named, range) VALUES (?, ?, ?, ?, ?, ?)',
      ...[root, kind, of, have, named, range],
    );
  for (const ref of refs) {
    const row = attachmentRow(sql, ref.root, ref.kind);
    const waiting = there.get(attachmentName(ref)) ?? [];
    if (row !== undefined) waiting.forEach((bytes, index) => void writePage(sql, row.id, ref.kind, index, bytes));
  }
  const put = takePages(sql, pages);
  const taken = refs.map((ref): Taken => {
    const name = attachmentName(ref);
    const known = before.get(name);
    const row = attachmentRow(sql, ref.root, ref.kind);
    const range = row && sql.value<Bytes | null>('SELECT range FROM attachment WHERE id = ?', row.id);
    const after = row && { ...row, range: range == null ? null : Buffer.from(range) };
    const goesOn = !there.has(name) && (row?.have ?? 0) >= (known?.have ?? 0);
    const from = goesOn ? (known?.have ?? 0) : 0;
    const own = [];
    for (let index = from; row !== undefined && !isWhole(known) && index < row.have; index++) {
      const bytes = readPage(sql, row, index);
      if (bytes === undefined) throw new Error('a page that was just taken');
      own.push({ index, bytes: new Uint8Array(bytes) });
    }
    return { ref, before: known, after, from, pages: own };
  });
  return { put, taken };
}

async function write(connection: HubConnection, { ref, before, after, from, pages }: Taken): Promise<void> {
  const kind = KINDS.indexOf(ref.kind);
  const table = PAGE_TABLES[ref.kind];
  if (before !== undefined && !isWhole(before) && from < before.have)
    await connection.rows(`delete from ${table} where root = $1 and index >= $2`, ref.root, from);
  if (after === undefined) {
    if (before !== undefined)
      await connection.rows('delete from attachment where root = $1 and kind = $2', ref.root, kind);
    return;
  }
  if (isWhole(before)) return;
  await connection.rows(
    `insert into attachment (root, kind, pages, have, named, range) values ($1, $2, $3, $4, $5, $6)
     on conflict (root, kind) do update set pages = excluded.pages, have = excluded.have, named = excluded.named,
       range = excluded.range`,
    ref.root,
    kind,
    after.pages,
    after.have,
    after.named,
    after.range,
  );
  if (pages.length === 0) return;
  const rows =
    ref.kind === 'sealed'
      ? new CopyRows(table, 'root', 'index', 'bytes')
      : new CopyRows(table, 'root', 'index', 'first', 'bytes');
  for (const { index, bytes } of pages) {
    rows.row().bytes(ref.root).int(index);
    if (ref.kind !== 'sealed') rows.bytes(bytes.subarray(0, 16));
    rows.bytes(bytes);
  }
  await connection.copy(rows);
}

// Leaves that came before their pages: what is found by these is found from now on.
async function indexLate(connection: HubConnection, complete: readonly Taken[]): Promise<void> {
  const derived = new DerivedRows();
  for (const { ref } of complete) {
    const kind = KINDS.indexOf(ref.kind);
    const waiting = await connection.rows<{ id: number; bytes: Buffer }>(
      `with gone as (delete from lacking where root = $1 and kind = $2 returning leaf)
       select l.id, l.bytes from gone join leaf l on l.id = gone.leaf`,
      ref.root,
      kind,
    );
    if (waiting.length === 0 || ref.kind === 'sealed') continue;
    const whole = new Map([[attachmentName(ref), await pagesOf(connection, ref)]]);
    for (const { id, bytes } of waiting) {
      const leaf = decodeLeaf(bytes);
      if (leaf.type === EVENT.commission.type) {
        await connection.rows('delete from commission where leaf = $1', id);
        await connection.rows('delete from lot where leaf = $1', id);
        derived.addCommission(id, leaf, whole);
      } else derived.addRows(id, leaf, whole);
    }
  }
  const { rows, found } = derived.hops();
  if (rows.count > 0) await connection.copy(rows);
  for (const table of derived.tables()) if (table.count > 0) await connection.copy(table);
  const held = await holdCounter(connection);
  await noteCrowded(connection, found);
  const changes = complete.map(({ ref }) => ({ what: `pages ${ref.kind} ${b64u(ref.root)}` }));
  await count(connection, held, changes, { stamps: false, branches: 0 });
}
