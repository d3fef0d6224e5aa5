// Signed notes and checkpoints, as the C2SP texts describe them.
import { describe, expect, it } from 'vitest';
import { type Bytes, b64, concat, hex, unb64, utf8 } from '../../src/chain/bytes.ts';
import {
  checkpointText,
  readCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
  withoutWitnesses,
} from '../../src/chain/checkpoint.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { EMPTY_ROOT } from '../../src/chain/merkle.ts';
import { decodeNote, encodeNote, noteKeyId } from '../../src/chain/note.ts';
import { verifySignature } from '../../src/chain/signature.ts';
import { PedigreeError } from '../../src/errors.ts';
import { counting } from './fixed.ts';

const badNote = expect.objectContaining({ code: 'bad-note' });

describe('signed notes', () => {
  // The worked example of golang.org/x/mod/sumdb/note, with its public key.
  const go = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

  it('reads the note of the Go documentation and finds its signature right', () => {
    const { text, signatures } = decodeNote(go);
    const key = unb64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').subarray(1);
    expect(signatures).toHaveLength(1);
    expect(Buffer.from(signatures[0]?.keyId ?? [])).toEqual(Buffer.from(noteKeyId('PeterNeumann', key)));
    expect(verifySignature(key, utf8(text), signatures[0]?.signature ?? new Uint8Array(0))).toBe(true);
    expect(encodeNote({ text, signatures })).toBe(go);
  });

  it('allows empty lines in the text', () => {
    expect(decodeNote('a\n\nb\n\n— c AAAAAAA=\n').text).toBe('a\n\nb\n');
  });

  const line = '— c AAAAAAA=\n';
  it.each([
    ['no blank line', `a\n${line}`],
    ['no signature', 'a\n\n'],
    ['no text', `\n\n${line}`],
    ['no last newline', `a\n\n${line.slice(0, -1)}`],
    ['seventeen signatures', `a\n\n${line.repeat(17)}`],
    ['a control character', `a\t\n\n${line}`],
    ['a control character at its start', `\ra\n\n${line}`],
    ['a carriage return before a signature', `a\n\n\r${line}`],
    ['base64 with stray bits', 'a\n\n— c AAAAAAB=\n'],
    ['a lone surrogate', `\ud800\n\n${line}`],
    ['another dash', 'a\n\n- c AAAAAAA=\n'],
    ['a name with a plus', 'a\n\n— c+d AAAAAAA=\n'],
    ['a name with another space', 'a\n\n— c\u00a0d AAAAAAA=\n'],
    ['no name', 'a\n\n—  AAAAAAA=\n'],
    ['no signature after the name', 'a\n\n— c\n'],
    ['a word too many', 'a\n\n— c AAAAAAA= d\n'],
    ['a signature that is not base64', 'a\n\n— c AAAAAAA\n'],
    ['a signature without bytes', 'a\n\n— c AAAAAA==\n'],
    ['far too much text', `${'a'.repeat(20_000)}\n\n${line}`],
  ])('refuses %s', (_what, note) => {
    expect(() => decodeNote(note)).toThrow(badNote);
  });

  it('takes sixteen signatures', () => {
    expect(decodeNote(`a\n\n${line.repeat(16)}`).signatures).toHaveLength(16);
  });
});

