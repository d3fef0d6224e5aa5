// The key file: a keyring at rest, as a small JSON text, under a passphrase where there is one.
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, b64u, concat, joined, sameBytes, unb64u, utf8 } from './bytes.ts';
import { isObject, type Json, type JsonObject } from './canonical.ts';
import { sha256 } from './hash.ts';
import { sealPair, signPair } from './key-pair.ts';
import { type Keyring, keyringFrom, secretsOf } from './keyring.ts';
import { slices } from './pages.ts';

const FORMAT = 'pedigree/key/v1';
/** scrypt with N = 2^16, r = 8, p = 2: 64 MiB and about a third of a second, a setting that OWASP lists. */
const COST = { log2N: 16, r: 8, p: 2 } as const;
const SECRET = 32;
const TAG = 16;
const MAX_TEXT = 65_536;

function checksum(bytes: Bytes): Bytes {
  return sha256(concat(utf8(`${FORMAT}\0`), bytes)).subarray(0, 8);
}

function sealingKey(passphrase: string, salt: Bytes, log2N: number): Bytes {
  const { r, p } = COST;
  return crypto().scryptSync(passphrase.normalize('NFC'), salt, 32, {
    N: 2 ** log2N,
    r,
    p,
    maxmem: 2 ** log2N * 1024 + 2 ** 21,
  });
}

const AEAD = { authTagLength: TAG } as const;
const NONCE = Buffer.alloc(12);

/** The text of a key file; its permissions and its place are the caller's. `random` gives the salt. */
export function encodeKeyFile(keyring: Keyring, passphrase: string | undefined, random: (n: number) => Bytes): string {
  const { sign, seals } = secretsOf(keyring);
  const secrets = joined([sign, ...seals].map(({ secret }) => secret));
  if (passphrase === undefined) {
    return print({ format: FORMAT, secrets: b64u(secrets), check: b64u(checksum(secrets)) });
  }
  // A fresh salt makes a fresh key, so the nonce can be fixed.
  const salt = random(16);
  const cipher = crypto().createCipheriv('chacha20-poly1305', sealingKey(passphrase, salt, COST.log2N), NONCE, AEAD);
  cipher.setAAD(utf8(FORMAT), { plaintextLength: secrets.length });
  const sealed = concat(cipher.update(secrets), cipher.final(), cipher.getAuthTag());
  const kdf = { name: 'scrypt', log2N: COST.log2N, r: COST.r, p: COST.p, salt: b64u(salt) };
  return print({ format: FORMAT, kdf, sealed: b64u(sealed), check: b64u(checksum(sealed)) });
}

function print(file: JsonObject): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Whether the key file wants a passphrase. @throws key-damaged where it is no key file. */
export function keyFileNeedsPassphrase(text: string): boolean {
  return parse(text).salt !== undefined;
}

interface KeyFile {
  readonly bytes: Bytes;
  readonly salt?: Bytes;
  readonly log2N: number;
}

function damaged(cause?: unknown): PedigreeError {
  return new PedigreeError('key-damaged', say('key-file-damaged'), {
    hint: say('put-key-file-back'),
    cause,
  });
}

function parse(text: string): KeyFile {
  try {
    if (text.length > MAX_TEXT) throw damaged();
    const file = JSON.parse(text) as Json;
    if (!isObject(file) || file.format !== FORMAT) throw damaged();
    const { kdf } = file;
    const bytes = unb64u(String(kdf === undefined ? file.secrets : file.sealed));
    if (!sameBytes(checksum(bytes), unb64u(String(file.check)))) throw damaged();
    if (kdf === undefined) return { bytes, log2N: 0 };
    if (!isObject(kdf) || kdf.name !== 'scrypt' || kdf.r !== COST.r || kdf.p !== COST.p) throw damaged();
    const { log2N } = kdf;
    if (typeof log2N !== 'number' || !Number.isInteger(log2N) || log2N < 14 || log2N > 18) throw damaged();
    return { bytes, salt: unb64u(String(kdf.salt)), log2N };
  } catch (cause) {
    throw cause instanceof PedigreeError && cause.code === 'key-damaged' ? cause : damaged(cause);
  }
}

/**
 * The keyring of a key file.
 * @throws key-passphrase where a passphrase is missing or wrong; key-damaged where the file is not what was written.
 */
export function decodeKeyFile(text: string, passphrase?: string): Keyring {
  const { bytes, salt, log2N } = parse(text);
  const secrets = salt === undefined ? bytes : unseal(bytes, salt, log2N, passphrase);
  if (secrets.length < 2 * SECRET || secrets.length % SECRET !== 0) throw damaged();
  const [sign, ...seals] = slices(secrets, SECRET) as [Bytes, ...Bytes[]];
  return keyringFrom({ sign: signPair(sign), seals: seals.map(sealPair) });
}

function unseal(sealed: Bytes, salt: Bytes, log2N: number, passphrase: string | undefined): Bytes {
  if (passphrase === undefined) throw new PedigreeError('key-passphrase', say('passphrase-wanted'));
  const end = sealed.length - TAG;
  if (end < 0) throw damaged();
  const decipher = crypto().createDecipheriv('chacha20-poly1305', sealingKey(passphrase, salt, log2N), NONCE, AEAD);
  decipher.setAAD(utf8(FORMAT), { plaintextLength: end });
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return concat(decipher.update(sealed.subarray(0, end)), decipher.final());
  } catch {
    // The checksum was right, so the file is whole and it is the passphrase that is not.
    throw new PedigreeError('key-passphrase', say('passphrase-wrong'));
  }
}
