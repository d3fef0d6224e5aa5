// Storing batches that were judged: all of them in one transaction, or none where a chain is no more what was judged.
import { type Bytes, hex } from '../../chain/bytes.ts';
import { encodeRange } from '../../chain/merkle.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/ledger.ts';
import { MOST_SIDES } from '../admit.ts';
import type { Ready } from '../admit-all.ts';
import { refused } from '../batch.ts';
import { leafOn } from '../branches.ts';
import { key48, leafId, MOST_BRANCHES } from '../ids.ts';
import { isBounded } from '../named.ts';
import { attachmentsOf, KINDS } from '../pages.ts';
import type { Admission, AttachmentRef, Batch } from '../types.ts';
import type { HubConnection } from './connection.ts';
import { CopyRows } from './copy-rows.ts';
import { count, type HeldCounter, holdCounter } from './counter.ts';
import { noteCrowded } from './crowded.ts';
import { attachmentName, DerivedRows, type FoundBy, type WholeAttachments } from './derive.ts';
import { type HubBranch, isSameHead, type Mirror } from './mirror.ts';
import { pagesOf } from './pages-here.ts';

/** Somebody else has written to one of the chains meanwhile: nothing was stored. */
export const CHANGED = 'changed';

type Growing = Ready & {
  readonly id: number;
  readonly number: number;
  readonly parent: number | null;
  readonly first: number;
};

/** Inside a transaction that writes. */
export async function storePlans(
  connection: HubConnection,
  mirror: Mirror,
  ready: readonly Ready[],
): Promise<readonly Admission[] | typeof CHANGED> {
  const chains = ready.map(({ batch }) => batch.chain);
  const now = await connection.rows<HubBranch>(
    `select id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range from branch
     where chain = any($1::text[]) order by id for update`,
    chains,
  );
  const byChain = Map.groupBy(now, ({ chain }) => chain);
  if (!areStillTrue(ready, byChain, mirror)) return CHANGED;
  const isNew = ready.some(({ plan }) => plan.kind === 'new' || plan.kind === 'fork');
  const early = isNew ? await holdCounter(connection) : undefined;
  const { growing, admissions } = placed(ready, byChain, early);
  if (ready.some(({ plan }) => plan.adoptsNetwork)) {
    const founder = ready.find(({ plan }) => plan.adoptsNetwork)?.batch.chain ?? '';
    const [kept] = await connection.rows<{ value: string }>(
      `insert into meta (key, value) values ('network', $1) on conflict (key) do update set value = meta.value returning value`,
      founder,
    );
    if (kept?.value !== founder) return CHANGED;
  }
  const known = ready.filter(({ plan }) => plan.kind === 'known');
  for (const { plan, batch } of known) await keepNote(connection, plan, batch.note);
  if (growing.length === 0) return admissions;
  const whole = await nameAttachments(connection, growing);
  const { authority, found } = await copyLeaves(connection, growing, whole);
  const held = early ?? (await holdCounter(connection));
  await noteCrowded(connection, found);
  await writeBranches(connection, growing, byChain, held.n);
  await connection.rows(
    'insert into authority (leaf, n) select leaf, $2 from unnest($1::bigint[]) as a (leaf)',
    authority,
    held.n + 1,
  );
  const changes = growing.map(({ id, plan, batch }) => ({
    branch: id,
    start: batch.start + plan.from,
    size: plan.checkpoint.size,
    what: hex(plan.checkpoint.root),
  }));
  const stamps =
    authority.length > 0 ||
    isNew ||
    growing.some(
      ({ batch, plan }) => isBounded(mirror.memory, batch.chain) || wasOpenOnly(byChain, batch.chain, plan.openOnly),
    );
  const branches = growing.filter(({ plan }) => plan.kind === 'new' || plan.kind === 'fork').length;
  await count(connection, held, changes, { stamps, branches });
  return admissions;
}

function wasOpenOnly(byChain: ReadonlyMap<string, readonly HubBranch[]>, chain: string, is: boolean): boolean {
  return byChain.get(chain)?.some((row) => (row.open_only === 1) !== is) === true;
}

