// A checkpoint that a peer showed, without its leaves: compared with what is here, and kept where it proves a fork.
import { sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { PedigreeError } from '../errors.ts';
import { allKeys } from './sign-keys.ts';
import { exclusively, type Store } from './store.ts';
import type { Heard } from './types.ts';
import { readWith } from './view.ts';

/** Most strange checkpoints of one chain that are kept. */
const MOST_HEARD = 100;

/** See `Ledger.hear`. */
export function hear(store: Store, note: string, peer: string, at: number): Heard {
  let checkpoint: Checkpoint;
  try {
    checkpoint = readCheckpoint(note);
  } catch (error) {
    if (error instanceof PedigreeError) return { kind: 'refused', code: 'bad-note' };
    throw error;
  }
  const heard = readWith(store.sql, store.memory, store.view, () => compare(store, checkpoint));
  if (heard.kind === 'fork' && !store.readOnly) exclusively(store, () => keep(store, checkpoint, note, peer, at));
  return heard;
}

function compare(store: Store, { chain, size, root }: Checkpoint & { readonly chain: string }): Heard {
  const shapes = store.memory.shapes.of(chain);
  if (shapes.length === 0) return { kind: 'unknown-chain' };
  let longest = 0;
  for (const shape of shapes) {
    const branch = store.view.chain(chain, shape.number);
    if (branch === undefined) continue;
    longest = Math.max(longest, branch.size);
    if (branch.size === size && sameBytes(branch.root, root)) return { kind: 'same' };
    const there = size < branch.size ? store.view.rootAt(chain, shape.number, size) : undefined;
    if (there !== undefined && sameBytes(there, root)) return { kind: 'older' };
  }
  return size > longest ? { kind: 'ahead' } : { kind: 'fork' };
}

function keep(store: Store, checkpoint: Checkpoint, note: string, peer: string, at: number): void {
  const { sql } = store;
  const { chain, size, root } = checkpoint;
  // Any key that the chain has had may have signed another branch of it.
  if (!allKeys(store.memory, chain).some(({ key }) => verifyCheckpoint(checkpoint, key))) return;
  if ((sql.value<number>('SELECT count(*) FROM heard WHERE chain = ?', chain) ?? 0) >= MOST_HEARD) return;
  sql.run(
    'INSERT OR IGNORE INTO heard (chain, size, root, note, peer, at) VALUES (?, ?, ?, ?, ?, ?)',
    chain,
    size,
    root,
    note,
    peer,
    at,
  );
}
