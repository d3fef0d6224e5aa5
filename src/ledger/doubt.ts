// What is known of forks without their leaves: proofs that were kept, and signed checkpoints that are on no branch here. On the
// way of a scan to its verdict, so nothing that signs, checks signatures or writes is asked for here.
import { type Bytes, hex, sameBytes } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { decodeForkProof, type ForkProof } from '../chain/fork.ts';
import { PedigreeError } from '../errors.ts';
import type { Sql } from './sqlite.ts';

/** The kind of the records that hold proofs. */
export const PROOFS = 'fork';
/** Digits of an index in a key, so that keys sort as the indexes do. */
const DIGITS = 16;

/** Chain, index and both leaves: the two notes may be any that lie above. */
export function proofKey({ chain, index, leafA, leafB }: ForkProof): string {
  const leaves = [hex(leafA), hex(leafB)].sort();
  return `${chain}/${String(index).padStart(DIGITS, '0')}/${leaves.join('/')}`;
}

/** The proofs that were kept, of one chain or of all, the earliest fork of a chain first. */
export function storedProofs(sql: Sql, chain?: string): readonly ForkProof[] {
  return ofProofs(sql, 'value', chain === undefined ? '' : `${chain}/`).flatMap((text) => readStored(text));
}

/** The keys of the proofs of a chain that were kept, ascending. */
export function proofKeys(sql: Sql, chain: string): readonly string[] {
  return ofProofs(sql, 'key', `${chain}/`);
}

/** Where chains forked by the proofs that were kept. */
export function provedForks(sql: Sql): readonly Pick<ForkProof, 'chain' | 'index'>[] {
  return ofProofs(sql, 'key', '').map((key) => {
    const [chain = '', index] = key.split('/');
    return { chain, index: Number(index) };
  });
}

function ofProofs(sql: Sql, column: 'key' | 'value', prefix: string): readonly string[] {
  // The kind is part of the text: bound, it would have the statement prepared anew for each chain (docs/decisions.md).
  const text = `SELECT ${column} FROM record WHERE kind = '${PROOFS}' AND key >= ? AND key < ? ORDER BY key`;
  return sql.values<string>(text, prefix, `${prefix}\u{10ffff}`);
}

// A record in which a bit has flipped must not keep anybody from reading; the audit finds the flip itself.
function readStored(text: string): readonly ForkProof[] {
  try {
    return [decodeForkProof(JSON.parse(text) as Json)];
  } catch (error) {
    if (error instanceof PedigreeError || error instanceof SyntaxError) return [];
    throw error;
  }
}

/**
 * The kind of the records that hold proofs made here of forks of which both branches are here, by chain and branch: whoever is
 * told of them is told of the same in every exchange.
 */
export const MADE_PROOFS = 'proof';

export function madeKey(chain: string, branch: number): string {
  return `${chain}/${branch}`;
}

/** The proof that was made when a branch came, where it was kept. */
export function keptProof(sql: Sql, chain: string, branch: number): ForkProof | undefined {
  const text = sql.value<string>(
    'SELECT value FROM record WHERE kind = ? AND key = ?',
    MADE_PROOFS,
    madeKey(chain, branch),
  );
  return text === undefined ? undefined : readStored(text)[0];
}

export interface HeardRow {
  readonly size: number;
  readonly root: Bytes;
}

/** Checkpoints of a chain that nothing else here explains: neither a branch nor a proof. */
export function unexplained(sql: Sql, chain: string): readonly HeardRow[] {
  const heard = sql.rows<HeardRow>('SELECT size, root FROM heard WHERE chain = ?', chain);
  if (heard.length === 0) return heard;
  // Ordered here: a statement that orders what a value finds is prepared anew for each chain.
  heard.sort((a, b) => a.size - b.size);
  const noted = storedProofs(sql, chain).flatMap(({ a, b }) => [readCheckpoint(a), readCheckpoint(b)]);
  return heard.filter(({ size, root }) => !noted.some((note) => note.size === size && sameBytes(note.root, root)));
}

/** The chains of which anything says that they may have two histories: leaves, proofs or checkpoints. */
export function doubtedChains(sql: Sql): ReadonlySet<string> {
  const proved = ofProofs(sql, 'key', '').map((key) => key.slice(0, key.indexOf('/')));
  const rest = sql.values<string>('SELECT chain FROM branch WHERE number > 0 UNION SELECT chain FROM heard');
  return new Set([...proved, ...rest]);
}
