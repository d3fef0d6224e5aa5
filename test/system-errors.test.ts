// What the system refuses has one meaning, wherever it is caught: one table says it, and nobody decides beside it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { toFailure } from '../src/answer/failures.ts';
import { hintOf } from '../src/answer/hints.ts';
import { PedigreeError } from '../src/errors.ts';
import { inOurWords } from '../src/ledger/sqlite.ts';
import { makeFolder } from '../src/make-folder.ts';
import { asFailure, SYSTEM_CODES, systemFailure } from '../src/system-errors.ts';
import { folder } from './cli/program.ts';
import { itGiven } from './left-out.ts';

function refused(code: string, syscall = 'write'): Error {
  return Object.assign(new Error(`${code}: refused, ${syscall}`), { code, syscall, errno: -1 });
}

/** Files of the own ledger have no name that somebody gave, so that what is missing there is no wrong name. */
const NAMED: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

describe.each(SYSTEM_CODES)('%s', (code) => {
  test('ends in the same exit through every door', () => {
    const doors = [toFailure(refused(code)), asFailure(refused(code), 'cannot write x'), systemFailure(refused(code))];
    const ledger = inOurWords(refused(code));
    const exits = [...doors, ...(NAMED.has(code) ? [] : [ledger])].map((error) => (error as PedigreeError).exit);
    expect(new Set(exits).size, String(exits)).toBe(1);
    expect(ledger).toBeInstanceOf(PedigreeError);
  });

  test('is said in words and not in codes', () => {
    for (const doing of [undefined, 'creating', 'listening', 'ledger'] as const) {
      const error = asFailure(refused(code), 'cannot write x', doing);
      expect(error.message).toMatch(/^cannot write x: [a-z].*[^.]$/);
      expect(error.message + hintOf(error)).not.toMatch(/\b(E[A-Z]{3,}|ERR_|SQLITE_)/);
    }
  });
});

test('a place that can only be read is 73, for a file and for the ledger alike', () => {
  for (const code of ['EROFS', 'SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED']) {
    expect([toFailure(refused(code)).exit, (inOurWords(refused(code)) as PedigreeError).exit]).toEqual([73, 73]);
    expect(asFailure(refused(code), 'cannot write x').exit).toBe(73);
  }
});

test('no permission and no folder are 73 where something new was to be made', () => {
  for (const code of ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']) {
    expect(asFailure(refused(code, 'open'), 'cannot create x', 'creating').exit).toBe(73);
  }
  expect(asFailure(refused('ENOSPC', 'open'), 'cannot create x', 'creating').exit).toBe(74);
});

test('an address where nobody may listen is a setting', () => {
  for (const code of ['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'EMADEUP']) {
    expect(asFailure(refused(code, 'listen'), 'cannot listen on h port 1', 'listening').exit).toBe(78);
  }
});

test('what is no error of the system is passed through', () => {
  expect(systemFailure(new TypeError('x is undefined'))).toBeUndefined();
  expect(inOurWords(new TypeError('x'))).toBeInstanceOf(TypeError);
  expect(systemFailure(refused('EMADEUP'))).toMatchObject({ code: 'io-failed', exit: 74 });
});

test('a disk without room for what readers share is full, and not broken', () => {
  expect(inOurWords(refused('SQLITE_IOERR_SHMSIZE'))).toMatchObject({
    message: expect.stringContaining('the disk is full'),
  });
  expect(inOurWords(refused('SQLITE_IOERR_READ'))).toMatchObject({ message: expect.stringContaining('failed') });
});

const readOnly = folder();
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', readOnly.path('')]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [readOnly.path('')]);
  readOnly.remove();
});

itGiven('mount', isMounted || undefined, 'a folder on a disk that can only be read fails for that reason', () => {
  for (const name of ['new', 'new/in/new']) {
    expect(() => makeFolder(readOnly.path(name))).toThrow(expect.objectContaining({ code: 'EROFS' }));
  }
});

/** Where a code steers what is done next (a file that is not there yet, a lock that is taken), and says nothing to anybody. */
const STEERING: Readonly<Record<string, readonly string[]>> = {
  'src/make-folder.ts': ['ENOENT'],
  'src/app/node/key-file.ts': ['ENOENT'],
  'src/app/node/reading.ts': ['EACCES'],
  'src/app/node/pipes.ts': ['EAGAIN'],
  'src/app/sessions/session-journal.ts': ['ESRCH'],
  'src/ledger/carried.ts': ['ENOENT'],
  'src/ledger/head-file.ts': ['EISDIR', 'ENOENT'],
  'src/ledger/lease.ts': ['EEXIST', 'SQLITE_BUSY'],
  'src/ledger/nobody-else.ts': ['SQLITE_BUSY'],
  'src/ledger/sqlite.ts': ['SQLITE_CANTOPEN', 'SQLITE_IOERR', 'SQLITE_READONLY'],
  'src/ledger/store.ts': ['SQLITE_IOERR', 'SQLITE_IOERR_WRITE'],
  'src/sync/line.ts': ['ECONNRESET', 'EPIPE'],
  'src/sync/out-file.ts': ['EPERM'],
  'src/ui/io.ts': ['EAGAIN', 'EBADF', 'EPIPE'],
};

test('there is no second table', () => {
  const found: Record<string, readonly string[]> = {};
  for (const entry of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    const file = join('src', entry);
    // Words may be written in capitals, and are no codes.
    if (!file.endsWith('.ts') || file === 'src/system-errors.ts' || file.startsWith('src/words/')) continue;
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const codes = [...code.matchAll(/(?<![\w`])'?(E[A-Z]{3,}|EIO|ERR_[A-Z_]+|SQLITE_[A-Z_]+)'?(?=[\s),:;\]])/g)]
      .filter(([whole]) => /^'.*'$/.test(whole) || SYSTEM_CODES.includes(whole))
      .map(([, name]) => name ?? '');
    if (codes.length > 0) found[file] = [...new Set(codes)].sort();
  }
  expect(found).toEqual(STEERING);
});
