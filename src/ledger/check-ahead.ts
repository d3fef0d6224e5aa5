// Signatures of batches of many chains, looked at by threads of the system before the batches are judged: a check takes longer than
// all else that a lone event costs, and nobody else is answered meanwhile.
import { sameBytes, utf8 } from '../chain/bytes.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { noteKeyId } from '../chain/note.ts';
import { type SignatureCheck, verifyAhead } from '../chain/signature.ts';
import { PedigreeError } from '../errors.ts';
import type { Memory } from './memory.ts';
import { lastKeySeq, storedKey } from './sign-keys.ts';
import type { Store } from './store.ts';
import { readWith } from './transaction.ts';
import type { Batch } from './types.ts';

/** See `Ledger.checkAhead`. Never fails: whoever gives batches to be looked at goes on taking others, and waits for this later. */
export async function checkAhead({ sql, memory, view }: Store, batches: readonly Batch[]): Promise<void> {
  const checks = unlessUnread(() =>
    readWith(sql, memory, view, () => batches.flatMap((batch) => unlessUnread(() => checksOf(memory, batch)))),
  );
  await Promise.all(checks.map(verifyAhead));
}

// Under the key that its chain has had so far: what a batch brings itself, and whatever else there may be, is judged as ever.
function checksOf(memory: Memory, { chain, start, note }: Batch): readonly SignatureCheck[] {
  const { size, origin, signatures, text } = readCheckpoint(note);
  const shape = memory.shapes.find(chain, 0);
  const key = shape && storedKey(memory, shape, Math.min(start - 1, lastKeySeq(size)));
  if (key === undefined) return [];
  const id = noteKeyId(origin, key);
  const message = utf8(text);
  const own = signatures.filter(({ keyId }) => sameBytes(keyId, id));
  return own.map(({ signature }) => ({ key, message, signature }));
}

/** None where something cannot be read, be it what came or what is stored: that is told where the batch is judged. */
function unlessUnread(checks: () => readonly SignatureCheck[]): readonly SignatureCheck[] {
  try {
    return checks();
  } catch (error) {
    if (error instanceof PedigreeError) return [];
    throw error;
  }
}
