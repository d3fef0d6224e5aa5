// The founder's recovery key: kept offline, it settles the founder's chain and may name its successor (docs/format.md).
import { type Bytes, concat, sameBytes, u64be, unbase32, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { verifySignature } from './signature.ts';

/** What the recovery key signs: a tree of a chain, and for whoever goes on after it the successor's chain. */
export interface RecoveryStatement {
  readonly network: string;
  readonly chain: string;
  readonly size: number;
  readonly root: Bytes;
  readonly successor?: string;
}

const LABEL = utf8('pedigree/recovery/v1\0');

/** The bytes that are signed. */
export function recoveryMessage({ network, chain, size, root, successor }: RecoveryStatement): Bytes {
  const next = successor === undefined ? new Uint8Array(0) : unbase32(successor);
  return concat(LABEL, unbase32(network), unbase32(chain), u64be(size), root, next);
}

/** What the founder's opening event says of the key. */
export function recoveryHash(key: Bytes): Bytes {
  return sha256(key);
}

/** Whether the key with this hash has signed the statement. The hash admits the key: nobody chooses another. */
export function isRecovery(hash: Bytes, key: Bytes, signature: Bytes, statement: RecoveryStatement): boolean {
  return sameBytes(recoveryHash(key), hash) && verifySignature(key, recoveryMessage(statement), signature);
}
