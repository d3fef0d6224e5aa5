// What one connection remembers between its transactions: decoded leaves, shapes of chains, authority. All of it can be read again.
import { type Bytes, hex } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import type { CompactRange } from '../chain/merkle.ts';
import type { Authority } from '../custody/authority.ts';
import type { Policy } from '../custody/policy.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { type BranchRow, Shapes } from './branches.ts';
import type { Others } from './head-slot.ts';
import { addHead, type BranchHead, digestOf } from './heads-digest.ts';
import { key48 } from './ids.ts';
import { otherVersion, type Sql, TABLES_VERSION } from './sqlite.ts';
import { mustMatch } from './sums.ts';

/** Leaves are kept until they have this many bytes together. */
const LEAF_BYTES = 4 * 1024 * 1024;

/** Of so many leaves is remembered what they wait for. */
const MOST_AWAITED = 50_000;

const OF_OTHERS = 'branch WHERE chain <> ?';

/** The root of a branch. */
export interface RootOf {
  readonly chain: string;
  readonly root: Bytes;
}

/** The end of the own chain. */
export interface Tip extends Pick<BranchRow, 'id' | 'chain' | 'size' | 'at' | 'root' | 'head' | 'changed'> {
  readonly range: CompactRange;
}

export class Memory {
  readonly sql: Sql;
  readonly shapes: Shapes;
  /** Roots of trees that had to be computed, by branch row and size. */
  readonly roots = new Map<string, Bytes>();
  /** Roots of perfect subtrees of stored leaves: see tree.ts. */
  readonly subtrees = new Map<string, Bytes>();
  /** Keys that chains have set, by chain. */
  readonly keys = new Map<string, readonly { readonly leaf: number; readonly key: Bytes }[]>();
  authority: Authority | undefined;
  /** Of chains that were asked about, whether an event of authority names a tree of theirs. Every such event is a new stamp. */
  readonly bounded = new Map<string, boolean>();
  /** Whether this connection is there to mend damage. */
  readonly mending: boolean;
  /** Of each type of event the stretch of leaves (`kind`) that was indexed last. */
  readonly kinds = new Map<number, number>();
  /** The roots of the attachments of leaves that wait for pages, by the key of the leaf. */
  readonly #awaits = new Map<number, readonly string[]>();
  /** Whether this connection has compared what is here of others with what was acknowledged. */
  comparedOthers = false;
  /** Whether something of others was stored here that the head file does not say. */
  unacknowledged = false;
  /** Whether this connection has compared own records with what the head file knows of. */
  comparedOwn = false;
  /** Whether records of this folder alone were written since this was last said to be false. */
  ownChanged = false;
  #version: number | undefined;
  #stamp = -1;
  #changes: number | undefined;
  /** The roots of all branches as they were at a count of changes, by their rows; of the history that the epoch names. */
  #allRoots:
    | { n: number; readonly epoch: string; readonly roots: Map<number, RootOf>; all: readonly RootOf[] }
    | undefined;
  #others: { readonly n: number; readonly heads?: Buffer } | undefined;
  #tip: Tip | undefined;
  #meta = new Map<string, unknown>();
  #leaves = new Map<number, Leaf>();
  #bytes = 0;
  #policy: Policy | undefined;

  constructor(sql: Sql, mending = false) {
    this.sql = sql;
    this.mending = mending;
    this.shapes = new Shapes(sql);
  }

  /** Another one after every commit of another connection; of the transaction that began last. */
  get version(): number | undefined {
    return this.#version;
  }

  /** At the start of every transaction: forgets what another connection, here or in another process, has made untrue. */
  refresh(): void {
    const version = this.sql.value<number>('PRAGMA data_version');
    if (version === this.#version) return;
    // Whoever wrote may be of a newer program, which has made other tables.
    const tables = this.sql.value<number>('PRAGMA user_version') ?? 0;
    if (tables !== TABLES_VERSION) throw otherVersion('damaged', phrase('ledger-in', { db: this.sql.db.name }), tables);
    this.#version = version;
    this.#outdate();
    const stamp = this.meta<number>('stamp') ?? 0;
    if (stamp === this.#stamp) return;
    this.#reshape(stamp);
    // Whoever mends leaves gives the ledger another stamp.
    this.subtrees.clear();
  }

  // What any writing may have changed.
  #outdate(): void {
    this.#changes = undefined;
    this.#others = undefined;
    this.#tip = undefined;
    this.kinds.clear();
    this.#meta.clear();
  }

  #reshape(stamp: number): void {
    this.authority = undefined;
    this.bounded.clear();
    this.shapes.clear();
    this.keys.clear();
    this.#stamp = stamp;
  }

  /** Tells other connections, and this one, that authority or the shape of chains has changed. */
  bumpStamp(): void {
    const stamp = (this.meta<number>('stamp') ?? 0) + 1;
    this.setMeta('stamp', stamp);
    this.#reshape(stamp);
  }

