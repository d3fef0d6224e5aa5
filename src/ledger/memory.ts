// What one connection remembers between its transactions: decoded leaves, shapes of chains, authority. All of it can be read again.
import type { Bytes } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import type { Authority } from '../custody/authority.ts';
import { PedigreeError } from '../errors.ts';
import { Shapes } from './branches.ts';
import type { Sql } from './sqlite.ts';

/** Leaves are kept until they have this many bytes together. */
const LEAF_BYTES = 4 * 1024 * 1024;

export class Memory {
  readonly sql: Sql;
  readonly shapes: Shapes;
  /** Roots of trees that had to be computed, by branch row and size. */
  readonly roots = new Map<string, Bytes>();
  /** Keys that chains have set, by chain. */
  readonly keys = new Map<string, readonly { readonly leaf: number; readonly key: Bytes }[]>();
  authority: Authority | undefined;
  #stamp = -1;
  #leaves = new Map<number, Leaf>();
  #bytes = 0;
  #network: string | undefined;
  #instance: string | undefined;
  #policy: 'required' | 'endpoints' | undefined;

  constructor(sql: Sql) {
    this.sql = sql;
    this.shapes = new Shapes(sql);
  }

  /** At the start of every transaction: forgets what another one, here or in another process, has made untrue. */
  refresh(): void {
    const stamp = this.sql.value<number>(`SELECT value FROM meta WHERE key = 'stamp'`) ?? 0;
    if (stamp === this.#stamp) return;
    this.authority = undefined;
    this.shapes.clear();
    this.keys.clear();
    this.#stamp = stamp;
  }

  /** After a rollback, a restore or a rebuild: forgets everything. */
  clear(): void {
    this.#stamp = -1;
    this.authority = undefined;
    this.shapes.clear();
    this.keys.clear();
    this.roots.clear();
    this.#leaves.clear();
    this.#bytes = 0;
    this.#network = undefined;
    this.#instance = undefined;
    this.#policy = undefined;
  }

  /** The founder's chain id; empty while there is none. */
  network(): string {
    if (this.#network === undefined) {
      const network = this.meta<string>('network');
      if (network === undefined) return '';
      this.#network = network;
    }
    return this.#network;
  }

  /** The random id of this database, which a restored copy does not share. */
  instance(): string {
    this.#instance ??= this.meta<string>('instance') ?? '';
    return this.#instance;
  }

  policy(): 'required' | 'endpoints' {
    if (this.#policy === undefined) {
      const founder = this.shapes.find(this.network(), 0);
      const open = founder && this.leaf(founder.row * 0x1_0000_0000);
      if (open === undefined) return 'required';
      this.#policy = open.public.custody === 'endpoints' ? 'endpoints' : 'required';
    }
    return this.#policy;
  }

  meta<T>(key: string): T | undefined {
    return this.sql.value<T>('SELECT value FROM meta WHERE key = ?', key);
  }

  /** @throws damaged where the stored bytes are no event */
  leaf(id: number): Leaf | undefined {
    const known = this.#leaves.get(id);
    if (known !== undefined) return known;
    const bytes = this.sql.value<Bytes>('SELECT bytes FROM leaf WHERE id = ?', id);
    if (bytes === undefined) return undefined;
    let leaf: Leaf;
    try {
      leaf = decodeLeaf(bytes);
    } catch (cause) {
      throw new PedigreeError('damaged', 'an event in the ledger is damaged', {
        hint: 'pedigree audit tells which',
        cause,
      });
    }
    this.keep(id, leaf);
    return leaf;
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
