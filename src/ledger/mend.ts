// Mending what only the ledger itself can tell: rows that leaves and checkpoints say better, pages that are not what an event
// names, and a file whose trees are broken. What is on the chains then comes from a peer; nothing that can be read is given up.
import { crypto } from '../builtins.ts';
import { type Bytes, hex, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { EMPTY_RANGE, encodeRange, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { EVENT } from '../custody/events/all.ts';
import { deletePages } from './attachments.ts';
import type { BranchRow } from './branches.ts';
import type { HeadRead } from './head-file.ts';
import { branchOf, leafId, pageId, seqOf } from './ids.ts';
import { type NoteRow, soundNote } from './note-row.ts';
import { attachmentsOf, KINDS, readPage, type StoredAttachment } from './pages.ts';
import { reindex } from './rebuild.ts';
import { currentHead, exclusively, ownHead, type Store } from './store.ts';
import { changedRows, SUMMED } from './sums.ts';

/**
 * Before a peer is asked: makes right what keeps the ledger from being read or from taking what the peer sends.
 * @throws io-failed, locked, damaged
 */
export function mendRows(store: Store): void {
  const head = store.head.read();
  store.memory.lenient = true;
  try {
    exclusively(store, () => {
      mendMeta(store, head);
      mendBranches(store, head.kind === 'here' ? (head.head.others?.n ?? 0) : 0);
      dropPages(store);
      reindex(store.sql);
      store.memory.bumpStamp();
    });
  } finally {
    store.memory.lenient = false;
  }
}

/** After the peer has sent what it has: checkpoints that a later one makes needless, and both halves of the head file. */
export function mendRest(store: Store): void {
  exclusively(store, () => {
    dropNotes(store);
    const own = ownHead(store);
    const read = own === undefined ? undefined : store.head.read();
    // The damaged half is written over next, as the older one.
    if (own !== undefined && read?.kind === 'here' && !read.whole && read.head.size <= own.size)
      store.head.advance(currentHead(store, own));
  });
}

function changedIn(store: Store, table: string): readonly Readonly<Record<string, unknown>>[] {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (const summed of SUMMED) if (summed.table === table) changedRows(store.sql, summed, (row) => rows.push(row));
  return rows;
}

/** Of what the ledger says of itself, what `mendMeta` says again. */
const SAID_AGAIN: ReadonlySet<string> = new Set([
  'epoch',
  'stamp',
  'lost',
  'forgotten',
  'wrote',
  'mended',
  'own',
  'instance',
  'network',
]);

// Whatever counted on an epoch or a stamp that is gone finds another one, and reads again.
export function mendMeta(store: Store, head: HeadRead): void {
  const { sql, memory } = store;
  const wrong = new Set(changedIn(store, 'meta').map(({ key }) => key));
  const isDue = (key: string) => wrong.has(key) || memory.meta(key) === undefined;
  // Where not even that is there, a count of own records that is not there was gone with it, and no record of its own.
  const isEmpty = memory.meta('epoch') === undefined || memory.meta('instance') === undefined;
  if (isDue('epoch')) memory.setMeta('epoch', hex(crypto().randomBytes(16)));
  if (isDue('stamp')) memory.setMeta('stamp', Math.floor(Math.random() * 2 ** 40));
  // It stands there only where something is.
  for (const key of ['lost', 'forgotten']) if (wrong.has(key)) memory.setMeta(key, 1);
  if (wrong.has('wrote') || (isEmpty && memory.meta('wrote') === undefined))
    memory.setMeta('wrote', head.kind === 'here' ? (head.head.wrote ?? 0) : 0);
  // Who counted on it reads again. What a peer has shown it shows again, and the rest is no word of the ledger.
  if (wrong.has('mended')) memory.setMeta('mended', Math.floor(Math.random() * 2 ** 40));
  for (const key of wrong) if (!SAID_AGAIN.has(String(key))) sql.run('DELETE FROM meta WHERE key = ?', String(key));
  if (head.kind === 'here') {
    if (isDue('own')) memory.setMeta('own', head.head.chain);
    if (isDue('instance')) memory.setMeta('instance', head.head.instance);
  }
  const own = memory.own();
  if (!isDue('network') || own === undefined) return;
  const first = sql
    .values<Bytes>('SELECT bytes FROM leaf WHERE id % 4294967296 = 0')
    .map(readLeaf)
    .find((leaf) => leaf?.type === EVENT.open.type && chainIdOf(leaf.bytes) === own);
  if (first !== undefined) memory.setMeta('network', String(first.public.network ?? own));
}

function readLeaf(bytes: Bytes): Leaf | undefined {
  try {
    return decodeLeaf(bytes);
  } catch {
    return undefined;
  }
}

function readNote(note: unknown): Checkpoint | undefined {
  try {
    return typeof note === 'string' ? readCheckpoint(note) : undefined;
  } catch {
    return undefined;
  }
}

function mendBranches(store: Store, acknowledged: number): void {
  const { sql, memory } = store;
  const sane = sql.values<number>('SELECT changed FROM branch').filter(Number.isSafeInteger);
  // No lower than what was acknowledged: news of others must not look lost.
  let changes = sane.reduce((most, one) => Math.max(most, one), acknowledged);
  const wrong = new Set(changedIn(store, 'branch').map(({ id }) => id));
  for (const row of sql.values<number>('SELECT DISTINCT id / 4294967296 FROM leaf')) {
    if (sql.value('SELECT 1 FROM branch WHERE id = ?', row) === undefined) adopt(store, row, ++changes);
  }
  for (const branch of sql.rows<BranchRow>('SELECT * FROM branch ORDER BY id')) {
    if (wrong.has(branch.id)) mendIdentity(store, branch, ++changes);
    mendHead(store, branch.id);
  }
  memory.shapes.clear();
  memory.clear();
}

/** Events whose chain has no row any more: the opening event says which chain it is. */
function adopt({ sql, memory }: Store, row: number, changed: number): void {
  const bytes = sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafId(row, 0));
  const opening = bytes === undefined ? undefined : readLeaf(bytes);
  if (opening === undefined || opening.type !== EVENT.open.type) return;
  const chain = chainIdOf(opening.bytes);
  // A row whose key has changed has lost its events.
  sql.run(
    `DELETE FROM branch WHERE chain = ? AND NOT EXISTS
       (SELECT 1 FROM leaf WHERE leaf.id >= branch.id * 4294967296 AND leaf.id < (branch.id + 1) * 4294967296)`,
    chain,
  );
  sql.run(
    `INSERT OR IGNORE INTO branch (id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range)
     VALUES (?, ?, 0, NULL, 0, 0, 0, ?, ?, ?, x'', x'', x'')`,
    row,
    chain,
    opening.at,
    changed,
    isCard({ sql, memory }, row, chain) ? 1 : 0,
  );
}

// What leaves do not tell: the time of its last record is when a chain was heard of at the least, and the news of it go out again.
function mendIdentity({ sql, memory }: Store, branch: BranchRow, changed: number): void {
  const first = sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafId(branch.id, 0));
  const opening = first === undefined ? undefined : readLeaf(first);
  if (opening?.type === EVENT.open.type) {
    sql.run(
      'UPDATE OR IGNORE branch SET chain = ?, number = 0, parent = NULL, base = 0 WHERE id = ?',
      chainIdOf(opening.bytes),
      branch.id,
    );
  }
  const last = sql.blob(
    'SELECT bytes FROM leaf WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1',
    leafId(branch.id, 0),
    leafId(branch.id + 1, 0),
  );
  const at = (last === undefined ? undefined : readLeaf(last))?.at ?? 0;
  const chain = sql.value<string>('SELECT chain FROM branch WHERE id = ?', branch.id) ?? '';
  sql.run(
    'UPDATE branch SET seen = ?, changed = ?, open_only = ? WHERE id = ?',
    at,
    changed,
    isCard({ sql, memory }, branch.id, chain) ? 1 : 0,
    branch.id,
  );
}