  /** After a rollback, a restore or a rebuild: forgets everything. */
  clear(): void {
    this.#version = undefined;
    this.#stamp = -1;
    this.#outdate();
    this.#allRoots = undefined;
    this.authority = undefined;
    this.bounded.clear();
    this.shapes.clear();
    this.keys.clear();
    this.roots.clear();
    this.subtrees.clear();
    this.#awaits.clear();
    this.#leaves.clear();
    this.#bytes = 0;
    this.#policy = undefined;
  }

  /** For the audit, which looks at rows that nobody else may read because they are not what was written. */
  get lenient(): boolean {
    return this.shapes.lenient;
  }

  set lenient(is: boolean) {
    this.shapes.lenient = is;
    this.clear();
  }

  /** The founder's chain id; empty while there is none. */
  network(): string {
    return this.meta<string>('network') ?? '';
  }

  /** The own chain, where this folder has one. */
  own(): string | undefined {
    return this.meta('own');
  }

  /** The random id of this database, which a restored copy does not share. */
  instance(): string {
    return this.meta<string>('instance') ?? '';
  }

  policy(): Policy {
    if (this.#policy === undefined) {
      const founder = this.shapes.find(this.network(), 0);
      const open = founder && this.leaf(founder.row * 0x1_0000_0000);
      if (open === undefined) return 'required';
      this.#policy = open.public.custody === 'endpoints' ? 'endpoints' : 'required';
    }
    return this.#policy;
  }

  /** @throws damaged where it is not what was written */
  meta<T extends string | number>(key: string): T | undefined {
    if (!this.#meta.has(key)) this.#meta.set(key, this.#storedMeta(key));
    return this.#meta.get(key) as T | undefined;
  }

  #storedMeta(key: string): string | number | undefined {
    const row = this.sql.row<{ value: string | number; sum: number }>('SELECT value, sum FROM meta WHERE key = ?', key);
    if (row !== undefined && !this.lenient) mustMatch(say('its', { key }), row.sum, [key, row.value]);
    return row?.value;
  }

  /** Inside a transaction that writes. */
  setMeta(key: string, value: string | number): void {
    this.sql.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
    this.#meta.set(key, value);
    // Who the others are has changed.
    if (key === 'own') this.#others = undefined;
  }

  /** How often records of this folder alone were written by themselves, not with an event. */
  wrote(): number {
    return this.meta<number>('wrote') ?? 0;
  }

  /** How often something came of events that had been read before. */
  mended(): number {
    return this.meta<number>('mended') ?? 0;
  }

  /** Inside a transaction that writes: what had been read before is to be read again. */
  bumpMended(): void {
    this.setMeta('mended', this.mended() + 1);
  }

  /** The roots of all branches. All are read once, and then what has changed: there may be thousands, of which a few grow. */
  rootsOfAll(): readonly RootOf[] {
    const n = this.changes();
    const epoch = this.meta<string>('epoch') ?? '';
    if (this.#allRoots?.epoch !== epoch || this.#allRoots.n > n) {
      this.#allRoots = { n: -1, epoch, roots: new Map(), all: [] };
    }
    const known = this.#allRoots;
    if (known.n < n) {
      const text = 'SELECT id, chain, CAST(root AS BLOB) AS root FROM branch WHERE changed > ?';
      for (const { id, ...one } of this.sql.rows<RootOf & { id: number }>(text, known.n)) known.roots.set(id, one);
      known.n = n;
      known.all = [...known.roots.values()];
    }
    return known.all;
  }

  /** How many branches there are. */
  chainCount(): number {
    return this.sql.value<number>('SELECT count(*) FROM branch') ?? 0;
  }

  /**
   * Until when a branch of another chain was heard: as its row says, or until an exchange in which somebody told all that there was,
   * where the row has not changed since. Whoever writes a row that changes writes this down in it.
   */
  heardUntil({ chain, seen, changed }: Pick<BranchRow, 'chain' | 'seen' | 'changed'>): number {
    const confirmed = this.meta<string>('confirmed');
    if (confirmed === undefined || chain === this.own()) return seen;
    const [at = 0, n = 0] = confirmed.split(' ').map(Number);
    return changed <= n ? Math.max(seen, at) : seen;
  }

  /** Whether anybody has ever told all that there was. */
  get isConfirmed(): boolean {
    return this.meta('confirmed') !== undefined;
  }

  /** Inside a transaction that writes: nobody has anything newer of any chain of others than what is here, at this time. */
  confirm(at: number): void {
    // A wrong clock may have said later.
    this.sql.run('UPDATE branch SET seen = ? WHERE chain IS NOT ? AND seen > ?', at, this.own() ?? null, at);
    this.setMeta('confirmed', `${at} ${this.changes()}`);
  }

