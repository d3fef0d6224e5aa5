// Every command given what it cannot use: a folder, an empty file, random bytes, an endless line, a folder that can only
// be read. Each answers in the grammar of errors, with a code of the table, without a stack, and writes nothing.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/commands/spec.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { dice } from '../dice.ts';
import { itGiven } from '../left-out.ts';
import { folder, inProcess, pedigree, type Reply, type RunOptions } from './program.ts';

const { path, remove } = folder();
const specs: CommandSpec[] = [];
for (const { load } of COMMANDS) specs.push((await load()).command);

/** Commands that go on until they are stopped, or that play a whole day. */
const NOT_HERE = new Set(['serve', 'desk', 'demo', 'demo outside']);

const BAD = {
  'a folder': 'folder',
  'an empty file': 'empty',
  'random bytes': 'random',
  'a long line': 'long',
  'a file that is not there': 'absent',
} as const;

beforeAll(() => {
  mkdirSync(path('folder'));
  writeFileSync(path('empty'), '');
  const roll = dice(7);
  const bytes = Uint8Array.from({ length: 100_000 }, () => roll(256));
  writeFileSync(path('random'), bytes);
  writeFileSync(path('random.png'), bytes);
  writeFileSync(path('long'), 'x'.repeat(3_000_000));
  const init = ['init', '--name', 'agency', '--gln', '9506000110004', '--regulator', '--test'];
  expect(pedigree(path('.'), init, { env: PARTY }).exit).toBe(0);
});
afterAll(remove);

/** Values for all arguments and required options of a command, every file among them the bad one. */
function wordsFor(spec: CommandSpec, value: string): string[] {
  const args = (spec.arguments ?? []).map(() => value);
  const options = (spec.options ?? [])
    .filter((option) => option.required)
    .flatMap((option) => {
      const flag = option.flags.split(' ').find((word) => word.startsWith('--')) ?? '';
      const given = option.choices?.[0] ?? (option.value && { count: '1', day: '2030-01-01' }[option.value]) ?? value;
      return [flag, given];
    });
  return [...spec.name.split(' '), ...args, ...options];
}

function expectClearError(words: readonly string[], reply: Reply): void {
  const what = `pedigree ${words.join(' ').slice(0, 200)}\nexit ${reply.exit}\n${reply.stderr.slice(0, 2000)}`;
  expect([0, 2, 17, 19, 20, 65, 66, 73, 74, 75, 77, 78], what).toContain(reply.exit);
  expect(reply.stderr, what).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(reply.stderr, what).not.toMatch(/unexpected/);
  // Findings are an answer (`doctor`, `verify`), everything else is a failure in words.
  const last = reply.json.at(-1);
  expect(last, what).toMatchObject({ exit: reply.exit });
  if (last?.ok !== true) expect(reply.stderr, what).toMatch(/^pedigree: error: [^A-Z\n][^\n]*[^.\n]$/m);
}

const run = (words: readonly string[], options: RunOptions = {}) => inProcess(path('.'), [...words, '--json'], options);

/** A founder with a party here, for what is refused only after the home has opened. */
const PARTY = { PEDIGREE_HOME: path('agency') };

afterAll(async () => {
  const audit = await run(['audit'], { env: PARTY });
  expect(audit.exit, audit.stdout).toBe(0);
});

describe.each(specs.filter((spec) => !NOT_HERE.has(spec.name)).map((spec) => [spec.name, spec] as const))(
  '%s',
  (_, spec) => {
    const takesFile =
      [...(spec.arguments ?? []), ...(spec.options ?? []).filter((option) => option.required)].length > 0;

    test.each(takesFile ? Object.entries(BAD) : [])('given %s', async (_, name) => {
      for (const value of spec.arguments?.some(({ variadic }) => variadic)
        ? [path(name), `@${path(name)}`]
        : [path(name)]) {
        const words = wordsFor(spec, value);
        expectClearError(words, await run(words));
      }
      expect(readdirSync(path('.')).sort()).toEqual(['agency', 'empty', 'folder', 'long', 'random', 'random.png']);
    });

    test.each(takesFile ? Object.entries(BAD) : [])('at a party, given %s', async (_, name) => {
      for (const value of [path(name), `@${path(name)}`]) {
        const words = wordsFor(spec, value);
        expectClearError(words, await run(words, { env: PARTY }));
        // `backup` and its like may write where nothing was.
        rmSync(path('absent'), { force: true });
      }
    });

    test('without a party, with a home that is a file', async () => {
      const words = wordsFor(spec, 'x');
      expectClearError(words, await run(words));
      expectClearError(words, await run(words, { env: { PEDIGREE_HOME: join(path('empty'), 'home') } }));
      expectClearError(words, await run(words, { env: { PEDIGREE_HOME: path('empty') } }));
    });
  },
);

