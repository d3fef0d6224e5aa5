// An option's value is never read as an option, however it looks: nothing is printed in the place of what was asked for,
// nothing is left unrecorded, and nothing is recorded that was not.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askedOn } from '../../src/commands/flags.ts';
import { optionName, shortFlag, takesValue } from '../../src/commands/globals.ts';
import { locate, parseWords } from '../../src/commands/program.ts';
import { PedigreeError } from '../../src/errors.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { folder, inProcess, pedigree, type RunOptions } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

const LOOKS = ['-V', '--version', '-h', '--help', '-q', '--quiet', '--json', '-n', '--dry-run', '-v', '-nq', '--', '-'];
const SPECS = await Promise.all(COMMANDS.map(async ({ load }) => (await load()).command));
const NOTHING = { json: false, quiet: false, help: false, version: false };

describe.each(SPECS.map((spec) => [spec.name, spec] as const))('%s', (_, spec) => {
  const needed = (spec.arguments ?? []).filter(({ optional }) => !optional).map(({ name }) => name);
  const required = (besides: string) =>
    (spec.options ?? [])
      .filter((option) => option.required && optionName(option) !== besides)
      .flatMap((option) => [`--${optionName(option)}`, option.choices?.[0] ?? (option.value ? '1' : 'x')]);

  test('takes the next word as the value of an option, whatever it looks like', () => {
    for (const option of [...(spec.options ?? []), { flags: '--operator <name>', description: '' }]) {
      if (takesValue(option) !== 'always') continue;
      const name = optionName(option);
      const short = shortFlag(option);
      for (const look of LOOKS) {
        for (const given of [
          [`--${name}`, look],
          [`--${name}=${look}`],
          ...(short === undefined ? [] : [[short, look], [`${short}${look}`]]),
        ]) {
          const words = [...needed, ...required(name), ...given];
          expect([words, askedOn(words, spec)]).toEqual([words, NOTHING]);
          if (option.choices !== undefined || option.value !== undefined) {
            expect(() => parseWords(spec, words, COMMANDS)).toThrow(PedigreeError);
            continue;
          }
          const { options } = parseWords(spec, words, COMMANDS);
          expect([words, options.get(name)]).toEqual([words, option.repeat ? [look] : look]);
          for (const flag of ['dry-run', 'json', 'quiet', 'help', 'verbose']) expect(options.has(flag)).toBe(false);
        }
      }
    }
  });

  test('refuses an option whose value is empty: a variable of a script that nobody has set', () => {
    for (const option of [...(spec.options ?? []), { flags: '--operator <name>', description: '' }]) {
      if (takesValue(option) !== 'always') continue;
      const name = optionName(option);
      for (const given of [
        [`--${name}`, ''],
        [`--${name}=`],
        ...(option.repeat ? [[`--${name}`, 'x', `--${name}`, '']] : []),
      ]) {
        expect(() => parseWords(spec, [...needed, ...required(name), ...given], COMMANDS), given.join(' ')).toThrow(
          expect.objectContaining({ code: 'usage' }),
        );
      }
    }
  });

  test('is that command, whatever the value of one of its options', () => {
    const [option] = (spec.options ?? []).filter((one) => takesValue(one) === 'always');
    if (option === undefined) return;
    for (const other of ['check', 'list', 'end', 'dispense', 'help', '-V', '--help']) {
      const words = [...spec.name.split(' '), `--${optionName(option)}`, other];
      expect([words, locate(words, COMMANDS)]).toEqual([words, expect.objectContaining({ kind: 'command' })]);
      expect(locate(words, COMMANDS)).toMatchObject({ command: { name: spec.name } });
    }
  });
});

test('flags count where they stand as flags: anywhere, together, and not behind --', () => {
  const dispense = SPECS.find(({ name }) => name === 'dispense');
  const asked = (...words: string[]) =>
    Object.entries(askedOn(words, dispense))
      .filter(([, yes]) => yes)
      .map(([name]) => name);
  expect(asked('x', '--json')).toEqual(['json']);
  expect(asked('--json', '--ref', '--json', 'x', '-nq')).toEqual(['json', 'quiet']);
  expect(asked('x', '-qh')).toEqual(['quiet', 'help']);
  expect(asked('x', '--later', '-V')).toEqual(['version']);
  expect(asked('--', '-V', '--json', '-q')).toEqual([]);
  expect(asked('x', '--note', '--', '-V')).toEqual(['version']);
});