// Whether all chains are what they were when they were judged, each batch behind those before it.
function areStillTrue(
  ready: readonly Ready[],
  byChain: ReadonlyMap<string, readonly HubBranch[]>,
  mirror: Mirror,
): boolean {
  const heads = new Map<number, Pick<HubBranch, 'size' | 'root'>>();
  return ready.every(({ plan, batch }) => {
    const rows = byChain.get(batch.chain) ?? [];
    const { branch, checkpoint } = plan;
    if (branch === undefined) return rows.length === 0;
    const head = heads.get(branch.id) ?? rows.find(({ id }) => id === branch.id);
    if (plan.kind === 'extends') heads.set(branch.id, checkpoint);
    return rows.length === mirror.memory.shapes.of(branch.chain).length && isSameHead(head, branch);
  });
}

// The branch that each batch goes to, and what is answered for it.
function placed(
  ready: readonly Ready[],
  byChain: ReadonlyMap<string, readonly HubBranch[]>,
  counter: HeldCounter | undefined,
): { readonly growing: readonly Growing[]; readonly admissions: readonly Admission[] } {
  const growing: Growing[] = [];
  let next = (counter?.branches ?? 0) + 1;
  const admissions = ready.map((one): Admission => {
    const { plan, batch } = one;
    const stored = plan.taken.leaves.length - plan.from;
    if (plan.kind === 'known') return { kind: 'stored', stored: 0, healed: 0 };
    if (plan.kind === 'heals')
      throw new PedigreeError('damaged', say('part-damaged'), { hint: say('audit-tells-what') });
    const rows = byChain.get(batch.chain) ?? [];
    const first = rows.find(({ number }) => number === 0)?.id;
    if (plan.kind === 'extends') {
      const { shape } = plan;
      if (shape === undefined) throw new Error('what goes on goes on from something');
      const parent = shape.parent?.row ?? null;
      growing.push({ ...one, id: shape.row, number: shape.number, parent, first: first ?? shape.row });
      return { kind: 'stored', stored, healed: 0 };
    }
    const number = rows.length;
    if (number >= MOST_SIDES) return refused('too-many', phrase('chain-has-too-many'));
    if (next >= MOST_BRANCHES) throw new PedigreeError('io-failed', say('no-room-for-chains'));
    // Where the batch leaves at or before this branch's own first leaf, it leaves that branch's parent.
    let parent = plan.shape;
    while (parent?.parent !== undefined && parent.base >= plan.agreed) parent = parent.parent;
    growing.push({ ...one, id: next, number, parent: parent?.row ?? null, first: first ?? next });
    next++;
    return plan.kind === 'fork'
      ? { kind: 'fork', index: plan.agreed, branch: number, stored }
      : { kind: 'stored', stored, healed: 0 };
  });
  return { growing, admissions };
}

// All leaves are here: the checkpoint may be another one of the same chain, which is kept too; the first of a size stays.
async function keepNote(connection: HubConnection, plan: Ready['plan'], note: string): Promise<void> {
  if (plan.shape === undefined) return;
  await connection.rows(
    'insert into note (id, note) values ($1, $2) on conflict (id) do nothing',
    leafOn(plan.shape, plan.checkpoint.size - 1),
    note,
  );
}

// Names what the leaves name, and locks it: pages that come meanwhile wait until these leaves are here. What is whole is read.
async function nameAttachments(connection: HubConnection, growing: readonly Growing[]): Promise<WholeAttachments> {
  const refs = new Map<string, AttachmentRef>();
  for (const { plan } of growing)
    for (const [i, leaf] of plan.taken.whole)
      if (i >= plan.from && leaf.fault === undefined)
        for (const ref of attachmentsOf(leaf)) {
          const name = attachmentName(ref);
          if (ref.pages > (refs.get(name)?.pages ?? 0)) refs.set(name, ref);
        }
  const whole = new Map<string, readonly Bytes[]>();
  const sorted = [...refs.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const ref of sorted) {
    const [row] = await connection.rows<{ have: number; pages: number }>(
      `insert into attachment as a (root, kind, pages, have, named, range) values ($1, $2, $3, 0, 2, null)
       on conflict (root, kind) do update set
         pages = case when a.have = a.pages then a.pages else greatest(a.pages, excluded.pages) end,
         named = case when a.named <> 0 then a.named when a.have = a.pages then 1 else 2 end
       returning have, pages`,
      ref.root,
      KINDS.indexOf(ref.kind),
      ref.pages,
    );
    if (row === undefined || row.have < row.pages) continue;
    whole.set(attachmentName(ref), ref.kind === 'sealed' ? [] : await pagesOf(connection, ref));
  }
  return whole;
}