describe('decode and verify', () => {
  test('a picture that is none is said to be none', () => {
    const reply = pedigree(path('.'), ['decode', path('random.png'), '--json']);
    expect(reply.exit).toBe(65);
    expectClearError(['decode'], reply);
  });

  test('a picture of a code that is not GS1 says what was read, whatever the file is called', async () => {
    const { toBuffer } = await import('bwip-js/node');
    const picture = await toBuffer({ bcid: 'datamatrix', text: 'http://example.org/m', backgroundcolor: 'FFFFFF' });
    writeFileSync(path('photo'), picture);
    const reply = pedigree(path('.'), ['decode', path('photo'), '--json']);
    expect(reply.exit).toBe(65);
    expect(reply.json).toMatchObject([
      { ok: false, code: 'not-gs1', format: 'DataMatrix', text: 'http://example.org/m', symbology: 'Data Matrix' },
    ]);
    expect(pedigree(path('.'), ['decode', path('photo')]).stdout).toMatch(/^Text +http:\/\/example.org\/m$/m);
  });

  test('a scan that never ends is refused without keeping it in memory', () => {
    const reply = pedigree(path('.'), ['decode', '-', '--json'], { input: Buffer.alloc(200_000_000, 'x') });
    expect(reply.exit).toBe(65);
    expectClearError(['decode', '-'], reply);
  });
});

test('a file of lines without end is not taken into memory', async () => {
  const { allScans } = await import('../../src/commands/scan-words.ts');
  let given = 0;
  const endless = async function* () {
    for (;;) {
      given += 100_000;
      yield Buffer.from('1\n'.repeat(100_000));
    }
  };
  await expect(allScans(['-'], endless)).rejects.toMatchObject({ code: 'bad-input', exit: 65 });
  expect(given).toBe(1_100_000);
});

describe('a home that is not as it was left', () => {
  const home = path('left');
  beforeAll(async () => {
    const init = ['init', '--name', 'left', '--gln', '9506000110011', '--regulator'];
    expect((await run(init, { env: { PEDIGREE_HOME: home } })).exit).toBe(0);
  });
  afterAll(() => rmSync(home, { recursive: true }));

  test('with a pipe, a folder or noise in the place of the key records nothing', async () => {
    const key = join(home, 'key');
    const text = readFileSync(key);
    const bad = [
      () => execFileSync('mkfifo', ['-m', '600', key]),
      () => mkdirSync(key, { mode: 0o700 }),
      () => writeFileSync(key, 'noise', { mode: 0o600 }),
    ];
    for (const put of bad) {
      rmSync(key, { recursive: true });
      put();
      const words = ['product', 'set', '--gtin', '09506000134352', '--name', 'x'];
      const reply = await run(words, { env: { PEDIGREE_HOME: home } });
      expectClearError(words, reply);
      expect(reply.exit).toBe(74);
    }
    rmSync(key, { recursive: true });
    writeFileSync(key, text, { mode: 0o600 });
  });
});

itGiven(
  'Linux',
  process.platform === 'linux' || undefined,
  'a place where no folder can be made is told at once',
  () => {
    const words = ['init', '--name', 'x', '--gln', '9506000110011', '--regulator', '--json'];
    const reply = pedigree(path('.'), words, { env: { PEDIGREE_HOME: '/proc/nowhere/home' } });
    expectClearError(words, reply);
    expect(reply.exit).toBe(73);
  },
);

test('a pipe that nobody writes to keeps no command waiting', async () => {
  const pipe = path('pipe');
  execFileSync('mkfifo', [pipe]);
  const lines = [
    ['import', pipe],
    ['accredit', pipe, '--role', 'distributor'],
    ['restore', pipe, '--home', path('nobody')],
    ['init', '--name', 'x', '--gln', '9506000110011', '--network', pipe, '--home', path('nobody')],
    ['verify', `@${pipe}`],
    ['decode', '(01)09506000134352', '--dictionary', pipe],
    ['label', 'check', pipe],
    ['key', 'passphrase', '--new-passphrase-file', path('folder')],
  ];
  for (const words of lines) expectClearError(words, await run(words, { env: PARTY }));
  rmSync(pipe);
});

itGiven(
  'a user who is not root',
  process.getuid?.() !== 0 || undefined,
  'a folder that can only be read takes no party',
  async () => {
    mkdirSync(path('locked'));
    chmodSync(path('locked'), 0o500);
    const home = join(path('locked'), 'party');
    const words = ['init', '--name', 'A', '--gln', '9506000110004', '--regulator'];
    const reply = await run(words, { env: { PEDIGREE_HOME: home } });
    expect([73, 74]).toContain(reply.exit);
    expectClearError(words, reply);
    chmodSync(path('locked'), 0o700);
  },
);

test('a file with nothing in it is not done to all that is in it', async () => {
  const nothing = path('nothing');
  writeFileSync(nothing, '');
  for (const words of [
    ['pack', '--into', 'new'],
    ['unpack'],
    ['ship', '--to', 'agency'],
    ['receive'],
    ['void', '--reason', 'x'],
    ['return', '--to', 'agency', '--reason', 'x'],
    ['dispense'],
    ['decommission', '--reason', 'lost'],
    ['reinstate', '--not-supplied', '--reason', 'x'],
    ['quarantine', '--reason', 'other'],
    ['release'],
    ['missing'],
    ['found'],
    ['verify'],
    ['decode'],
  ]) {
    for (const scans of [`@${nothing}`, '-']) {
      const reply = await run([...words, scans], { env: PARTY });
      expect([...words, reply.exit, reply.json[0]?.ok], reply.stderr).toEqual([...words, 65, false]);
    }
  }
});
