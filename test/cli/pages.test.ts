// The pages of Start, Do and Run: every line of their `sh` blocks is run, page by page in a folder of its own, and ends as the comment
// behind it says. What is meant for PowerShell, which is not here, is held against the program's own parser.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { GLOBAL_OPTIONS, sharedOptions } from '../../src/commands/globals.ts';
import { locate, parseWords } from '../../src/commands/program.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { environment, folder, PROGRAM, ROOT } from './program.ts';

const PAGES = ['start', 'do', 'run'].flatMap((part) =>
  readdirSync(join(ROOT, 'docs', part))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${part}/${name}`),
);

const linesOf = (page: string, language: string): readonly string[] =>
  [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm')),
  ].flatMap(([, block = '']) => block.trim().split('\n'));

/** A page as one script, so that variables stay: it stops at the first line that ends otherwise than is said. */
function script(lines: readonly string[]): string {
  const checked = lines.map((line) => {
    const exit = / # exit (\d+)$/.exec(line)?.[1] ?? '0';
    const told = `line: ${line}`.replaceAll("'", "'\\''");
    return `${line}\ncode=$?; [ "$code" = ${exit} ] || { printf '%s\\nended with %s\\n' '${told}' "$code" >&2; exit 99; }`;
  });
  return [`pedigree() { '${process.execPath}' '${PROGRAM}' "$@"; }`, 'set -o pipefail', ...checked, ''].join('\n');
}

/** Pages that are read alone have no lines. */
const RUN = PAGES.filter((page) => linesOf(page, 'sh').length > 0);

describe.each(RUN)('%s', (page) => {
  it('runs as it stands', { timeout: 300_000 }, () => {
    const dir = folder();
    try {
      const { PEDIGREE_HOME: _, ...env } = environment(dir.path(''));
      const done = spawnSync('bash', ['-c', script(linesOf(page, 'sh'))], { cwd: dir.path(''), env, encoding: 'utf8' });
      expect([done.status, done.stderr.slice(-2_000)]).toEqual([0, expect.any(String)]);
    } finally {
      dir.remove();
    }
  });
});

test('a line that ends otherwise is found', () => {
  const run = (line: string) => spawnSync('bash', ['-c', script([line])], { encoding: 'utf8' });
  expect(run('false').stderr).toContain('line: false\nended with 1');
  expect(run('true    # exit 12').status).toBe(99);
  expect(run('false    # exit 1').status).toBe(0);
});

test('lines for PowerShell are words that the program takes', async () => {
  const lines = PAGES.flatMap((page) => linesOf(page, 'powershell')).filter((line) => line.startsWith('pedigree '));
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    // What PowerShell puts in its place is one word.
    const words = line.replace(/\(.*\)(\.\w+)?/, 'WORD').match(/"[^"]*"|\S+/g) ?? [];
    const call = locate(
      words.slice(1).map((word) => word.replaceAll('"', '')),
      COMMANDS,
    );
    if (call.kind !== 'command') throw new Error(`no command: ${line}`);
    const { command } = await call.command.load();
    expect(() => parseWords(command, call.rest, COMMANDS), line).not.toThrow();
  }
});

/** Every paper that a person writes, from the root down; the made ones are of the program's own tables. */
const PAPERS = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(?:api|schema)\W|^commands\.md$/.test(name))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/README.md`),
].filter((name) => name.endsWith('.md') && existsSync(join(ROOT, name)));

/** The commands in the blocks of a paper and between the marks of code in its sentences, each as far as it goes. */
function namedIn(paper: string): readonly string[] {
  const parts = readFileSync(join(ROOT, paper), 'utf8').split(/^ *```/m);
  return parts.flatMap((part, i) => {
    const lines = i % 2 === 1 ? part.split('\n') : [...part.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    return lines.flatMap((line) => {
      // What a shell puts in its place is one word.
      const plain = line.replace(/"?\$\([^)]*\)"?/g, 'WORD').replace(/\s+/g, ' ');
      const command = /(?:^|[ ($])(pedigree (?!pedigree)(?=[a-z-])(?:'[^']*'|"[^"]*"|[^'"|;<>&#()])+)/.exec(plain)?.[1];
      return command === undefined ? [] : [command.replace(/ \d?$/, '')];
    });
  });
}

test('commands that a page names are those of the program, with options that they have', async () => {
  const named = PAPERS.flatMap((paper) => namedIn(paper).map((line) => [paper, line] as const));
  expect(named.length).toBeGreaterThan(300);
  // What stands for something is no word of the program: COMMAND, NAME …
  for (const [paper, line] of named.filter(([, one]) => !/^pedigree (?:help |man )?[A-Z]/.test(one))) {
    const call = locate(line.split(' ').slice(1), COMMANDS);
    if (call.kind === 'help') continue;
    if (call.kind !== 'command') throw new Error(`${paper}: ${line}`);
    const { command } = await call.command.load();
    const known = [...(command.options ?? []), ...sharedOptions(command), ...GLOBAL_OPTIONS].flatMap(({ flags }) =>
      flags.split(/[ ,]+/),
    );
    const strange = line
      .replace(/'[^']*'|"[^"]*"/g, 'WORD')
      .split(/[ =]/)
      .filter((word) => /^--?[a-z]/.test(word) && !known.includes(word));
    expect([paper, line, strange]).toEqual([paper, line, []]);
  }
});

test('the index has each page', () => {
  const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
  const all = ['start', 'do', 'run', 'decide'].flatMap((part) =>
    readdirSync(join(ROOT, 'docs', part)).map((name) => `${part}/${name}`),
  );
  expect(all.filter((page) => !index.includes(`(${page})`))).toEqual([]);
});
