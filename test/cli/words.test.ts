// How command lines are read: options anywhere, values one by one or several, and the same by the short way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locate, parseWords } from '../../src/commands/program.ts';
import { simpleCall } from '../../src/commands/simple.ts';
import { type CommandSpec, fields } from '../../src/commands/spec.ts';
import { PedigreeError } from '../../src/errors.ts';
import { COMMANDS } from '../../src/ui/registry.ts';

const VERIFY: CommandSpec = {
  name: 'verify',
  summary: 'a command with arguments and options of every kind',
  arguments: [{ name: 'item', description: 'items', variadic: true }],
  options: [
    { flags: '--at <party>', description: 'a value' },
    { flags: '--all', description: 'a flag' },
  ],
  strict: true,
  lines: true,
  examples: ['pedigree verify a', 'pedigree verify b'],
  schema: fields({}),
  run: () => ({ data: {} }),
};

const ACCREDIT: CommandSpec = {
  ...VERIFY,
  name: 'accredit',
  arguments: [{ name: 'card', description: 'a card' }],
  options: [
    { flags: '--role <role>', description: 'roles', repeat: true, required: true, choices: ['maker', 'pharmacy'] },
    { flags: '--prefix <gcp>', description: 'prefixes', repeat: true },
    { flags: '--count <n>', description: 'a number', value: 'count' },
    { flags: '--until <day>', description: 'a day', value: 'day' },
    { flags: '--no-sync', description: 'a negative' },
    { flags: '-o, --out <file>', description: 'a short one' },
  ],
  writes: true,
  strict: false,
};

function refusal(words: readonly string[]): PedigreeError {
  try {
    parseWords(ACCREDIT, words, COMMANDS);
  } catch (error) {
    if (error instanceof PedigreeError) return error;
  }
  throw new Error(`${words.join(' ')} was taken`);
}

describe('options that take several values', () => {
  const parse = (...words: string[]) => {
    const { args, options } = parseWords(ACCREDIT, words, COMMANDS);
    return { args, role: options.get('role'), prefix: options.get('prefix') };
  };

  test('may be repeated or followed by all of them', () => {
    const wanted = { args: ['x.card'], role: ['maker', 'pharmacy'], prefix: ['95060', '95061'] };
    expect(parse('x.card', '--role', 'maker', '--role', 'pharmacy', '--prefix', '95060', '--prefix', '95061')).toEqual(
      wanted,
    );
    expect(parse('x.card', '--role', 'maker', 'pharmacy', '--prefix', '95060', '95061')).toEqual(wanted);
  });

  test('leave an argument that is none of their choices alone', () => {
    expect(parse('--role', 'maker', 'x.card')).toEqual({ args: ['x.card'], role: ['maker'], prefix: undefined });
  });

  test('give the last value back where a required argument would be missing', () => {
    expect(parse('--role', 'maker', '--prefix', '95060', 'x.card')).toEqual({
      args: ['x.card'],
      role: ['maker'],
      prefix: ['95060'],
    });
  });
});

describe('what is refused', () => {
  test.each([
    [['x', '--role', 'king'], /role/],
    [['--role', 'maker'], /card/],
    [['x'], /--role/],
    [['x', 'y', '--role', 'maker'], /too many arguments/],
    [['x', '--role', 'maker', '--count', '-1'], /--count/],
    [['x', '--role', 'maker', '--count', '1.5'], /--count takes a whole number/],
    [['x', '--role', 'maker', '--until', '2026-02-30'], /--until takes a day/],
    [['x', '--role', 'maker', '--until', '2026-13-01'], /--until takes a day/],
    [['x', '--role', 'maker', '--until', '2026-00-10'], /--until takes a day/],
    [['x', '--role', 'maker', '--strict'], /--strict/],
    [['x', '--role'], /--role/],
  ])('%j', (words, message) => {
    const error = refusal(words);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ code: 'usage', exit: 2 });
    expect(error.message).toMatch(/^[^A-Z].*[^.]$/);
  });

  test('a misspelt option comes with the nearest one', () => {
    expect(refusal(['x', '--role', 'maker', '--prefx', '1']).hint).toContain('--prefix');
  });
});

describe('the command among the words', () => {
  test('global options may stand before it and inside it', () => {
    const call = locate(['--json', '--home', 'verify', 'decode', 'x'], COMMANDS);
    expect(call).toMatchObject({ kind: 'command', rest: ['--json', '--home', 'verify', 'x'] });
    expect(call.kind === 'command' && call.command.name).toBe('decode');
  });

  test('a help flag anywhere asks for the page of the command', () => {
    expect(locate(['decode', 'x', '--help'], COMMANDS)).toEqual({ kind: 'help', topic: 'decode' });
    expect(locate(['help', 'decode'], COMMANDS)).toEqual({ kind: 'help', topic: 'decode' });
    expect(locate(['-h'], COMMANDS)).toEqual({ kind: 'help', topic: '' });
  });

  test('nothing after -- is an option', () => {
    expect(parseWords(VERIFY, ['--', '--at'], COMMANDS).args).toEqual(['--at']);
  });
});

test('the short way leaves a line alone that asks for help, repeats or chooses', () => {
  const commands = new Map([VERIFY, ACCREDIT].map((command) => [command.name, command]));
  expect(simpleCall(commands, ['verify', 'x', '--at', 'here'])).toBeDefined();
  for (const line of [
    'verify x --help',
    'verify x -h',
    'verify --help',
    'verify',
    'verify x --at',
    'accredit x --role maker',
  ]) {
    expect(simpleCall(commands, line.split(' ')), line).toBeUndefined();
  }
});

test('the short way reads a line as the whole parser does, or leaves it alone', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '--json',
      '-q',
      '--at',
      '--all',
      '--strict',
      '--home',
      '-v',
      '--now',
      '--nonsense',
      '-',
      '--',
      '-n',
    ),
    fc.constantFrom('--at=x', '-qv', '--help', '--no-color', '--no-input', '--operator'),
    fc.string({ minLength: 1, maxLength: 6 }),
  );
  const commands = new Map([[VERIFY.name, VERIFY]]);
  let simple = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const call = simpleCall(commands, ['verify', ...words]);
      if (call === undefined) return;
      simple++;
      const typed = parseWords(VERIFY, words, COMMANDS);
      expect(call.typed.args).toEqual(typed.args);
      expect(Object.fromEntries(call.typed.options)).toEqual(Object.fromEntries(typed.options));
    }),
    { numRuns: 2000 },
  );
  expect(simple).toBeGreaterThan(200);
});

describe('a misspelt option', () => {
  test('is told before a required one that is missing because of it', () => {
    expect(refusal(['x', '--rol', 'maker']).hint).toContain('--role');
    expect(refusal(['x']).message).toContain("required option '--role <role>'");
  });
});