describe('on the line of a party', () => {
  const run = (words: readonly string[], options: RunOptions = {}) =>
    inProcess(path('.'), words, { ...options, env: { PEDIGREE_HOME: path('acme'), ...options.env } });
  let packs: string[] = [];

  beforeAll(async () => {
    const agency = { env: { PEDIGREE_HOME: path('agency') } };
    const acme = { env: { PEDIGREE_HOME: path('acme') } };
    for (const [words, options] of [
      [['init', '--name', 'Agency', '--gln', '9506000100012', '--regulator'], agency],
      [['card', '-o', path('agency.card')], agency],
      [['init', '--name', 'Acme', '--gln', '9506000100029', '--network', path('agency.card')], acme],
      [['card', '-o', path('acme.card')], acme],
      [['accredit', path('acme.card'), '--role', 'manufacturer', 'dispenser', '--prefix', '9506000'], agency],
      [['export', path('news')], agency],
      [['import', path('news')], acme],
    ] as const) {
      const reply = await run(words, options);
      expect(reply.exit, reply.stderr).toBe(0);
    }
    const expiry = `${new Date().getUTCFullYear() + 3}-06-30`;
    const mint = ['mint', '--gtin', '09506000134352', '--expiry', expiry, '--count', '12', '--lot', '-n', '--json'];
    const reply = await run(mint);
    // Not a dry run of a lot without a name.
    expect(reply.json[0]).toMatchObject({ exit: 0, lot: '-n', event: expect.stringMatching(/\/\d+$/) });
    const { json } = await run(['stock', '--items', '--json']);
    packs = JSON.stringify(json[0]).match(/\(01\)09506000134352\(21\)[^"\\]+/g) ?? [];
    expect(packs.length).toBe(12);
  });

  test.each(['--missing', '--damaged'])('a list of %s in which nothing is named stops the receipt', async (option) => {
    writeFileSync(path('nothing.txt'), '\r\n\n');
    for (const list of [`@${path('nothing.txt')}`, '-', '@-']) {
      for (const words of [
        ['receive', '--all'],
        ['scan', '--mode', 'receive'],
      ]) {
        const reply = await run([...words, option, list, '--json']);
        expect([words, list, reply.exit]).toEqual([
          words,
          list,
          words[0] === 'scan' && list !== `@${path('nothing.txt')}` ? 2 : 65,
        ]);
        if (reply.exit === 65) expect(reply.stderr).toContain(`leave ${option} out`);
      }
    }
  });

  test.each([
    [['--ref', '-V'], { ref: '-V' }],
    [['--ref=-V'], { ref: '-V' }],
    [['--ref', '--version'], { ref: '--version' }],
    [['--note', '--help', '--ref', '-h'], { ref: '-h', note: '--help' }],
    [['--operator', '-q'], { operator: '-q' }],
    [['--note', '--json'], { note: '--json' }],
    [['--ref', '-n'], { ref: '-n' }],
    [['--ref', '--'], { ref: '--' }],
    [['--ref', '--once', '--once', '--dry-run'], { ref: '--once', once: '--dry-run' }],
  ])('a pack is dispensed with %j', async (words, wanted) => {
    const pack = packs.pop() ?? '';
    // The global options before the command are its own all the same.
    const before = words[0] === '--operator' ? words : [];
    const reply = await run([...before, 'dispense', pack, ...(before.length > 0 ? [] : words), '--json']);
    expect(reply.json[0], reply.stderr).toMatchObject({ exit: 0, result: 'dispensed', event: expect.any(String) });
    const [shown] = (await run(['show', String(reply.json[0]?.event), '--json'])).json;
    expect(JSON.stringify(shown)).toContain(JSON.stringify(wanted).slice(1, -1).split(',')[0]);
  });

  test('a value that is written like a flag is pointed out', async () => {
    const { stderr, exit } = await run(['dispense', packs.pop() ?? '', '--note', '-n']);
    expect([exit, stderr.replace(/\s+/g, ' ').trim()]).toEqual([
      0,
      "pedigree: warning: '-n' is taken as the value of --note; --note=-n says so for sure",
    ]);
  });

  test.each([
    ['a misspelt option', ['dispense', 'PACK', '--reff', '-V']],
    ['a misspelt option before help', ['dispense', 'PACK', '--reff', '--help']],
    ['a misspelt option before -q', ['dispense', 'PACK', '--reff', '-q']],
    ['an option without its value', ['dispense', 'PACK', '--ref']],
    ['a command in the place of a value', ['--note', 'release', 'found', 'PACK']],
    ['a second word behind an option', ['recall', '--note', 'list', 'end']],
    ['an option behind --', ['dispense', '--', 'PACK', '-V', '--strange']],
  ])('%s is told, and nothing is recorded', async (_, line) => {
    const size = async () => (await run(['log', '--json'])).json[0]?.events;
    const before = await size();
    const reply = await run(line.map((word) => (word === 'PACK' ? 'nothing' : word)));
    expect(reply.exit).toBeGreaterThan(0);
    expect(reply.stderr).toMatch(/^pedigree: error: /);
    expect(reply.stdout).not.toMatch(/^pedigree \d|Usage/m);
    expect(await size()).toEqual(before);
  });

  test('the built program and its small files read the same', () => {
    const env = { PEDIGREE_HOME: path('acme') };
    const [pack = ''] = packs;
    for (const words of [
      ['verify', pack, '--at', '-V'],
      ['verify', pack, '--max-age', '--help'],
      ['verify', '--operator=--json', pack],
      ['decode', '--operator', 'verify', pack, '--passphrase-file', '-q'],
      ['--operator', 'decode', 'verify', pack],
    ]) {
      const { stdout, stderr } = pedigree(path('.'), words, { env, wide: true });
      expect([words, stdout + stderr]).toEqual([words, expect.not.stringMatching(/^pedigree \d|Usage|^\{/m)]);
      expect([words, stdout + stderr]).not.toEqual([words, '']);
    }
  });
});
