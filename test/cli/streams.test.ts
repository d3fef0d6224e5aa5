// The edges of the process: a full disk, closed pipes, an old Node.js, debug output, and where nothing may be printed.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { environment, folder, PROGRAM, pedigree, shell } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

const SCAN = '(01)09506000134352';

describe('stdout', () => {
  test.skipIf(!existsSync('/dev/full'))('on a full disk is exit 74, and what was done is said to be done', () => {
    const env = { PEDIGREE_HOME: path('agency') };
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, 'init', '--name', 'Agency', '--gln', '9506000100012', '--regulator'],
      { env: environment(path('.'), env), stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
    );
    closeSync(full);
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
      status: 74,
      stderr: 'pedigree: error: the answer could not be written (ENOSPC)',
    });
    expect(stderr).toContain('what the command does is done');
    expect(pedigree(path('.'), ['log', '--json'], { env }).json[0]?.events).toHaveLength(1);
  });

  test('whose reader goes away ends the command quietly', () => {
    const lines = Array.from({ length: 20_000 }, () => SCAN).join('\n');
    writeFileSync(path('scans.txt'), lines);
    const { stdout, stderr, exit } = shell(path('.'), 'pedigree decode @scans.txt --json | head -2');
    expect({ lines: stdout.split('\n').length, stderr, exit }).toEqual({ lines: 3, stderr: '', exit: 0 });
  });

  test('is one line of JSON for each of many inputs, in their order', () => {
    const { json } = pedigree(path('.'), ['decode', '--json', '@scans.txt', SCAN]);
    expect(json).toHaveLength(20_001);
    expect(json.every(({ n }, index) => n === index + 1)).toBe(true);
  });

  test('and stderr that are closed do no harm', () => {
    expect(shell(path('.'), `pedigree decode '${SCAN}' >&-`).exit).toBe(0);
    expect(shell(path('.'), 'pedigree decode nonsense 2>&-').exit).toBe(65);
  });
});

test('an answer goes to stdout alone and talk to stderr alone', () => {
  const { stdout, stderr } = pedigree(path('.'), ['decode', SCAN]);
  expect(stderr).toBe('');
  expect(stdout).toContain('09506000134352');
});

test('colours only where they are asked for', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
  const colour = /\u001b\[/;
  expect(pedigree(path('.'), ['decode', SCAN]).stdout).not.toMatch(colour);
  const env = { FORCE_COLOR: '1' };
  expect(pedigree(path('.'), ['decode', SCAN], { env }).stdout).toMatch(colour);
  expect(pedigree(path('.'), ['decode', SCAN, '--no-color'], { env }).stdout).not.toMatch(colour);
});

test('a folder without a name is no other party’s folder', () => {
  for (const line of [['status'], ['verify', 'x'], ['decode', 'x'], []]) {
    const { exit, stderr } = pedigree(path('.'), ['--home', '', ...line]);
    expect([line, exit, stderr]).toEqual([
      line,
      2,
      expect.stringMatching(/^pedigree: error: --home names no folder\n/),
    ]);
  }
});

test('a stack is shown only with PEDIGREE_DEBUG=1', () => {
  const quiet = pedigree(path('.'), ['decode', '@absent']);
  const loud = pedigree(path('.'), ['decode', '@absent'], { env: { PEDIGREE_DEBUG: '1' }, wide: true });
  expect([quiet.exit, loud.exit]).toEqual([66, 66]);
  expect(quiet.stderr).not.toMatch(/\n\s+at /);
  expect(loud.stderr).toMatch(/\n\s+at /);
});

test.each([
  [{ node: '4.9.1' }, '22.14'],
  [{ node: '18.20.0', napi: '9' }, '22.14'],
  [{ node: '22.13.1', napi: '9' }, '22.14'],
  [{ node: '23.5.0', napi: '9' }, '23.6'],
])('Node.js %o, which cannot load the database, is told that %s is needed', (versions, least) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: ${JSON.stringify(versions)} });
    process.argv.splice(1, 0, 'pedigree'); require(${JSON.stringify(PROGRAM)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', pretend, '--', 'status', '--json'], {
    env: environment(path('.')),
    encoding: 'utf8',
  });
  expect(status).toBe(78);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'node-too-old', exit: 78 });
  const says = `pedigree: error: pedigree needs Node.js ${least} or later, this is ${versions.node}\npedigree: hint: `;
  expect(stderr.startsWith(says)).toBe(true);
});