describe('checkpoints', () => {
  const keyring = newKeyring(counting());
  const chain = 'aaaqeayeaudaocajbifqydiob4';
  const sign = (message: Bytes) => keyring.sign.sign(message);
  const note = signCheckpoint(chain, 17, EMPTY_ROOT, keyring.sign.public, sign);

  it('are three lines, signed under the name of the origin', () => {
    expect(checkpointText(chain, 17, EMPTY_ROOT)).toBe(
      `pedigree.v1/${chain}\n17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`,
    );
    const checkpoint = readCheckpoint(note);
    expect(checkpoint).toMatchObject({ origin: `pedigree.v1/${chain}`, chain, size: 17 });
    expect(Buffer.from(checkpoint.root)).toEqual(Buffer.from(EMPTY_ROOT));
    expect(note.startsWith(checkpoint.text)).toBe(true);
  });

  it('hold for the key that signed them, and for no other', () => {
    expect(verifyCheckpoint(note, keyring.sign.public)).toBe(true);
    expect(verifyCheckpoint(readCheckpoint(note), keyring.sign.public)).toBe(true);
    expect(verifyCheckpoint(note, newKeyring(counting(1)).sign.public)).toBe(false);
    expect(verifyCheckpoint(note.replace('\n17\n', '\n18\n'), keyring.sign.public)).toBe(false);
  });

  it('may carry signatures of witnesses, which are passed over', () => {
    expect(verifyCheckpoint(`${note}— witness.example/w AAAAAAA=\n`, keyring.sign.public)).toBe(true);
  });

  it('are read the same, or refused the same, as with a witness beside the chain: by the pattern and by the rules', () => {
    const read = (text: string) => {
      try {
        const { chain, size, root, text: signed, signatures } = readCheckpoint(text);
        return [
          chain,
          size,
          hex(root),
          signed,
          signatures.map(({ keyId, signature }) => hex(concat(keyId, signature))),
        ];
      } catch (error) {
        return error instanceof PedigreeError ? error.code : error;
      }
    };
    const letters = [...'Aa29=+-\n é'];
    for (let at = 0; at < note.length; at++) {
      for (const put of ['', ...letters, ...letters.map((letter) => note.charAt(at) + letter)]) {
        const other = note.slice(0, at) + put + note.slice(at + 1);
        expect([other, read(other)]).toEqual([other, read(`${other}— witness.example/w AAAAAAA=\n`)]);
      }
    }
  });

  const [, signature = ''] = note.split('\n\n');

  it('may carry signatures of unknown keys under the same name, and no wrong one of the known key', () => {
    const key = keyring.sign.public;
    const line = (id: Bytes, bytes: Bytes) => `— pedigree.v1/${chain} ${b64(concat(id, bytes))}\n`;
    const id = noteKeyId(`pedigree.v1/${chain}`, key);
    const other = line(
      id.map((byte) => byte ^ 1),
      new Uint8Array(64),
    );
    expect(verifyCheckpoint(note + other, key)).toBe(true);
    expect(verifyCheckpoint(note.replace(signature, other + signature), key)).toBe(true);
    expect(verifyCheckpoint(note.replace(signature, other), key)).toBe(false);
    expect(verifyCheckpoint(note + signature, key)).toBe(true);
    expect(verifyCheckpoint(note + line(id, new Uint8Array(64)), key)).toBe(false);
    expect(withoutWitnesses(note.replace(signature, other + signature), [key])).toBe(note);
    expect(() => withoutWitnesses(note.replace(signature, other), [key])).toThrow(badNote);
  });

  const with3 = (origin: string, size: string, root: string) =>
    `${origin}\n${size}\n${root}\n\n${signature.replace(`pedigree.v1/${chain}`, origin)}`;
  const root = b64(EMPTY_ROOT);
  it.each([
    ['another origin', with3('example.com/log', '17', root)],
    ['a chain id in capitals', with3(`pedigree.v1/${chain.toUpperCase()}`, '17', root)],
    ['a chain id with stray last bits', with3(`pedigree.v1/${chain.slice(0, -1)}7`, '17', root)],
    ['a short chain id', with3('pedigree.v1/aaaa', '17', root)],
    ['a size with a leading zero', with3(`pedigree.v1/${chain}`, '017', root)],
    ['a negative size', with3(`pedigree.v1/${chain}`, '-1', root)],
    ['a size beyond the safe integers', with3(`pedigree.v1/${chain}`, '9007199254740993', root)],
    ['a root that is not base64', with3(`pedigree.v1/${chain}`, '17', '?')],
    ['a short root', with3(`pedigree.v1/${chain}`, '17', b64(concat(EMPTY_ROOT.subarray(1))))],
    ['a fourth line', note.replace(/\n\n/, '\nextension\n\n')],
    ['two lines', `pedigree.v1/${chain}\n17\n\n${signature}`],
    ['no signature of its own', note.replace(`— pedigree.v1/${chain}`, '— someone')],
  ])('are refused with %s', (_what, text) => {
    expect(() => readCheckpoint(text)).toThrow(badNote);
  });
});