  /** The highest `changed` of any branch. */
  changes(): number {
    this.#changes ??= this.sql.value<number | null>('SELECT max(changed) FROM branch') ?? 0;
    return this.#changes;
  }

  /** The highest `changed` of any branch of a chain that is not the own one. */
  changesOfOthers(): number {
    this.#others ??= { n: this.sql.value<number | null>(`SELECT max(changed) FROM ${OF_OTHERS}`, this.#ownOr()) ?? 0 };
    return this.#others.n;
  }

  /** That count, and the digest of the heads of others. */
  others(): Others {
    const n = this.changesOfOthers();
    const heads = this.#others?.heads ?? this.#digest();
    this.#others = { n, heads };
    return { n, heads: hex(heads) };
  }

  #digest(): Buffer {
    const text = `SELECT chain, number, size, CAST(root AS BLOB) AS root FROM ${OF_OTHERS}`;
    return digestOf(this.sql.rows<BranchHead>(text, this.#ownOr()));
  }

  #ownOr(): string {
    return this.own() ?? '';
  }

  /** Inside a transaction that writes: a branch of another chain has this head now, and had another one, or none, before. */
  headChanged(before: BranchHead | undefined, now: BranchHead, changed: number): void {
    const heads = this.#others?.heads;
    if (now.chain === this.own()) return;
    this.unacknowledged = true;
    if (heads === undefined) {
      this.#others = undefined;
      return;
    }
    if (before !== undefined) addHead(heads, before);
    addHead(heads, now);
    this.#others = { n: changed, heads };
  }

  /** Inside a transaction that writes: another chain has a higher `changed` and the same head. */
  touched(): void {
    this.unacknowledged = true;
    const { heads } = this.#others ?? {};
    const n = this.sql.value<number | null>(`SELECT max(changed) FROM ${OF_OTHERS}`, this.#ownOr()) ?? 0;
    this.#others = heads === undefined ? { n } : { n, heads };
  }

  /** Inside a transaction that writes: the count of the next change. */
  nextChange(): number {
    this.#changes = this.changes() + 1;
    return this.#changes;
  }

  /** The end of the own chain as it was last written here; nothing once a branch may have changed since. */
  get tip(): Tip | undefined {
    return this.#tip?.changed === this.#changes ? this.#tip : undefined;
  }

  set tip(tip: Tip) {
    this.#tip = tip;
  }

  /** @throws damaged where the stored bytes are no event */
  leaf(id: number): Leaf | undefined {
    const known = this.#leaves.get(id);
    if (known !== undefined) return known;
    const row = this.sql.row<{ sum: number; bytes: Bytes }>('SELECT sum, bytes FROM leaf WHERE id = ?', id);
    if (row === undefined) return undefined;
    let leaf: Leaf;
    try {
      leaf = decodeLeaf(row.bytes);
      if (key48(leaf.hash) !== row.sum) throw new PedigreeError('bad-leaf', say('bytes-differ'));
    } catch (cause) {
      throw new PedigreeError('damaged', say('event-damaged'), {
        hint: say('audit-tells-which'),
        cause,
      });
    }
    this.keep(id, leaf);
    return leaf;
  }

  /**
   * Those of the leaves that authority is made of. To whoever mends damage a damaged event says nothing, as it must not forbid
   * to fetch it; to everybody else it is no less than a failure.
   */
  readable(ids: readonly number[]): readonly number[] {
    if (!this.mending) return ids;
    return ids.filter((id) => {
      try {
        return this.leaf(id) !== undefined;
      } catch (error) {
        if (error instanceof PedigreeError && error.code === 'damaged') return false;
        throw error;
      }
    });
  }

  /** What a leaf that waits for pages waits for, read once. */
  awaits(id: number, rootsOf: (leaf: Leaf) => readonly string[]): readonly string[] {
    let known = this.#awaits.get(id);
    if (known === undefined) {
      const leaf = this.leaf(id);
      known = leaf === undefined ? [] : rootsOf(leaf);
      if (this.#awaits.size > MOST_AWAITED) this.#awaits.clear();
      this.#awaits.set(id, known);
    }
    return known;
  }

  /** Forgets a leaf that was read under this key and may never be stored. */
  forget(id: number): void {
    this.#leaves.delete(id);
  }

  /** Remembers a leaf that is or will be stored under this key. */
  keep(id: number, leaf: Leaf): void {
    this.#bytes += leaf.bytes.length;
    if (this.#bytes > LEAF_BYTES) {
      this.#leaves.clear();
      this.#bytes = leaf.bytes.length;
    }
    this.#leaves.set(id, leaf);
  }
}

/** The name of a tree in `roots`: the branch row that holds its last leaf, and its size. */
export function rootName(row: number, size: number): string {
  return `${row}/${size}`;
}
