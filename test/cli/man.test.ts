// The manual: a page for each command, in macros that every formatter takes, and nothing of the environment untold.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exitsIn, thrownBy } from '../../scripts/docs/exits.ts';
import { ENVIRONMENT, manual } from '../../scripts/docs/man.ts';
import { literal, paragraph, synopsis, typedLines } from '../../scripts/docs/roff.ts';
import { Sources } from '../../scripts/docs/sources.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { ROOT } from './program.ts';

let pages: ReadonlyMap<string, string>;
beforeAll(async () => {
  pages = await manual({ version: '9.9.9', day: '2031-05-06' }, new Sources(ROOT));
});

const pageOf = (command: string): string => pages.get(`man/pedigree-${command.replaceAll(' ', '-')}.1`) ?? '';
const sections = (page: string): string[] => [...page.matchAll(/^\.SH (.*)$/gm)].map(([, name = '']) => name);

test('each command and each family of commands has a page, and npm is told of all', () => {
  expect(COMMANDS.filter(({ name }) => pageOf(name) === '')).toEqual([]);
  for (const family of ['recall', 'product', 'peer', 'key', 'config', 'scanner']) expect(pageOf(family)).not.toBe('');
  const { man } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly man: string[] };
  expect(man).toEqual([...pages.keys()].map((path) => `./${path}`).sort());
});

test('a page has its sections in the order of manuals, and the words of the command', async () => {
  for (const { name, load } of COMMANDS) {
    const { command } = await load();
    const page = pageOf(name);
    expect(sections(page), name).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'EXIT STATUS',
      'EXAMPLES',
      'FILES',
      'ENVIRONMENT',
      'SEE ALSO',
    ]);
    for (const option of command.options ?? []) {
      const [flag = ''] = /--[\w-]+/.exec(option.flags) ?? [];
      expect(page, name).toContain(`\\fB${flag.replaceAll('-', '\\-')}\\fR`);
    }
  }
  expect(pageOf('ship')).toContain('pedigree-ship, pedigree-transfer \\- hand goods over');
  expect(pageOf('verify')).toContain('.TH PEDIGREE-VERIFY 1 2031-05-06 "Pedigree 9.9.9"');
});

test('whoever is named under “see also” has a page', () => {
  const named = [...pages.values()].flatMap((page) => {
    const [, also = ''] = page.split('.SH SEE ALSO\n');
    return [...also.matchAll(/\\fB([\w\\-]+)\\fR\(1\)/g)].map(([, name = '']) => name.replaceAll('\\', ''));
  });
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((name) => !pages.has(`man/${name}.1`))).toEqual([]);
});

test('a page has the exits that the use cases of its command say they throw', () => {
  const exits = (command: string) => {
    const [, section = ''] = /\.SH EXIT STATUS\n([\s\S]*?)\.SH /.exec(pageOf(command)) ?? [];
    return [...section.matchAll(/^\\fB(\d+)\\fR$/gm)].map(([, exit]) => Number(exit));
  };
  expect(exits('ship')).toEqual(expect.arrayContaining([0, 2, 11, 12, 13, 14, 16, 19, 65, 66, 77]));
  expect(exits('mint')).toEqual(expect.arrayContaining([13, 14, 65, 73, 77]));
  expect(exits('dispense')).toEqual(expect.arrayContaining([12, 13, 14, 16, 17, 19, 77]));
  expect(exits('version')).toEqual([0, 1, 2]);
  expect(exitsIn('recalled (12), usage for what is no-such-file or unusual')).toEqual([12, 2, 66]);
  const silent = COMMANDS.filter(({ name }) => thrownBy(new Sources(ROOT), name).length === 0).map(({ name }) => name);
  expect(silent.length).toBeLessThan(COMMANDS.length / 2);
});

/** What a formatter would stumble over. */
function faults(page: string): string[] {
  let typed = false;
  return page.split('\n').filter((line) => {
    if (line === '.nf' || line === '.fi') typed = line === '.nf';
    const request = /^[.']/.test(line) && !/^\.(?:TH|SH|SS|PP|HP|TP|RS|RE|nf|fi|nh|ad)\b/.test(line);
    return request || /[^\x20-\x7e]| $/.test(line) || (!typed && line.length > 80);
  });
}

test('a page is ASCII, has no request by accident, and lines that fit', () => {
  for (const [path, page] of pages) expect({ path, faults: faults(page) }).toEqual({ path, faults: [] });
});

describe('text of any kind stays text', () => {
  test.each([
    ['a backslash', 'C:\\n', 'C:\\en'],
    ['an option', '--max-age', '\\-\\-max-age'],
    ['quotes', `it's "so" \`x\``, 'it\\(aqs \\(dqso\\(dq \\(gax\\(ga'],
    ['letters of other languages', 'Zoë', 'Zo\\[u00EB]'],
    ['a sign beyond the first plane', '💊', '\\[u1F48A]'],
  ])('%s', (_, text, set) => {
    expect(literal(text)).toBe(set);
  });

  test('and a line that begins with a dot or an apostrophe is no request', () => {
    expect(paragraph('.so /etc/passwd')).toBe('\\&.so /etc/passwd\n');
    expect(typedLines(["'tis", '.x'])).toContain('\n\\(aqtis\n\\&.x\n');
    const long = `${'a'.repeat(76)} .ex then`;
    expect(paragraph(long)).toBe(`${'a'.repeat(76)}\n\\&.ex then\n`);
  });

  test('and dots at the end of a word of the synopsis end no sentence', () => {
    expect(synopsis('x', [['[A ...]'], ['b']])).toBe('.HP\n\\fBx\\fR\n[A\\ ...]\\&\nb\n');
  });
});

/** What tells one shell from another, asked of no person. */
const OF_THE_SHELL = ['NODE_CHANNEL_FD', 'PATH', 'MSYSTEM', 'PSModulePath', 'PROMPT', 'SHELL'];

test('whatever the program reads of its environment is told', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'));
  const text = [...sources, readFileSync(join(ROOT, 'bin/pedigree.js'), 'utf8')].join('\n');
  const read = [
    ...[...text.matchAll(/\b(?:environment|env|ENV)\.([A-Z][A-Z_]+|PSModulePath)\b/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\{([^{}]+)\} = (?:environment|process\.env)\b/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/(?:^|,)\s*([A-Z_]+)\b/g)].map(([, name = '']) => name),
    ),
  ];
  expect(read).toEqual(expect.arrayContaining(['NO_COLOR', 'PROMPT', 'PEDIGREE_HOME']));
  const told = [...Object.keys(ENVIRONMENT), ...OF_THE_SHELL];
  expect([...new Set(read)].filter((name) => !told.includes(name))).toEqual([]);
  expect(Object.keys(ENVIRONMENT).filter((name) => !read.includes(name))).toEqual([]);
  expect(pages.get('man/pedigree.1')).toContain('XDG_STATE_HOME');
});
