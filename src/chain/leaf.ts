// One leaf of a chain: the frame of every event. What is broken is refused, what is only malformed is kept with its fault.
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/chain.ts';
import { type Bytes, base32, concat, unb64u, utf8 } from './bytes.ts';
import { decodeCanonical, isObject, type Json, type JsonObject } from './canonical.ts';
import { sha256 } from './hash.ts';
import { leafHash } from './merkle.ts';
import { isAscending, MAX_PAGES, MAX_ROWS, mostDetails, ROWS_A_PAGE, SEALED_PAGE, TAG_SIZE } from './pages.ts';

/** A sealed part: in the leaf, or as an attachment of `pages` pages of together `size` bytes of ciphertext. */
export type Part = { readonly inline: Bytes } | { readonly root: Bytes; readonly pages: number; readonly size: number };

/** The rows of an event: `n` with the dummies, `width` 16 for `commission` and 32 for all others; the bytes, or their root. */
export interface RowsField {
  readonly n: number;
  readonly width: 16 | 32;
  readonly data?: Bytes;
  readonly root?: Bytes;
}

export interface Leaf {
  readonly bytes: Bytes;
  /** SHA-256(0x00 ‖ bytes). */
  readonly hash: Bytes;
  readonly v: number;
  readonly seq: number;
  /** Leaf hash of the event before, zeros at seq 0. */
  readonly prev: Bytes;
  /** Claimed time in ms. */
  readonly at: number;
  readonly type: string;
  readonly public: JsonObject;
  /** Absent too where the rows in the leaf do not strictly ascend: then the event has no rows for anybody. */
  readonly rows?: RowsField | undefined;
  readonly salt?: Bytes | undefined;
  readonly commits?: { readonly d?: Bytes; readonly m?: Bytes; readonly p?: Bytes } | undefined;
  readonly details?: Part | undefined;
  readonly manifest?: Part | undefined;
  readonly private?: Part | undefined;
  readonly grants: readonly Bytes[];
  /** What is malformed beyond seq, prev and at: such an event is kept and relayed, and counts for nothing. */
  readonly fault?: string | undefined;
}

/** Most bytes of an event. */
export const MAX_EVENT = 65_535;
/** Most grants of an event. */
export const MAX_GRANTS = 256;
/** Bytes of a grant: hint ‖ body. */
export const GRANT_SIZE = 40;
/** The version of the format. */
export const VERSION = 1;
/** The last millisecond of the year 9999: beyond it times have no ISO form of four digits, and soon no form at all. */
export const MAX_TIME = 253_402_300_799_999;

const HASH = 32;
const TYPE = /^[a-z][a-z0-9-]{0,31}$/;

function broken(why: string, cause?: unknown): never {
  throw new PedigreeError('bad-leaf', say('not-event', { why }), cause === undefined ? {} : { cause });
}

/**
 * Reads the bytes of one event.
 * @throws bad-leaf only where the bytes are not canonical JSON of an object, too long, or have no valid v, seq, prev or at.
 */
export function decodeLeaf(bytes: Bytes): Leaf {
  if (bytes.length > MAX_EVENT) broken(phrase('too-long'));
  let value: Json;
  try {
    value = decodeCanonical(bytes);
  } catch (cause) {
    broken(cause instanceof Error ? cause.message : phrase('cannot-read'), cause);
  }
  if (!isObject(value)) broken(phrase('no-object'));
  const { v, seq, at, type } = value;
  if (typeof v !== 'number' || v < 1) broken(phrase('no-version'));
  if (typeof seq !== 'number' || seq < 0) broken(phrase('no-sequence-number'));
  if (typeof at !== 'number' || at < 0 || at > MAX_TIME) broken(phrase('no-time'));
  const prev = binary(value.prev, HASH);
  if (prev === undefined) broken(phrase('no-hash-of-event'));
  if (seq === 0 && prev.some((byte) => byte !== 0)) broken(phrase('opening-event-with-event'));
  const leaf = new DecodedLeaf(bytes, v, seq, prev, at, typeof type === 'string' ? type : '');
  leaf.fault = v === VERSION ? readContent(value, leaf) : 'version';
  return leaf.fault === undefined ? leaf : withoutContent(leaf);
}

const NOTHING: JsonObject = {};
const NONE: readonly Bytes[] = [];

// All fields are set in the constructor, so that every leaf has the same hidden class: these are read by the hundred thousand.
class DecodedLeaf implements Leaf {
  readonly bytes: Bytes;
  readonly v: number;
  readonly seq: number;
  readonly prev: Bytes;
  readonly at: number;
  readonly type: string;
  public: JsonObject = NOTHING;
  rows: Leaf['rows'] = undefined;
  salt: Leaf['salt'] = undefined;
  commits: Leaf['commits'] = undefined;
  details: Leaf['details'] = undefined;
  manifest: Leaf['manifest'] = undefined;
  private: Leaf['private'] = undefined;
  grants: readonly Bytes[] = NONE;
  fault: string | undefined = undefined;
  #hash: Bytes | undefined;

  constructor(bytes: Bytes, v: number, seq: number, prev: Bytes, at: number, type: string) {
    this.bytes = bytes;
    this.v = v;
    this.seq = seq;
    this.prev = prev;
    this.at = at;
    this.type = type;
  }

