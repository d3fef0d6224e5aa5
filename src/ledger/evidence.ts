// Taking evidence that a chain forked where not all leaves are here: it counts as much as the leaves would, and travels as they do.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import type { JsonObject } from '../chain/canonical.ts';
import { encodeForkProof, type ForkProof, verifyForkProof } from '../chain/fork.ts';
import type { BranchRow, Shape } from './branches.ts';
import { type HeardRow, MADE_PROOFS, madeKey, PROOFS, proofKey, proofKeys } from './doubt.ts';
import { allKeys } from './sign-keys.ts';
import type { Sql } from './sqlite.ts';
import { type Deciding, exclusively, type Store } from './store.ts';
import { readWith } from './transaction.ts';
import type { Proved } from './types.ts';

/** Most proofs of one chain that are kept: those of the earliest forks. */
export const MOST_PROOFS = 16;

/** See `Ledger.prove`. */
export function prove(store: Deciding, proof: ForkProof): Proved {
  const proved = readWith(store.sql, store.memory, store.view, () => judgeProof(store, proof));
  if (proved !== 'fork' || store.readOnly) return proved;
  return exclusively(store, () => keep(store, proof)) ? proved : 'known-fork';
}

/** Inside a transaction: what a proof is to what is here. */
export function judgeProof({ sql, memory, view }: Deciding, proof: ForkProof): Proved {
  const { chain, index } = proof;
  const shapes = memory.shapes.of(chain);
  if (shapes.length === 0) return 'unknown-chain';
  // Of one that is kept, or that is beyond what is kept, not even the signatures are looked at.
  if (!hasRoom(sql, proof)) return 'known-fork';
  const here = shapes.flatMap(({ number }) => view.leafHashes(chain, number, index, index + 1));
  const isHere = (leaf: Bytes) => here.some((one) => sameBytes(one, leaf));
  if (isHere(proof.leafA) && isHere(proof.leafB)) return 'same';
  const keys = allKeys(memory, chain).map((one) => one.key);
  return verifyForkProof(proof, keys) ? 'fork' : 'unproved';
}

function hasRoom(sql: Sql, proof: ForkProof): boolean {
  const key = proofKey(proof);
  const keys = proofKeys(sql, proof.chain);
  return !keys.includes(key) && (keys.length < MOST_PROOFS || (keys.at(-1) ?? '') > key);
}

// Whether it was kept now: another one may have brought it meanwhile, or earlier forks fill the room.
function keep({ sql, memory }: Deciding, proof: ForkProof): boolean {
  const { chain } = proof;
  if (!hasRoom(sql, proof)) return false;
  const keys = proofKeys(sql, chain);
  const last = keys.at(-1) ?? '';
  if (keys.length >= MOST_PROOFS) sql.run('DELETE FROM record WHERE kind = ? AND key = ?', PROOFS, last);
  const value: JsonObject = encodeForkProof(proof);
  sql.run('INSERT INTO record (kind, key, value) VALUES (?, ?, ?)', PROOFS, proofKey(proof), JSON.stringify(value));
  touch(sql, memory, chain);
  return true;
}

/** News of a chain without a leaf of it: peers are told of it anew, and what is remembered of its shape is read again. */
export function touch(sql: Sql, memory: Store['memory'], chain: string): void {
  const text = 'SELECT id, chain, seen, changed FROM branch WHERE chain = ? AND number = 0';
  const branch = sql.row<Pick<BranchRow, 'id' | 'chain' | 'seen' | 'changed'>>(text, chain);
  if (branch === undefined) return;
  sql.run(
    'UPDATE branch SET changed = ?, seen = ? WHERE id = ?',
    memory.nextChange(),
    memory.heardUntil(branch),
    branch.id,
  );
  memory.touched();
  memory.bumpStamp();
}

/** The leaves that a strange checkpoint covers have come: the branch itself is the evidence from now on. */
export function explainHeard({ sql, memory, view }: Store, { chain, number }: Shape): void {
  let gone = 0;
  for (const { size, root } of sql.rows<HeardRow>('SELECT size, root FROM heard WHERE chain = ?', chain)) {
    const there = view.rootAt(chain, number, size);
    if (there === undefined || !sameBytes(there, root)) continue;
    gone += sql.run('DELETE FROM heard WHERE chain = ? AND size = ? AND root = ?', chain, size, root);
  }
  if (gone > 0) memory.bumpStamp();
}

/** Makes the proofs of the forks of a chain, or of all, of which both branches are here, and keeps them. Under the write lock. */
export function keepProofs({ sql, view }: Pick<Store, 'sql' | 'view'>, chain?: string): void {
  for (const fork of view.forks(chain)) {
    const key = madeKey(fork.chain, fork.branchB);
    if (sql.value('SELECT 1 FROM record WHERE kind = ? AND key = ?', MADE_PROOFS, key) !== undefined) continue;
    const proof = view.forkProof(fork);
    if (proof === undefined) continue;
    const value: JsonObject = encodeForkProof(proof);
    sql.run('INSERT INTO record (kind, key, value) VALUES (?, ?, ?)', MADE_PROOFS, key, JSON.stringify(value));
  }
}
