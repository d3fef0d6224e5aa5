// Checkpoints (c2sp.org/tlog-checkpoint) of custody chains: origin, size and root as a note that the chain's key signed.
import { PedigreeError } from '../errors.ts';
import { type Bytes, b64, sameBytes, unb64, unbase32, utf8 } from './bytes.ts';
import { decodeNote, encodeNote, noteKeyId } from './note.ts';
import { verifySignature } from './signature.ts';

export interface Checkpoint {
  /** `pedigree.v1/` and the chain id: the first line, and the name of the key. */
  readonly origin: string;
  readonly chain: string;
  /** Number of leaves. */
  readonly size: number;
  /** RFC 6962 root over them, 32 bytes. */
  readonly root: Bytes;
  readonly keyId: Bytes;
  readonly signature: Bytes;
  /** What is signed. */
  readonly text: string;
}

const ORIGIN = 'pedigree.v1/';
const CHAIN_ID = /^[a-z2-7]{26}$/;
const SIZE = /^(0|[1-9][0-9]{0,15})$/;

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
 * @throws bad-note unless it is a note of exactly the three lines with exactly one signature line of the chain.
 */
export function readCheckpoint(note: string): Checkpoint {
  const { text, signatures } = decodeNote(note);
  const [origin = '', size = '', root = '', rest, ...more] = text.split('\n');
  if (rest !== '' || more.length > 0 || !SIZE.test(size) || !Number.isSafeInteger(Number(size))) refuse();
  const own = signatures.filter((signature) => signature.name === origin);
  const [first] = own;
  if (first === undefined || own.length !== 1) refuse();
  return {
    origin,
    chain: chainOf(origin),
    size: Number(size),
    root: rootOf(root),
    keyId: first.keyId,
    signature: first.signature,
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
  throw new PedigreeError('bad-note', 'this is not a checkpoint of a custody chain');
}

/**
 * The note with the chain's own signature line alone: a peer may have added as many others as a note can hold.
 * @throws bad-note
 */
export function withoutWitnesses(note: string): string {
  const { text, origin, keyId, signature } = readCheckpoint(note);
  return encodeNote({ text, signatures: [{ name: origin, keyId, signature }] });
}

/**
 * Whether this key (32 bytes, admitted before) signed the checkpoint.
 * @throws bad-note where a text is given that is no checkpoint.
 */
export function verifyCheckpoint(note: string | Checkpoint, signKey: Bytes): boolean {
  const checkpoint = typeof note === 'string' ? readCheckpoint(note) : note;
  return (
    sameBytes(checkpoint.keyId, noteKeyId(checkpoint.origin, signKey)) &&
    verifySignature(signKey, utf8(checkpoint.text), checkpoint.signature)
  );
}
