// What the one file unpacks is its own: into a folder of this user alone, and never anything that somebody put there.
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asset, cacheFolder, moduleIn, privateFolder, unpack, unpackedFolder } from '../src/single-file.ts';
import { itGiven } from './left-out.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pedigree-single-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const POSIX = process.platform === 'win32' ? undefined : true;
const BYTES = Buffer.from('native code');

describe('unpack', () => {
  test('writes the file whole, once, and leaves nothing beside it', () => {
    const file = unpack(folder, 'a.node', BYTES);
    const { ino } = statSync(file);
    expect(unpack(folder, 'a.node', BYTES)).toBe(file);
    expect(statSync(file).ino).toBe(ino);
    expect(readFileSync(file)).toEqual(BYTES);
    expect(readdirSync(folder)).toEqual(['a.node']);
  });

  test.each([
    ['shorter', 'native'],
    ['of the same length', 'native cod!'],
    ['empty', ''],
  ])('a file that is %s is written again', (_, text) => {
    writeFileSync(join(folder, 'a.node'), text);
    expect(readFileSync(unpack(folder, 'a.node', BYTES))).toEqual(BYTES);
    expect(readdirSync(folder)).toEqual(['a.node']);
  });

  itGiven('links', POSIX, 'a link in its place is replaced, and what it names is left alone', () => {
    const other = join(folder, 'other');
    writeFileSync(other, BYTES);
    symlinkSync(other, join(folder, 'a.node'));
    const file = unpack(folder, 'a.node', BYTES);
    writeFileSync(file, 'changed');
    expect(readFileSync(other)).toEqual(BYTES);
  });

  test('what an earlier run left half done is no obstacle', () => {
    writeFileSync(join(folder, `a.node.${process.pid}`), 'half');
    expect(readFileSync(unpack(folder, 'a.node', BYTES))).toEqual(BYTES);
  });
});

describe('privateFolder', () => {
  itGiven('rights of files', POSIX, 'is made for this user alone, and closed where it was open', () => {
    const made = privateFolder(join(folder, 'a/b'));
    expect(statSync(made).mode & 0o777).toBe(0o700);
    chmodSync(made, 0o777);
    expect(statSync(privateFolder(made)).mode & 0o777).toBe(0o700);
  });

  itGiven('/proc', existsSync('/proc/self') || undefined, 'ends where a folder takes no new ones', () => {
    expect(() => privateFolder('/proc/pedigree')).toThrow();
    expect(() => privateFolder('/proc/pedigree/deeper')).toThrow();
  });

  itGiven('links', POSIX, 'is no link, and no file', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    writeFileSync(join(folder, 'file'), '');
    expect(() => privateFolder(join(folder, 'link'))).toThrow();
    expect(() => privateFolder(join(folder, 'file'))).toThrow();
  });

  itGiven('rights of files', POSIX, 'lies in no folder where others may put another in its place', () => {
    const made = privateFolder(join(folder, 'a/b/c'));
    symlinkSync(join(folder, 'a'), join(folder, 'link'));
    const linked = join(folder, 'link/b/c');
    chmodSync(join(folder, 'a'), 0o777);
    expect(() => privateFolder(made)).toThrow('others may write');
    expect(() => privateFolder(linked)).toThrow('others may write');
    chmodSync(join(folder, 'a'), 0o1777);
    expect(privateFolder(made)).toBe(made);
    expect(privateFolder(linked)).toBe(linked);
  });

  itGiven(
    'root',
    process.geteuid?.() === 0 || undefined,
    'lies in no folder, and behind no link, of another user',
    () => {
      const made = privateFolder(join(folder, 'a/b/c'));
      symlinkSync(join(folder, 'a'), join(folder, 'link'));
      lchownSync(join(folder, 'link'), 12_345, 12_345);
      expect(() => privateFolder(join(folder, 'link/b/c'))).toThrow('somebody else');
      chownSync(join(folder, 'a'), 12_345, 12_345);
      expect(() => privateFolder(made)).toThrow('somebody else');
    },
  );
});

describe('cacheFolder', () => {
  test.each([
    ['what is said', { XDG_CACHE_HOME: '/c' }, 'linux', '/home/a', '/c/pedigree'],
    ['not what is said relatively', { XDG_CACHE_HOME: 'c' }, 'linux', '/home/a', '/home/a/.cache/pedigree'],
    ['as macOS has it', {}, 'darwin', '/Users/a', '/Users/a/Library/Caches/pedigree'],
    ['none without a home', {}, 'linux', '', undefined],
    ['none without a folder of Windows', {}, 'win32', '/a', undefined],
  ] as const)('is %s', (_, environment, platform, home, expected) => {
    expect(cacheFolder(environment, platform, home)).toBe(expected);
  });
});

test('a module of the one file requires what Node.js has, and nothing from a disk', () => {
  expect(moduleIn(Buffer.from("module.exports = require('node:path').sep;"), 'a.cjs')).toBe(
    process.platform === 'win32' ? '\\' : '/',
  );
  expect(() => moduleIn(Buffer.from("require('vitest');"), 'a.cjs')).toThrow('a.cjs asks for vitest');
  expect(asset('pedigree.cjs')).toBeUndefined();
  expect(unpackedFolder('desk')).toBeUndefined();
});
