// A checkpoint that a peer showed, without its leaves: compared with what is here, and kept where it proves a fork.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { PedigreeError } from '../errors.ts';
import { touch } from './evidence.ts';
import { allKeys } from './sign-keys.ts';
import { type Deciding, exclusively } from './store.ts';
import { readWith } from './transaction.ts';
import type { Heard } from './types.ts';

/** Most strange checkpoints of one chain that are kept. */
const MOST_HEARD = 100;

/** See `Ledger.hear`. */
export function hear(store: Deciding, note: string, peer: string, at: number): Heard {
  const checkpoint = checkpointIn(note);
  if (checkpoint === undefined) return NO_NOTE;
  const heard = readWith(store.sql, store.memory, store.view, () => compareHeard(store, checkpoint));
  if (heard.kind !== 'fork' || store.readOnly) return heard;
  return exclusively(store, () => keep(store, checkpoint, note, peer, at)) ? heard : { kind: 'known-fork' };
}

const NO_NOTE: Heard = { kind: 'refused', code: 'bad-note' };

/** What a signed note says; undefined where it is none. */
export function checkpointIn(note: string): Checkpoint | undefined {
  try {
    return readCheckpoint(note);
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

/** Inside a transaction: what a checkpoint is to what is here. */
export function compareHeard(store: Deciding, checkpoint: Checkpoint): Heard {
  const { chain, size, root } = checkpoint;
  const branches = store.memory.shapes.of(chain).flatMap(({ number }) => store.view.chain(chain, number) ?? []);
  if (branches.length === 0) return { kind: 'unknown-chain' };
  if (branches.some((branch) => branch.size === size && sameBytes(branch.root, root))) return { kind: 'same' };
  const longer = branches.filter((branch) => branch.size > size);
  if (longer.length === 0 && branches.every((branch) => branch.size < size)) return { kind: 'ahead' };
  // What is kept already, or beyond what is kept, proves nothing more: not even its signature is looked at.
  const kept = store.sql.rows<{ size: number; root: Bytes }>('SELECT size, root FROM heard WHERE chain = ?', chain);
  if (kept.length >= MOST_HEARD || kept.some((one) => one.size === size && sameBytes(one.root, root))) {
    return { kind: 'known-fork' };
  }
  // The root at a size without a checkpoint is dear to work out: not for whoever writes down any number. Any key that the
  // chain has had may have signed another branch of it.
  if (!allKeys(store.memory, chain).some(({ key }) => verifyCheckpoint(checkpoint, key))) {
    return { kind: 'refused', code: 'bad-note' };
  }
  const isHere = longer.some(({ branch }) => {
    const there = store.view.rootAt(chain, branch, size);
    return there !== undefined && sameBytes(there, root);
  });
  return { kind: isHere ? 'older' : 'fork' };
}

// Whether it was kept now: it may be here already, or so many that another one proves nothing more.
function keep(
  { sql, memory }: Deciding,
  { chain, size, root }: Checkpoint,
  note: string,
  peer: string,
  at: number,
): boolean {
  const here = sql.rows<{ size: number; root: Bytes }>('SELECT size, root FROM heard WHERE chain = ?', chain);
  if (here.length >= MOST_HEARD || here.some((one) => one.size === size && sameBytes(one.root, root))) return false;
  sql.run(
    'INSERT OR IGNORE INTO heard (chain, size, root, note, peer, at) VALUES (?, ?, ?, ?, ?, ?)',
    chain,
    size,
    root,
    note,
    peer,
    at,
  );
  touch(sql, memory, chain);
  return true;
}
