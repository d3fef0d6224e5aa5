// Signed notes (c2sp.org/signed-note): a text, a blank line, and lines of `— name base64(key id ‖ signature)`.
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/chain.ts';
import { type Bytes, b64, concat, unb64, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';

export interface NoteSignature {
  readonly name: string;
  /** The first 4 bytes that tell keys of one name apart. */
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

export interface SignedNote {
  /** The signed text with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Longest note that is read, in UTF-16 units; a checkpoint has about 250. */
const MAX_NOTE = 16_384;
const MAX_SIGNATURES = 16;
const ED25519 = 0x01;
// Unicode's White_Space: \s lacks the next line character.
const SPACE = /[\s\u0085]/;

// The id asked for last of each key: a chain signs, and is read, again and again under one name.
const ids = new WeakMap<Bytes, { readonly name: string; readonly id: Bytes }>();

/** The key id of an Ed25519 key: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[0..4). */
export function noteKeyId(name: string, key: Bytes): Bytes {
  const known = ids.get(key);
  if (known?.name === name) return known.id;
  const id = sha256(concat(utf8(`${name}\n`), Buffer.of(ED25519), key)).subarray(0, 4);
  ids.set(key, { name, id });
  return id;
}

/** The whole note with one signature line. */
export function encodeNote(note: SignedNote): string {
  const lines = note.signatures.map(({ name, keyId, signature }) => `— ${name} ${b64(concat(keyId, signature))}\n`);
  return `${note.text}\n${lines.join('')}`;
}

/** @throws bad-note unless the text is a signed note with 1 to 16 well-formed signature lines. */
export function decodeNote(note: string): SignedNote {
  if (note.length > MAX_NOTE) refuse(phrase('too-long'));
  if (!note.isWellFormed() || hasControls(note)) refuse(phrase('has-characters-no-note'));
  const end = note.lastIndexOf('\n\n');
  if (end < 1 || !note.endsWith('\n')) refuse(phrase('text-does-not-end'));
  const lines = note.slice(end + 2, -1).split('\n');
  if (note.length === end + 2 || lines.length > MAX_SIGNATURES) refuse(phrase('has-no-signature'));
  return { text: note.slice(0, end + 1), signatures: lines.map(signatureLine) };
}

function signatureLine(line: string): NoteSignature {
  const [dash, name, encoded, ...more] = line.split(' ');
  if (dash !== '—' || !name || name.includes('+') || SPACE.test(name) || !encoded || more.length > 0)
    refuse(phrase('signature-line-malformed'));
  let bytes: Bytes;
  try {
    bytes = unb64(encoded);
  } catch {
    refuse(phrase('signature-not-base64'));
  }
  if (bytes.length < 5) refuse(phrase('signature-too-short'));
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function hasControls(note: string): boolean {
  for (let i = 0; i < note.length; i++) {
    const code = note.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function refuse(why: string): never {
  throw new PedigreeError('bad-note', say('not-signed-note', { why }));
}
