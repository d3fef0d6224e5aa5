// Commands that are printed can be pasted: into a shell of Unix as they are, into those of Windows when turned.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileWord, isWindowsShell, lastWords, shellLine, shellWord } from '../../src/app/node/shell-words.ts';
import { GLOBAL_OPTIONS, sharedOptions, takesValue } from '../../src/commands/globals.ts';
import { commandsIn, FLAGS } from '../../src/ui/command-lines.ts';
import { commandHelp } from '../../src/ui/help.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { inRoom, narrowed, wrap, wrapCommand } from '../../src/ui/style.ts';
import { forWindows, turned, windowsWord } from '../../src/ui/windows.ts';
import { folder, inProcess, pedigree } from './program.ts';

/** The words that bash makes of each line. */
function inBash(lines: readonly string[]): readonly (readonly string[])[] {
  const script = lines.map((line) => `pedigree ${line}\nprintf '\\n\\0'`).join('\n');
  const pedigreeIs = `pedigree() { for word in "$@"; do printf '%s\\0' "$word"; done; }`;
  const out = execFileSync('bash', ['--norc', '-c', `${pedigreeIs}\n${script}`], { encoding: 'utf8' });
  return out
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

const NAMES = [
  'Hill Pharmacy',
  "O'Brien & Sons",
  'A "quoted" name',
  '$HOME `id` $(id) \\',
  'Stop! now!!',
  '-rf',
  '--json',
  '~root',
  '=ls',
  '@scans.txt',
  '{a,b}*?[x]',
  '# no comment',
  'a;b|c&d<e>f',
  'two\nlines\tand a bell\u0007',
  '(01)09506000134352\u001d7',
  'turned \u202egnp\u202c',
  'Ärzte 東京 💊',
  '',
  "it's $5",
];

const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
);

