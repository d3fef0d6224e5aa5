// Files that somebody asks for: whole or not there, in nobody else's place, and nothing left behind.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutFile } from '../../src/sync/out-file.ts';

let dir: string;
const at = (name: string) => join(dir, name);
const open = (path: string) => OutFile.open(path, { kind: 'a note', isKind: (start) => start[0] === 0x6e });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pedigree-out-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a file that is asked for', () => {
  it('is there when it is whole, and not before', () => {
    const out = open(at('x'));
    out.write('n1');
    out.write(new Uint8Array([0x6e]));
    expect(existsSync(at('x'))).toBe(false);
    expect(out.keep()).toBe(3);
    expect(readFileSync(at('x'), 'utf8')).toBe('n1n');
    out.drop();
    expect(readdirSync(dir)).toEqual(['x']);
  });

  it('leaves nothing where it is given up', () => {
    const out = open(at('x'));
    out.write('n');
    out.drop();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes away what a killed run has left of it, and nothing else', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const others = [`.x.${process.ppid}.part`, `.xy.${dead}.part`, '.x.notes.part'];
    for (const name of [...others, `.x.${dead}.part`]) writeFileSync(at(name), 'n');
    const out = open(at('x'));
    expect(readdirSync(dir).sort()).toEqual([...others, `.x.${process.pid}.part`].sort());
    out.drop();
  });

  it('takes the place of its own kind and of an empty file alone', () => {
    writeFileSync(at('empty'), '');
    writeFileSync(at('note'), 'n of before');
    writeFileSync(at('key'), 'secret');
    for (const name of ['empty', 'note']) {
      const out = open(at(name));
      out.write('n2');
      out.keep();
      expect(readFileSync(at(name), 'utf8')).toBe('n2');
    }
    expect(() => open(at('key'))).toThrow(expect.objectContaining({ code: 'cannot-create', exit: 73 }));
    expect(readFileSync(at('key'), 'utf8')).toBe('secret');
  });

  it('goes where a link points to, and the link stays', () => {
    writeFileSync(at('note'), 'n');
    symlinkSync(at('note'), at('link'));
    const out = open(at('link'));
    out.write('n3');
    out.keep();
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('note'), 'utf8')).toBe('n3');
  });

  it('never takes the place of a folder, a pipe, a device or a stream', () => {
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('/dev/null', at('null'));
    symlinkSync(at('loop'), at('loop'));
    const bad = ['folder', 'pipe', 'null', 'loop', 'none/x', 'none/', 'x/'].map(at);
    for (const path of [...bad, '', '/dev/null', '/dev/full', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
      expect(() => open(path), path).toThrow(expect.objectContaining({ code: 'cannot-create' }));
    }
    expect(readdirSync(dir).sort()).toEqual(['folder', 'loop', 'null', 'pipe']);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