// Of others only the opening event is here. One that was accredited meanwhile is told apart by its next event.
function isCard({ sql, memory }: Pick<Store, 'sql' | 'memory'>, row: number, chain: string): boolean {
  const count = sql.value<number>(
    'SELECT count(*) FROM leaf WHERE id >= ? AND id < ?',
    leafId(row, 0),
    leafId(row + 1, 0),
  );
  return count === 1 && chain !== memory.own() && chain !== memory.network();
}

// Size, root and range as the last checkpoint and the leaves say.
function mendHead({ sql, memory }: Store, id: number): void {
  const branch = sql.row<BranchRow>('SELECT * FROM branch WHERE id = ?', id);
  if (branch === undefined) return;
  const last = sql.row<{ id: number; note: unknown; notesum: unknown; bytes: unknown }>(
    'SELECT id, note, notesum, bytes FROM leaf WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1',
    leafId(id, 0),
    leafId(id + 1, 0),
  );
  if (last === undefined) return;
  // What is here is what there is: events that are gone behind it are asked for as news.
  const size = seqOf(last.id) + 1;
  memory.shapes.clear();
  memory.roots.clear();
  const shape = memory.shapes.byRow(id);
  if (shape === undefined) return;
  const hashes = [...hashesOf(sql, shape, size)];
  const range = extendRange(EMPTY_RANGE, hashes);
  const note = soundNote(last.id, last);
  const noted = note === undefined ? undefined : readNote(note);
  const due = noted !== undefined && noted.chain === branch.chain && noted.size === size ? noted.root : undefined;
  const isKept = branch.size === size && asBytes(branch.root).length === 32;
  const root = due ?? (isKept ? branch.root : hashes.length === size ? rangeRoot(range) : undefined);
  if (root === undefined) return;
  if (branch.size !== size || !sameBytes(asBytes(branch.root), root))
    sql.run('UPDATE branch SET size = ?, root = ? WHERE id = ?', size, root, id);
  const tip = last.bytes instanceof Uint8Array ? readLeaf(last.bytes) : undefined;
  if (hashes.length !== size || tip === undefined || !sameBytes(rangeRoot(range), root)) return;
  sql.run('UPDATE branch SET range = ?, head = ?, at = ? WHERE id = ?', encodeRange(range), tip.hash, tip.at, id);
}

