// Opening ChaCha20-Poly1305 (RFC 8439) without node:crypto, whose loading takes longer than a whole verdict: the twin of
// aead.ts for the small file of `verify`, by noble.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Bytes } from './bytes.ts';

/** The plain text of ciphertext ‖ tag, or undefined where key, nonce, AAD or a byte is another. */
export function decrypt(key: Bytes, nonce: Bytes, aad: Bytes, sealed: Bytes): Bytes | undefined {
  try {
    return chacha20poly1305(plainBytes(key), plainBytes(nonce), plainBytes(aad)).decrypt(plainBytes(sealed));
  } catch {
    return undefined;
  }
}

/** Never called in the small file: nothing is sealed there. */
export function encrypt(): never {
  throw new TypeError('the small file seals nothing');
}

/** noble takes no Buffer, and wants its words aligned: a copy is both. */
function plainBytes(bytes: Bytes): Uint8Array {
  return Uint8Array.from(bytes);
}
