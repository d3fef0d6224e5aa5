// Signatures of batches of many chains, looked at by threads of the system before the batches are judged: a check takes longer than
// all else that a lone event costs, and nobody else is answered meanwhile.
import { sameBytes, utf8 } from '../chain/bytes.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { noteKeyId } from '../chain/note.ts';
import { type SignatureCheck, verifyAhead } from '../chain/signature.ts';
import { PedigreeError } from '../errors.ts';
import { lastKeySeq, storedKey } from './sign-keys.ts';
import type { Store } from './store.ts';
import { readWith } from './transaction.ts';
import type { Batch } from './types.ts';

/** See `Ledger.checkAhead`. */
export async function checkAhead(store: Store, batches: readonly Batch[]): Promise<void> {
  const { sql, memory, view } = store;
  const checks = readWith(sql, memory, view, () => batches.flatMap((batch) => checksOf(store, batch)));
  await Promise.all(checks.map(verifyAhead));
}

// Under the key that its chain has had so far: what a batch brings itself, and whatever else there may be, is judged as ever.
function checksOf({ memory }: Store, { chain, start, note }: Batch): readonly SignatureCheck[] {
  const shape = memory.shapes.find(chain, 0);
  const { size, origin, signatures, text } = readOr(note);
  const key = shape && storedKey(memory, shape, Math.min(start - 1, lastKeySeq(size)));
  if (key === undefined) return [];
  const id = noteKeyId(origin, key);
  const message = utf8(text);
  const own = signatures.filter(({ keyId }) => sameBytes(keyId, id));
  return own.map(({ signature }) => ({ key, message, signature }));
}

const NOTHING: Pick<ReturnType<typeof readCheckpoint>, 'size' | 'origin' | 'signatures' | 'text'> = {
  size: 0,
  origin: '',
  signatures: [],
  text: '',
};

function readOr(note: string): typeof NOTHING {
  try {
    return readCheckpoint(note);
  } catch (error) {
    if (error instanceof PedigreeError) return NOTHING;
    throw error;
  }
}
