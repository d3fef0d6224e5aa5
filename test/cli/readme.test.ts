// What the README shows can be copied: every command line of its shell blocks runs, in order, and ends well.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the command lines of the README run as they stand', { timeout: 300_000 }, () => {
  const lines = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((block) =>
    (block[1] ?? '').trim().split('\n'),
  );
  expect(lines.length).toBeGreaterThan(15);
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-readme-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'pedigree'),
      `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/pedigree.js')}' "$@"\n`,
    );
    chmodSync(join(bin, 'pedigree'), 0o755);
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, PEDIGREE_HOME: '' };
    for (const line of lines) execFileSync('sh', ['-c', line], { cwd: folder, env, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the alias of the README is the program, in a folder whose name has a blank too', () => {
  const alias = /^alias pedigree=.*$/m.exec(README)?.[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'pedigree readme '));
  try {
    const clone = join(folder, 'the clone');
    symlinkSync(ROOT, clone);
    // A shell takes an alias in the line after it.
    const lines = ['shopt -s expand_aliases', `cd '${clone}'`, alias, 'cd /', 'pedigree --version'].join('\n');
    expect(execFileSync('bash', ['-c', lines], { encoding: 'utf8' })).toMatch(/^pedigree \d/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what the README links to is there', () => {
  const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((link) => link[1] ?? '');
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
});
