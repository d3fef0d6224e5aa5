// The edges of the process: a full disk, closed pipes, an old Node.js, debug output, and where nothing may be printed.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandSpec, fields } from '../../src/commands/spec.ts';
import { type Io, OutputClosed } from '../../src/ui/io.ts';
import { run } from '../../src/ui/run.ts';
import { describeGiven, itGiven } from '../left-out.ts';
import { environment, folder, PROGRAM, pedigree, shell } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

const SCAN = '(01)09506000134352';
const FULL = existsSync('/dev/full') || undefined;

describe('stdout', () => {
  itGiven('/dev/full', FULL, 'on a full disk is exit 74, and what was done is said to be done', () => {
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
      stderr: 'pedigree: error: the answer could not be written: the disk is full',
    });
    expect(stderr).toMatch(/what the command does is done and recorded as\s+\w+\/0/);
    expect(pedigree(path('.'), ['log', '--json'], { env }).json[0]?.events).toHaveLength(1);
    // What no log holds is not looked for there.
    const setting = shell(path('.'), 'pedigree config set max-age 12h >/dev/full', env);
    expect([setting.exit, setting.stderr.split('\n')[1]]).toEqual([
      74,
      'pedigree: hint: what the command does is done',
    ]);
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

describeGiven('/dev/full', FULL, 'a batch', () => {
  const env = { PEDIGREE_HOME: path('acme') };
  const agency = { PEDIGREE_HOME: path('agency2') };
  const acme = (line: string) => shell(path('.'), line, env);
  const done = (words: readonly string[], as = env) => {
    const { exit, stderr } = pedigree(path('.'), words, { env: as });
    expect(exit, stderr).toBe(0);
  };
  /** Packs of the lot that were supplied. */
  const supplied = () => {
    const { json } = pedigree(path('.'), ['stock', '--lot', 'L1', '--json'], { env });
    const [lot] = (json[0] as { lots: { byState: { dispensed?: number } }[] }).lots;
    return lot?.byState.dispensed ?? 0;
  };
  let next = 0;
  /** A file of packs that nobody has touched. */
  const fresh = (count: number) => {
    const lines = readFileSync(path('lot.txt'), 'utf8')
      .split('\n')
      .slice(next, next + count);
    next += count;
    writeFileSync(path('packs.txt'), `${lines.join('\n')}\n`);
    return lines;
  };

  beforeAll(() => {
    done(['init', '--name', 'Agency', '--gln', '9506000100012', '--regulator'], agency);
    done(['card', '-o', 'agency.card'], agency);
    done(['init', '--name', 'Acme', '--gln', '9506000100029', '--network', 'agency.card']);
    done(['card', '-o', 'acme.card']);
    const roles = ['--role', 'manufacturer', 'dispenser', '--prefix', '9506000'];
    done(['accredit', 'acme.card', ...roles, '-o', 'acme.welcome'], agency);
    done(['import', 'acme.welcome']);
    const lot = [
      '--gtin',
      '09506000134352',
      '--lot',
      'L1',
      '--expiry',
      `${new Date().getUTCFullYear() + 3}-06-30`,
      '--count',
      '200',
    ];
    done(['mint', ...lot, '--out', 'lot.txt']);
  });

  test.each(['--json', ''])('whose reader goes away is recorded to its end %s', (json) => {
    fresh(30);
    const before = supplied();
    const { exit, stderr } = acme(`pedigree dispense @packs.txt ${json} | head -1`);
    expect([exit, supplied() - before], stderr).toEqual([0, 30]);
    expect(stderr).toContain('30 of 30 are recorded');
  });

  test('whose reader goes away ends as its packs deserve', () => {
    const [copy = ''] = fresh(20);
    writeFileSync(path('packs.txt'), `${readFileSync(path('packs.txt'), 'utf8')}${copy}\n`);
    const dispensed = acme('pedigree dispense @packs.txt --json | head -1');
    expect([dispensed.exit, dispensed.stderr.includes('20 of 21 are recorded')]).toEqual([14, true]);
    // The copy is the last of them, and nobody sees its verdict.
    const verified = acme(`(tail -1 lot.txt; cat packs.txt) | pedigree verify - | head -1`);
    expect([verified.exit, verified.stderr]).toEqual([14, '']);
  });

  test.each(['--json', ''])('on a full disk is recorded to its end, and ends in 74 %s', (json) => {
    fresh(10);
    const before = supplied();
    const { exit, stderr } = acme(`pedigree dispense @packs.txt ${json} >/dev/full`);
    expect([exit, supplied() - before], stderr).toEqual([74, 10]);
    expect(stderr).toMatch(/^pedigree: error: 10 of 10 answers could not be written: the disk is full$/m);
    expect(stderr).toMatch(/^pedigree: hint: 10 of 10 are recorded/m);
    expect(acme(`pedigree verify @packs.txt ${json} >/dev/full`).exit).toBe(74);
    expect(acme(`pedigree verify "$(head -1 packs.txt)" ${json} >/dev/full`).exit).toBe(74);
    expect(acme(`pedigree decode "$(head -1 packs.txt)" ${json} >/dev/full`).exit).toBe(74);
    expect(acme('pedigree help >/dev/full').exit).toBe(74);
  });

  test('is recorded where stderr is closed, full or unread', () => {
    for (const to of ['2>&-', '2>/dev/full', '2> >(true)', '2>&1 >/dev/null | true']) {
      fresh(5);
      const before = supplied();
      acme(`pedigree dispense @packs.txt --verbose nonsense ${to}`);
      expect([to, supplied() - before]).toEqual([to, 5]);
    }
  });

  test.each([
    ['| head -1', 0],
    ['>/dev/full', 74],
  ])('of a session is recorded at its end, with stdout %s', (to, wanted) => {
    fresh(12);
    const before = supplied();
    const { exit, stderr } = acme(`pedigree scan --mode dispense --json <packs.txt ${to}`);
    expect([exit, supplied() - before], stderr).toEqual([wanted, 12]);
    expect(stderr).toContain('12 of 12 are recorded');
  });

  test('of a session that records nothing is quiet when nobody reads it', () => {
    fresh(5);
    const { exit, stderr } = acme('pedigree scan --mode verify --json <packs.txt | head -1');
    expect([exit, stderr]).toEqual([0, '']);
  });

  test('of rounds that go on says at once that its disk is full', async () => {
    const rounds: string[] = [];
    let stderr = '';
    const command: CommandSpec = {
      name: 'sync',
      summary: '',
      examples: ['', ''],
      schema: fields({}),
      run: async function* () {
        for (const round of ['first', 'second', 'third']) {
          rounds.push(`${round} ${stderr === '' ? 'quiet' : 'told'}`);
          yield { data: { round } };
        }
      },
    };
    const through = async (write: Io['write']) => {
      rounds.length = 0;
      stderr = '';
      const talk = (text: string) => {
        stderr += text;
      };
      const no = { outIsTerminal: false, talkIsTerminal: false, inIsTerminal: false };
      const io: Io = { ...no, write, talk, environment: {}, stdin: async function* () {} };
      return run(command, { args: [], options: new Map([['json', true]]) }, io, {}, () => {});
    };
    const full = await through(() => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    expect([full, ...rounds]).toEqual([74, 'first quiet', 'second told', 'third told']);
    const unread = await through(() => {
      throw new OutputClosed();
    });
    expect([unread, stderr, ...rounds]).toEqual([0, '', 'first quiet', 'second quiet', 'third quiet']);
  });
});

test('JSON never steers the terminal that shows it', () => {
  const signs = '\u007f\u0080\u009b31m\u009f\u061c\u200e\u200f\u2028\u202a\u202e\u2066\u2069';
  const { stdout, json } = pedigree(path('.'), ['decode', `x${signs}é€`, '--json']);
  expect(json[0]?.input).toBe(`x${signs}é€`);
  expect(stdout).toContain(
    'x\\u007f\\u0080\\u009b31m\\u009f\\u061c\\u200e\\u200f\\u2028\\u202a\\u202e\\u2066\\u2069é€',
  );
  const failed = pedigree(path('.'), [`no\u202ecommand\u009b`, '--json']);
  for (const text of [stdout, failed.stdout])
    expect(text).not.toMatch(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
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
      expect.stringMatching(/^pedigree: error: --home has an empty value\n/),
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