function asBytes(value: unknown): Bytes {
  return value instanceof Uint8Array ? value : Buffer.alloc(0);
}

function* hashesOf(
  sql: Store['sql'],
  shape: NonNullable<ReturnType<Store['memory']['shapes']['byRow']>>,
  size: number,
): Iterable<Bytes> {
  for (let seq = 0; seq < size; seq++) {
    let holder = shape;
    while (seq < holder.base && holder.parent !== undefined) holder = holder.parent;
    const bytes = sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafId(holder.row, seq));
    if (bytes === undefined) return;
    yield leafHash(bytes);
  }
}

/** Attachments that are not what events name are taken away whole, so that a peer's pages can take their place. */
function dropPages({ sql }: Store): void {
  const due = new Map<string, number>();
  for (const bytes of sql.values<unknown>('SELECT bytes FROM leaf')) {
    const leaf = bytes instanceof Uint8Array ? readLeaf(bytes) : undefined;
    if (leaf === undefined || leaf.fault !== undefined) continue;
    for (const { root, kind, pages } of attachmentsOf(leaf)) due.set(`${kind} ${hex(root)}`, pages);
  }
  type Row = StoredAttachment & { readonly root: unknown; readonly range: unknown };
  for (const stored of sql.rows<Row>('SELECT * FROM attachment')) {
    const root = asBytes(stored.root);
    const pages = due.get(`${KINDS[stored.kind] ?? ''} ${hex(root)}`);
    const isRight = (pages === undefined || pages === stored.pages) && isWhole(sql, stored, root);
    if (isRight) continue;
    deletePages(sql, stored);
    sql.run('DELETE FROM attachment WHERE id = ?', stored.id);
  }
  const ids = new Set(sql.values<number>('SELECT id FROM attachment'));
  for (const table of ['page', 'sealed']) {
    for (const id of sql.values<number>(`SELECT DISTINCT id / ${pageId(1, 0)} FROM ${table} WHERE id >= 0`)) {
      if (!ids.has(id)) sql.run(`DELETE FROM ${table} WHERE id >= ? AND id < ?`, pageId(id, 0), pageId(id + 1, 0));
    }
  }
}

function isWhole(sql: Store['sql'], stored: StoredAttachment & { readonly range: unknown }, root: Bytes): boolean {
  const hashes: Bytes[] = [];
  for (let index = 0; index < stored.have; index++) {
    const page = readPage(sql, stored, index);
    if (!(page instanceof Uint8Array)) return false;
    hashes.push(leafHash(page));
  }
  const range = extendRange(EMPTY_RANGE, hashes);
  if (stored.have === stored.pages) return sameBytes(rangeRoot(range), root);
  return stored.have === 0 ? stored.range === null : sameBytes(encodeRange(range), asBytes(stored.range));
}

/** A checkpoint that is damaged or gone, with a sound one above it on its branch: that one covers the same events. */
function dropNotes(store: Store): void {
  for (const { id } of changedIn(store, 'leaf')) {
    const at = Number(id);
    const later = store.sql
      .rows<NoteRow & { readonly id: number }>(
        'SELECT id, note, notesum FROM leaf WHERE id > ? AND id < ? AND note IS NOT NULL ORDER BY id DESC LIMIT 1',
        at,
        leafId(branchOf(at) + 1, 0),
      )
      .some((one) => soundNote(one.id, one) !== undefined);
    if (!later) continue;
    store.sql.run('UPDATE leaf SET note = NULL WHERE id = ?', at);
  }
}
