// ChaCha20-Poly1305 (RFC 8439), the one cipher of the format. aead-noble.ts is its twin without node:crypto.
import { crypto } from '../builtins.ts';
import { decrypt as decryptShort } from './aead-noble.ts';
import { type Bytes, concat } from './bytes.ts';
import { TAG_SIZE } from './pages.ts';

const NAME = 'chacha20-poly1305';
/** Up to here the twin is the quicker one: making a key object takes longer than opening what most events say. */
const SHORT = 1_024;

/** Ciphertext ‖ tag of 16 bytes. Key 32 bytes, nonce 12 bytes, never twice for one key. */
export function encrypt(key: Bytes, nonce: Bytes, aad: Bytes, plain: Bytes): Bytes {
  const cipher = crypto().createCipheriv(NAME, key, nonce, { authTagLength: TAG_SIZE });
  cipher.setAAD(aad, { plaintextLength: plain.length });
  return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** The plain text of ciphertext ‖ tag, or undefined where key, nonce, AAD or a byte is another. */
export function decrypt(key: Bytes, nonce: Bytes, aad: Bytes, sealed: Bytes): Bytes | undefined {
  const end = sealed.length - TAG_SIZE;
  if (end < 0) return undefined;
  if (end <= SHORT) return decryptShort(key, nonce, aad, sealed);
  const decipher = crypto().createDecipheriv(NAME, key, nonce, { authTagLength: TAG_SIZE });
  decipher.setAAD(aad, { plaintextLength: end });
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return concat(decipher.update(sealed.subarray(0, end)), decipher.final());
  } catch {
    return undefined;
  }
}