describe('in a shell of Unix', () => {
  test.each(NAMES)('%j is one word, and no option of another', (word) => {
    expect(inBash([`--to ${shellWord(word)}`, fileWord(word), lastWords(word)])).toEqual(
      [['--to', word], [/^[-@]./.test(word) ? `./${word}` : word], word.startsWith('-') ? ['--', word] : [word]].map(
        (words) => words as string[],
      ),
    );
  });

  test('whatever the words, they are those that were meant, also where the line was broken', () => {
    fc.assert(
      fc.property(fc.array(fc.array(name, { minLength: 1, maxLength: 6 }), { minLength: 20, maxLength: 20 }), (all) => {
        const lines = all.map((words) => shellLine(words));
        expect(inBash(lines)).toEqual(all);
        const broken = lines.map((line) => narrowed(wrapCommand(`  pedigree ${line}`, '      ', 40), 40));
        expect(inBash(broken.map((line) => line.replace(/^ *pedigree/, '')))).toEqual(all);
      }),
      { numRuns: 15 },
    );
  });

  test('what is printed of a word shows all of it', () => {
    fc.assert(
      fc.property(name, (word) => {
        expect(shellWord(word)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

describe('a command in a sentence that is too long for a line', () => {
  const command = `pedigree accredit 'Hill and Dale Pharmacy of the North.card' --role dispenser --until 2030-12-31 -o x.welcome`;

  test('goes on behind a backslash, and the sentence behind it without one', () => {
    const text = wrap(`pedigree: hint: it was: ${command}, then the maker's and the dealer's own`, '  ');
    const lines = text.split('\n');
    expect(lines.length).toBeGreaterThan(2);
    const [from = 0, to = 0] = commandsIn(text.replaceAll(/ \\\n +/g, ' '))[0] ?? [];
    expect(text.replaceAll(/ \\\n +/g, ' ').slice(from, to)).toBe(command);
    expect(lines.at(-1)).not.toMatch(/\\$/);
  });

  test('keeps its quotes whole', () => {
    for (const width of [20, 40, 60, 80]) {
      const lines = wrapCommand(`  ${command}`, '    ', width).split('\n');
      for (const line of lines.slice(0, -1)) expect(line).toMatch(/ \\$/);
      for (const line of lines) expect(line.split("'").length % 2).toBe(1);
    }
  });
});

test('the options without a value are those of the commands', async () => {
  const flags = new Set<string>();
  const valued = new Set<string>();
  for (const { load } of COMMANDS) {
    const { command } = await load();
    for (const option of [...(command.options ?? []), ...sharedOptions(command), ...GLOBAL_OPTIONS]) {
      const names = option.flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
      for (const name of names) (takesValue(option) === 'never' ? flags : valued).add(name);
    }
  }
  expect([...FLAGS].sort()).toEqual([...flags].filter((flag) => !valued.has(flag)).sort());
});

test.each([
  ['pedigree init --help tells how to make one', 'pedigree init --help'],
  ['pedigree receive --all passes it over', 'pedigree receive --all'],
  ['pedigree alerts --open shows them', 'pedigree alerts --open'],
  ['pedigree --home DIR init --test makes one', 'pedigree --home DIR init --test'],
  ['pedigree void A/1 --reason refused takes it back', 'pedigree void A/1 --reason refused'],
  ['pedigree release … ends a quarantine', 'pedigree release …'],
])('in the sentence %j the command is %j, and no break goes through it', (text, command) => {
  expect(commandsIn(text).map(([from, to]) => text.slice(from, to))).toEqual([command]);
  for (let width = command.length + 4; width < 60; width++) {
    expect(
      wrap(`pedigree: hint: ${text}`, '  ', width)
        .split('\n')
        .map((line) => line.trim()),
    ).not.toContainEqual(expect.stringMatching(/\\$/));
  }
});

test('sentences are broken once, to the terminal that there is', () => {
  const text = 'part of what is recorded about this item has not reached this computer: no delivery names it '.repeat(
    3,
  );
  for (let width = 20; width <= 100; width++) {
    const made = inRoom(width, () => `${wrap(text, ' '.repeat(13))}\n${wrap(text)}`);
    expect(narrowed(made, width)).toBe(made);
    for (const [line = '', next = ''] of pairwise(made.split('\n'))) {
      const [word = ''] = next.trim().split(' ');
      if (!word.startsWith('part') || line.endsWith(text.slice(-20))) {
        expect(line.length + 1 + word.length, made).toBeGreaterThan(Math.min(80, width));
      }
    }
  }
});

test('help fits every terminal, and what is set apart by two blanks leaves no empty line', async () => {
  for (const width of [40, 60, 80, 120]) {
    const text = narrowed(await inRoom(width, () => commandHelp('mint')), width);
    for (const line of text.split('\n')) {
      if (line.trim().includes(' ')) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  }
  expect(wrap('R-1  5tgpocwby6uithveybsjgzizyq/7', '  ', 20)).toBe('R-1\n  5tgpocwby6uithveybsjgzizyq/7');
});

function pairwise(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.slice(1).flatMap((next, at) => (next === '' ? [] : [[lines[at] ?? '', next]]));
}

describe('where commands are typed into cmd or PowerShell', () => {
  test.each([
    [{ PROMPT: '$P$G' }, 'linux', true],
    [{ PSModulePath: 'C:\\x' }, 'linux', true],
    [{}, 'win32', true],
    [{ MSYSTEM: 'MINGW64', PROMPT: '$P$G' }, 'win32', false],
    [{ PROMPT: '%n@%m %~' }, 'linux', false],
    [{ PROMPT: '$ ', SHELL: '/bin/zsh' }, 'darwin', false],
    [{}, 'darwin', false],
  ] as const)('%j on %s: %s', (environment, platform, wanted) => {
    expect(isWindowsShell(environment, platform)).toBe(wanted);
  });

  test.each([
    ["pedigree ship --to 'Hill Pharmacy' @scans.txt", 'pedigree ship --to "Hill Pharmacy" "@scans.txt"'],
    [`pedigree sync "O'Brien"`, `pedigree sync "O'Brien"`],
    ["pedigree sync 'O'\\''Brien!'", `pedigree sync "O'Brien!"`],
    ['pedigree verify a \\\n      b', 'pedigree verify a b'],
    [
      "next: pedigree sync 'Hill Pharmacy'; its address: pedigree peer list",
      'next: pedigree sync "Hill Pharmacy"; its address: pedigree peer list',
    ],
    ["--confirm 'A&B' --confirm 'C D'", '--confirm "A&B" --confirm "C D"'],
    ['pedigree label X --reason "ribbon torn"', 'pedigree label X --reason "ribbon torn"'],
    ["pedigree export 'C:\\Users\\O B\\'", 'pedigree export "C:\\Users\\O B\\\\"'],
    ["the maker's pedigree and the dealer's", "the maker's pedigree and the dealer's"],
    ["pedigree verify $'(01)\\0357'", 'pedigree verify …'],
  ])('%s', (written, shown) => {
    expect(forWindows(written)).toBe(shown);
  });

  test('no word opens a quote, names a variable or is two', () => {
    fc.assert(
      fc.property(name, (word) => {
        const shown = windowsWord(word);
        expect(forWindows(`pedigree x --to ${shellWord(word)}`)).toBe(`pedigree x --to ${shown}`);
        expect(shown).toMatch(/^(?:…|[\w+:./\\-]+|"[^"$`“”„]*")$/u);
        if (shown.startsWith('"'))
          expect(shown.slice(1, -1).replace(/\\+$/, (end) => end.slice(end.length / 2))).toBe(word);
      }),
      { numRuns: 2000 },
    );
  });

  test('no help has a command that they would not take', async () => {
    for (const { name: command } of COMMANDS) {
      const examples =
        forWindows(await commandHelp(command))
          .split('\nExamples\n')[1]
          ?.split('\n\n')[0] ?? '';
      for (const line of examples.split('\n')) {
        expect(line).toMatch(/^ {2}pedigree/);
        // A tilde within a word (CHAIN/SEQ~hash) is a letter to all of them.
        expect(line).not.toMatch(/'|\$|\\$|(?<!")@|(?<!\w)~/);
      }
    }
  });

  test('answers and errors are turned, and what was scanned is not', () => {
    const answer = { input: "'x' pedigree 'y'", reasons: [{ text: "pedigree 'y'", advice: "pedigree sync 'a b'" }] };
    expect(turned(answer, forWindows)).toEqual({
      ...answer,
      reasons: [{ text: "pedigree 'y'", advice: 'pedigree sync "a b"' }],
    });
  });
});

describe('the program itself', () => {
  const { path, remove } = folder();
  const windows = { PROMPT: '$P$G' };

  test('prints for the shell it is called from', async () => {
    const args = ['scan', '--mode', 'ship'];
    const [unix, cmd] = [await inProcess(path('.'), args), await inProcess(path('.'), args, { env: windows })];
    expect(unix.stderr).toContain("--to 'Hill Pharmacy'");
    expect(cmd.stderr).toContain('--to "Hill Pharmacy"');
    const { json } = await inProcess(path('.'), [...args, '--json'], { env: windows });
    expect(json[0]?.hint).toBe('pedigree scan --mode ship --to "Hill Pharmacy"');
    expect((await inProcess(path('.'), ['help', 'ship'], { env: windows, wide: true })).stdout).toContain(
      '"@scans.txt"',
    );
    const script = await inProcess(path('.'), ['completion', 'bash'], { env: windows, wide: true });
    expect(script.stdout).toBe((await inProcess(path('.'), ['completion', 'bash'], { wide: true })).stdout);
  });

  test('names the ports of scanners as the system does', () => {
    const scan = ['scan', '--mode', 'verify', '--device', path('no-port')];
    const env = { PEDIGREE_HOME: path('agency') };
    pedigree(path('.'), ['init', '--name', 'A', '--gln', '9506000100005', '--regulator', '--test'], { env });
    expect(pedigree(path('.'), scan, { env }).stderr).toContain('/dev/tty');
    const { stderr } = pedigree(path('.'), scan, { env: { ...env, ...windows } });
    expect(stderr).toContain('COM3');
    expect(stderr).not.toContain('/dev/');
    remove();
  });
});