const order = ({ root, kind }: AttachmentRef): string => `${hex(root)} ${KINDS.indexOf(kind)}`;

async function copyLeaves(
  connection: HubConnection,
  growing: readonly Growing[],
  whole: WholeAttachments,
): Promise<{ readonly authority: readonly number[]; readonly found: FoundBy }> {
  const leaves = new CopyRows('leaf', 'id', 'sum', 'type', 'rows', 'bytes');
  const notes = new CopyRows('note', 'id', 'note');
  const derived = new DerivedRows();
  for (const { id: row, first, plan, batch } of growing) {
    const { taken, from } = plan;
    for (let i = from; i < taken.leaves.length; i++) {
      const id = leafId(row, batch.start + i);
      const code = taken.codes[i] ?? -1;
      const leaf = taken.whole.get(i);
      leaves
        .row()
        .long(id)
        .long(key48(taken.hashes, 32 * i));
      if (code < 0) leaves.none();
      else leaves.small(code);
      const rows = leaf?.fault === undefined && leaf?.rows?.width === 32 ? leaf.rows.root : undefined;
      if (rows === undefined) leaves.none();
      else leaves.bytes(rows);
      leaves.bytes(taken.leaves[i] ?? NOTHING);
      if (leaf !== undefined) derived.add(id, first, leaf, whole);
    }
    for (const [k, i] of taken.owners.entries())
      if (i >= from) derived.addToken(taken.tokens[k] ?? 0, leafId(row, batch.start + i));
    notes
      .row()
      .long(leafId(row, plan.checkpoint.size - 1))
      .text(batch.note);
  }
  await connection.copy(leaves);
  await connection.copy(notes);
  const { rows, found } = derived.hops();
  if (rows.count > 0) await connection.copy(rows);
  for (const table of derived.tables()) if (table.count > 0) await connection.copy(table);
  return { authority: derived.authority, found };
}

const NOTHING: Bytes = new Uint8Array(0);

/** What a batch makes of its branch, which was heard until `seen` before. */
export function grownBy({ now }: Batch, { checkpoint, openOnly, range, taken }: Ready['plan'], seen: number) {
  return {
    size: checkpoint.size,
    at: taken.lastAt,
    // A batch shows that its author was heard until its last record, however late it came.
    seen: Math.max(seen, Math.min(now, taken.lastAt)),
    open_only: openOnly ? 1 : 0,
    root: checkpoint.root,
    head: taken.hashes.subarray(-32),
    range: encodeRange(range),
  };
}

async function writeBranches(
  connection: HubConnection,
  growing: readonly Growing[],
  byChain: ReadonlyMap<string, readonly HubBranch[]>,
  before: number,
): Promise<void> {
  const grown = new Map<number, HubBranch>();
  for (const [i, { id, number, parent, plan, batch }] of growing.entries()) {
    const { chain } = batch;
    // Of batches that follow one another the last one says how far the branch goes.
    const old = grown.get(id) ?? byChain.get(chain)?.find((row) => row.id === id);
    const base = old?.base ?? plan.agreed;
    const now = grownBy(batch, plan, old?.seen ?? 0);
    grown.set(id, { id, chain, number, parent, base, changed: before + 1 + i, ...now });
  }
  const rows = [...grown.values()];
  await connection.rows(
    `insert into branch (id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range)
     select * from unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::smallint[], $11::bytea[], $12::bytea[], $13::bytea[])
     on conflict (id) do update set size = excluded.size, at = excluded.at, seen = excluded.seen,
       changed = excluded.changed, open_only = excluded.open_only, root = excluded.root, head = excluded.head,
       range = excluded.range`,
    rows.map(({ id }) => id),
    rows.map(({ chain }) => chain),
    rows.map(({ number }) => number),
    rows.map(({ parent }) => parent),
    rows.map(({ base }) => base),
    rows.map(({ size }) => size),
    rows.map(({ at }) => at),
    rows.map(({ seen }) => seen),
    rows.map(({ changed }) => changed),
    rows.map(({ open_only }) => open_only),
    rows.map(({ root }) => root),
    rows.map(({ head }) => head),
    rows.map(({ range }) => range),
  );
}