  /** Made when first asked for: a verdict reads more leaves than it compares. */
  get hash(): Bytes {
    this.#hash ??= leafHash(this.bytes);
    return this.#hash;
  }
}

function withoutContent(leaf: DecodedLeaf): Leaf {
  leaf.public = NOTHING;
  leaf.rows = undefined;
  leaf.salt = undefined;
  leaf.commits = undefined;
  leaf.details = undefined;
  leaf.manifest = undefined;
  leaf.private = undefined;
  leaf.grants = NONE;
  return leaf;
}

// Reads the content of an event into the leaf; the name of the field that is malformed, or undefined.
function readContent(event: JsonObject, leaf: DecodedLeaf): string | undefined {
  if (!TYPE.test(leaf.type)) return 'type';
  if (!isObject(event.public)) return 'public';
  leaf.public = event.public;
  if (event.salt !== undefined) {
    leaf.salt = binary(event.salt, 16);
    if (leaf.salt === undefined) return 'salt';
  }
  if (event.commits !== undefined) {
    leaf.commits = commitsOf(event.commits);
    if (leaf.commits === undefined) return 'commits';
  }
  const { details, manifest, private: own, rows, grants } = event;
  const { salt, commits } = leaf;
  if (details !== undefined) {
    leaf.details = partOf(details, mostDetails(leaf.type));
    if (!(leaf.details && salt && commits?.d)) return 'details';
  }
  if (manifest !== undefined) {
    leaf.manifest = partOf(manifest);
    if (!(leaf.manifest && salt && commits?.m)) return 'manifest';
  }
  if (own !== undefined) {
    leaf.private = partOf(own);
    if (!(leaf.private && salt)) return 'private';
  }
  if (rows !== undefined) {
    const field = rowsField(rows, leaf.type === 'commission' ? 16 : 32);
    if (field === undefined || (field.width === 32 && !(salt && commits?.d))) return 'rows';
    if (field.data === undefined || isAscending(field.data, field.width)) leaf.rows = field;
  }
  if (grants !== undefined) {
    const read = grantsOf(grants);
    if (read === undefined || salt === undefined) return 'grants';
    leaf.grants = read;
  }
  return undefined;
}

function binary(value: Json | undefined, length?: number): Bytes | undefined {
  if (typeof value !== 'string') return undefined;
  if (length !== undefined && value.length !== Math.ceil((length * 4) / 3)) return undefined;
  try {
    return unb64u(value);
  } catch {
    return undefined;
  }
}

function count(value: Json | undefined, most: number): number | undefined {
  return typeof value === 'number' && value >= 1 && value <= most ? value : undefined;
}

function commitsOf(value: Json): Leaf['commits'] {
  if (!isObject(value)) return undefined;
  const commits: { d?: Bytes; m?: Bytes; p?: Bytes } = {};
  for (const name of ['d', 'm', 'p'] as const) {
    if (value[name] === undefined) continue;
    const commit = binary(value[name], HASH);
    if (commit === undefined) return undefined;
    commits[name] = commit;
  }
  return commits;
}

// `most` bytes of plain text.
function partOf(value: Json | undefined, most = MAX_PAGES * SEALED_PAGE): Part | undefined {
  const mostPages = Math.ceil(most / SEALED_PAGE);
  const mostSize = most + mostPages * TAG_SIZE;
  if (isObject(value)) {
    const root = binary(value.root, HASH);
    const pages = count(value.pages, mostPages);
    const size = count(value.size, mostSize);
    if (root === undefined || pages === undefined || size === undefined) return undefined;
    return Math.ceil(size / (SEALED_PAGE + TAG_SIZE)) === pages ? { root, pages, size } : undefined;
  }
  const inline = binary(value);
  return inline === undefined || inline.length <= TAG_SIZE || inline.length > mostSize ? undefined : { inline };
}

function rowsField(value: Json, width: 16 | 32): RowsField | undefined {
  if (!isObject(value)) return undefined;
  const n = count(value.n, MAX_ROWS);
  if (n === undefined || (value.data === undefined) === (value.root === undefined)) return undefined;
  if (value.root !== undefined) {
    const root = binary(value.root, HASH);
    return root === undefined || n <= ROWS_A_PAGE ? undefined : { n, width, root };
  }
  const data = n <= ROWS_A_PAGE ? binary(value.data, n * width) : undefined;
  return data === undefined ? undefined : { n, width, data };
}

function grantsOf(value: Json): Bytes[] | undefined {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_GRANTS) return undefined;
  const grants: Bytes[] = [];
  for (const item of value as readonly Json[]) {
    const grant = binary(item, GRANT_SIZE);
    const last = grants.at(-1);
    if (grant === undefined || (last !== undefined && Buffer.compare(last, grant) >= 0)) return undefined;
    grants.push(grant);
  }
  return grants;
}

/** The id of the chain that this opening leaf begins: base32 of the first 16 bytes of SHA-256("pedigree/chain/v1\0" ‖ bytes). */
export function chainIdOf(openingLeafBytes: Bytes): string {
  return base32(sha256(concat(utf8('pedigree/chain/v1\0'), openingLeafBytes)).subarray(0, 16));
}
