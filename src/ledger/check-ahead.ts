// Signatures of batches of many chains, looked at by threads of the system before the batches are judged: a check takes longer than
// all else that a lone event costs, and nobody else is answered meanwhile. What this thread can read without the ledger it reads now.
import { sameBytes, utf8 } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../chain/checkpoint.ts';
import { noteKeyId } from '../chain/note.ts';
import { type SignatureCheck, verifyAhead } from '../chain/signature.ts';
import { PedigreeError } from '../errors.ts';
import { takeAhead } from './batch.ts';
import type { Memory } from './memory.ts';
import { lastKeySeq, storedKey } from './sign-keys.ts';
import type { Store } from './store.ts';
import { readWith } from './transaction.ts';
import type { Batch } from './types.ts';

/** See `Ledger.checkAhead`. Never fails: whoever gives batches to be looked at goes on taking others, and waits for this later. */
export async function checkAhead({ sql, memory, view }: Store, batches: readonly Batch[]): Promise<void> {
  const read = new Map<Batch, Checkpoint>();
  const checks: Promise<void>[] = [];
  unlessUnread(() =>
    readWith(sql, memory, view, () => {
      for (const batch of batches) {
        const checkpoint = unlessUnread(() => readCheckpoint(batch.note));
        if (checkpoint === undefined) continue;
        read.set(batch, checkpoint);
        for (const check of unlessUnread(() => checksOf(memory, batch, checkpoint)) ?? [])
          checks.push(verifyAhead(check));
      }
    }),
  );
  // The threads are at it meanwhile.
  for (const [batch, checkpoint] of read) takeAhead(batch, checkpoint);
  await Promise.all(checks);
}

// Under the key that its chain has had so far: what a batch brings itself, and whatever else there may be, is judged as ever.
function checksOf(memory: Memory, { chain, start }: Batch, checkpoint: Checkpoint): readonly SignatureCheck[] {
  const { size, origin, signatures, text } = checkpoint;
  const shape = memory.shapes.find(chain, 0);
  const key = shape && storedKey(memory, shape, Math.min(start - 1, lastKeySeq(size)));
  if (key === undefined) return [];
  const id = noteKeyId(origin, key);
  const message = utf8(text);
  const own = signatures.filter(({ keyId }) => sameBytes(keyId, id));
  return own.map(({ signature }) => ({ key, message, signature }));
}

/** Nothing where something cannot be read, be it what came or what is stored: that is told where the batch is judged. */
function unlessUnread<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}
