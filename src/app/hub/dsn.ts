// Where the database of a hub is, and its copies: from a file or the environment. An argument would show the password to everybody
// on the machine.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/hub.ts';
import { othersMay } from '../node/passphrase.ts';
import { fileWord } from '../node/shell-words.ts';

/** Addresses of one database: `primary` is written to, `copies` follow it and are read. */
export interface HubAddresses {
  readonly primary: string;
  readonly copies: readonly string[];
}

/** More lines than this are somebody's other file. */
const MOST_LINES = 16;
const LONGEST = 64 * 1024;

/**
 * Reads the addresses: a line each, the primary first. `text` is what the environment has, where no file is named.
 * @throws usage where there is none, no-such-file, io-failed, key-permissions (77) where others may read the file, bad-setting
 */
export function hubAddresses(file: string | undefined, text: string | undefined): HubAddresses {
  const said = file === undefined ? text : readDsnFile(file);
  if (said === undefined || said.trim() === '') {
    throw new PedigreeError('usage', file === undefined ? say('no-dsn') : say('dsn-file-empty', { file }), {
      hint: say('dsn-where'),
    });
  }
  const lines = said.split('\n').map((line) => line.trim());
  const [primary = '', ...copies] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (copies.length < MOST_LINES && [primary, ...copies].every(isAddress)) return { primary, copies };
  // What stands there may hold a password: it is not repeated.
  throw new PedigreeError('bad-setting', say('not-dsn'), { hint: say('dsn-shape') });
}

function isAddress(line: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(line)) return false;
  // An address without a host is that of a socket, which stands behind the question mark.
  return URL.canParse(line.replace(/^(postgres(?:ql)?:\/\/)(?=\/)/, '$1socket'));
}

function readDsnFile(file: string): string {
  try {
    const fd = openSync(file, 'r');
    try {
      const found = fstatSync(fd);
      if (othersMay(found) !== 'nothing') {
        throw new PedigreeError('key-permissions', say('others-may-read-dsn', { file }), {
          hint: `chmod 600 ${fileWord(file)}`,
        });
      }
      if (found.size > LONGEST) throw new PedigreeError('bad-setting', say('not-dsn'), { hint: say('dsn-shape') });
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read-dsn', { file }));
  }
}
