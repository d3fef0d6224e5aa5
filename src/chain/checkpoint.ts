// Checkpoints (c2sp.org/tlog-checkpoint) of custody chains: origin, size and root as a note that the chain's key signed.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, b64, sameBytes, unb64, unbase32, utf8 } from './bytes.ts';
import { decodeNote, encodeNote, type NoteSignature, noteKeyId } from './note.ts';
import { verifySignature } from './signature.ts';

export interface Checkpoint {
  /** `pedigree.v1/` and the chain id: the first line, and the name of the key. */
  readonly origin: string;
  readonly chain: string;
  /** Number of leaves. */
  readonly size: number;
  /** RFC 6962 root over them, 32 bytes. */
  readonly root: Bytes;
  /** Those under the chain's name: one or more, of keys that may be known or not. */
  readonly signatures: readonly NoteSignature[];
  /** What is signed. */
  readonly text: string;
}

const ORIGIN = 'pedigree.v1/';
const CHAIN_ID = /^[a-z2-7]{26}$/;
const SIZE = /^(0|[1-9][0-9]{0,15})$/;

/**
 * The note of an everyday batch: one signature, and no base64 or base32 with stray bits. Each exchange has one of every chain that
 * grew. What the pattern does not know is read the other way.
 */
const PLAIN =
  /^((pedigree\.v1\/([a-z2-7]{25}[aeimquy4]))\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\n)\n— \2 ([A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=)\n$/;

/** The text that a chain signs at this size. */
export function checkpointText(chain: string, size: number, root: Bytes): string {
  return `${ORIGIN}${chain}\n${size}\n${b64(root)}\n`;
}

/** The whole signed note; `sign` gets the bytes of the text and gives 64 bytes. */
export function signCheckpoint(
  chain: string,
  size: number,
  root: Bytes,
  signPublic: Bytes,
  sign: (message: Bytes) => Bytes,
): string {
  const text = checkpointText(chain, size, root);
  const name = ORIGIN + chain;
  return encodeNote({ text, signatures: [{ name, keyId: noteKeyId(name, signPublic), signature: sign(utf8(text)) }] });
}

/**
 * Reads a checkpoint; whether its signature is right is another question. Lines of other names (witnesses) are passed over.
 * @throws bad-note unless it is a note of exactly the three lines with a signature line of the chain.
 */
export function readCheckpoint(note: string): Checkpoint {
  return readPlain(note) ?? readAny(note);
}

function readPlain(note: string): Checkpoint | undefined {
  const found = PLAIN.exec(note);
  if (found === null) return undefined;
  const [, text = '', origin = '', chain = '', size = '', root = '', signed = ''] = found;
  const line = Buffer.from(signed, 'base64');
  return {
    origin,
    chain,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    signatures: [{ name: origin, keyId: line.subarray(0, 4), signature: line.subarray(4) }],
    text,
  };
}

function readAny(note: string): Checkpoint {
  const { text, signatures } = decodeNote(note);
  const [origin = '', size = '', root = '', rest, ...more] = text.split('\n');
  if (rest !== '' || more.length > 0 || !SIZE.test(size) || !Number.isSafeInteger(Number(size))) refuse();
  const own = signatures.filter(({ name }) => name === origin);
  if (own.length === 0) refuse();
  return {
    origin,
    chain: chainOf(origin),
    size: Number(size),
    root: rootOf(root),
    signatures: own,
    text,
  };
}

function chainOf(origin: string): string {
  const chain = origin.slice(ORIGIN.length);
  if (!origin.startsWith(ORIGIN) || !CHAIN_ID.test(chain)) refuse();
  try {
    unbase32(chain);
  } catch {
    refuse();
  }
  return chain;
}

function rootOf(line: string): Bytes {
  try {
    const root = unb64(line);
    if (root.length === 32) return root;
  } catch {
    // falls through: not base64 is as wrong as another length
  }
  return refuse();
}

function refuse(): never {
  throw new PedigreeError('bad-note', say('not-checkpoint'));
}

/**
 * The note with one signature line alone, the first of one of the chain's keys: a peer may have added as many others as a note
 * can hold.
 * @throws bad-note unless one of the keys has a line in it.
 */
export function withoutWitnesses(note: string, signKeys: readonly Bytes[]): string {
  const { text, origin, signatures } = readCheckpoint(note);
  const ids = signKeys.map((key) => noteKeyId(origin, key));
  const own = signatures.find(({ keyId }) => ids.some((id) => sameBytes(id, keyId)));
  return own === undefined ? refuse() : encodeNote({ text, signatures: [own] });
}

/**
 * Whether this key (32 bytes, admitted before) signed the checkpoint. Signatures of other keys are passed over, also under the
 * same name; all that bear this key's name and id have to be right.
 * @throws bad-note where a text is given that is no checkpoint.
 */
export function verifyCheckpoint(note: string | Checkpoint, signKey: Bytes): boolean {
  const checkpoint = typeof note === 'string' ? readCheckpoint(note) : note;
  const id = noteKeyId(checkpoint.origin, signKey);
  const own = checkpoint.signatures.filter(({ keyId }) => sameBytes(keyId, id));
  const message = utf8(checkpoint.text);
  return own.length > 0 && own.every(({ signature }) => verifySignature(signKey, message, signature));
}
