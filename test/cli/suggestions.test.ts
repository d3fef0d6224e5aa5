// What a misspelt word is taken to mean: never something that cannot be taken back.
import { describe, expect, test } from 'vitest';
import { GLOBAL_OPTIONS, optionName, sharedOptions } from '../../src/commands/globals.ts';
import { locate, parseWords } from '../../src/commands/program.ts';
import { PedigreeError } from '../../src/errors.ts';
import { COMMANDS } from '../../src/ui/registry.ts';

const FINAL = [
  'join',
  'revoke',
  'settle',
  'successor',
  'mint',
  'void',
  'dispense',
  'decommission',
  'recall issue',
  'recall extend',
  'recall end',
  'recall rescind',
  'retract',
  'assign',
  'retire',
  'key rotate',
];

/** Words of the field, and of people at work, that are no commands. */
const WORDS =
  'commission allocate aggregate destroy dispose discard scrap settles assigns avoid evoke invoke revoked retired retry ' +
  'dispenser dispensed dispatch disperse suspense expense voided voice vote point print hint mind mine minute min ' +
  'admission submission emission mission permission decommissioned recommission uncommission resume restart rewind ' +
  'retrieve relieve receipt deliver hand give take sell buy pay scan-all check lock unlock open close cancel undo-all ' +
  'delete remove erase wipe purge reset clear kill stop start login logout sign seal rotate recall recal withdraw';
const RECALL_WORDS =
  'append attend send mend bend tend lend ended ending finish close stop cancel lift undo revoke resend ' +
  'reissue issued tissue extended rescue resume restrain response rescinded descend ascend present';
const KEY_WORDS = 'rotated rotat rotation create delete renew new change state note';

function hintOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof PedigreeError && error.code === 'usage') return error.hint ?? '';
    throw error;
  }
  return '';
}

/** What is suggested for a line, each by itself. */
function suggested(line: string): readonly string[] {
  const [, names] = /^did you mean (.+)\?$/.exec(hintOf(() => locate(line.split(' '), COMMANDS))) ?? [];
  const [first = '', second] = line.split(' ');
  const family = second !== undefined && names?.startsWith(`${first} `) ? `${first} ` : '';
  return (names ?? '').split(', ').map((name) => (name.includes(' ') ? name : `${family}${name}`));
}

/** Every word that one slip of the fingers makes of this one. */
function slips(word: string, letters: string): readonly string[] {
  const made = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    made.add(head + tail.slice(1));
    if (tail.length > 1) made.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
    for (const letter of letters) {
      made.add(head + letter + tail);
      if (tail !== '') made.add(head + letter + tail.slice(1));
    }
  }
  made.delete(word);
  made.delete('');
  return [...made];
}

const isCommand = (line: string) =>
  COMMANDS.some(({ name, aliases }) => name === line || aliases?.includes(line)) || line.split(' ').length > 2;

describe('a word that is no command', () => {
  test('these commands do what nothing takes back', () => {
    expect(COMMANDS.filter(({ final }) => final).map(({ name }) => name)).toEqual(FINAL);
  });

  test.each(COMMANDS.map(({ name, final }) => [name, final === true] as const))(
    'whatever slip is made of %s, nothing is suggested that cannot be taken back',
    (name, final) => {
      const words = name.split(' ');
      const last = words.pop() ?? '';
      for (const slip of slips(last, final ? 'abcdefghijklmnopqrstuvwxyz-' : 'aesr')) {
        const line = [...words, slip].join(' ');
        if (isCommand(line) || slip.startsWith('-')) continue;
        for (const one of suggested(line)) expect(FINAL, `${line} → ${one}`).not.toContain(one);
      }
    },
  );

  test.each([
    ...WORDS.split(' '),
    ...RECALL_WORDS.split(' ').map((word) => `recall ${word}`),
    ...KEY_WORDS.split(' ').map((word) => `key ${word}`),
  ])('%s', (line) => {
    for (const one of suggested(line)) expect(FINAL).not.toContain(one);
  });

  test.each(['revok', 'setle', 'retir', 'assing', 'decomission', 'recall rescin', 'recall ennd'])(
    '%s stands for one that is written out, and no other is named in its place',
    (line) => {
      expect(suggested(line)).toEqual(['']);
    },
  );

  test.each([
    ['verfy', 'verify'],
    ['quarentine', 'quarantine'],
    ['transfr', 'transfer'],
    ['recall lst', 'recall list'],
    ['recal', 'recall'],
    ['peer ad', 'peer add'],
  ])('%s still stands for %s', (line, meant) => {
    expect(suggested(line)).toContain(meant);
  });
});

describe('a word that is no option', () => {
  test.each(COMMANDS.map(({ name, load }) => [name, load] as const))(
    'of %s leads to none that overrides a safeguard',
    async (_, load) => {
      const { command } = await load();
      const options = [...(command.options ?? []), ...sharedOptions(command), ...GLOBAL_OPTIONS];
      const final = options.filter((option) => option.final).map((option) => `--${optionName(option)}`);
      const words = [...options.map(optionName), 'force', 'yes', 'all', 'discord', 'late', 'conform', 'reprints'];
      for (const word of words) {
        for (const slip of slips(word, 'es')) {
          if (options.some((option) => optionName(option) === slip)) continue;
          const hint = hintOf(() => parseWords(command, [`--${slip}`], COMMANDS));
          for (const flag of final) expect(hint.split(/[ ,?]+/), `--${slip}`).not.toContain(flag);
        }
      }
    },
  );

  test('a slip in a harmless one still is put right', async () => {
    const { command } = (await COMMANDS.find(({ name }) => name === 'ship')?.load()) ?? {};
    if (command === undefined) throw new Error('no ship');
    expect(hintOf(() => parseWords(command, ['--dryrun'], COMMANDS))).toBe('did you mean --dry-run?');
    expect(hintOf(() => parseWords(command, ['--despach', '1'], COMMANDS))).toBe('did you mean --despatch?');
  });

  test('a choice that is none is not taken for one', async () => {
    const { command } = (await COMMANDS.find(({ name }) => name === 'decommission')?.load()) ?? {};
    if (command === undefined) throw new Error('no decommission');
    const hint = hintOf(() => parseWords(command, ['X', '--reason', 'destroy'], COMMANDS));
    expect(hint).toBe('pedigree help decommission');
  });
});
