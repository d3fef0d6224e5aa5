// Every command that is named in a hint, an advice or an answer can be pasted: the program's own parser takes it, with all
// that the command requires.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GLOBAL_OPTIONS, sharedOptions, takesValue } from '../../src/commands/globals.ts';
import { locate, parseWords } from '../../src/commands/program.ts';
import type { CommandSpec, OptionSpec } from '../../src/commands/spec.ts';
import { commandsIn, shellWords } from '../../src/ui/command-lines.ts';
import { COMMANDS } from '../../src/ui/registry.ts';

interface Named {
  readonly at: string;
  /** The whole of what stands in the source. */
  readonly sentence: string;
  readonly text: string;
  readonly words: readonly string[];
}

/** Texts of a source file, what is put in standing as a word. */
function textsOf(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: string[] = [];
  for (const line of code.split('\n')) {
    if (!line.includes('pedigree ')) continue;
    for (const [literal] of line.matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g)) {
      const text = literal.slice(1, -1).replace(/\\(['"`])/g, '$1');
      found.push(text.replace(literal.startsWith('`') ? /\$\{[^{}]*\}/g : /\{\w+\}/g, 'PUT-IN'));
    }
    // A line inside of a long text.
    if (!/['"`]/.test(line)) found.push(line);
  }
  return found;
}

const NAMED: readonly Named[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'commands/completion.ts')
  .flatMap((file) =>
    textsOf(readFileSync(join('src', file), 'utf8')).flatMap((text) =>
      commandsIn(text).map(([from, to]) => {
        const words = shellWords(text.slice(from, to)).map(([a, b]) => text.slice(from + a, from + b));
        return { at: `${file}: ${text}`, sentence: text, text: text.slice(from, to), words: words.slice(1) };
      }),
    ),
  );

/** Said of the program, not to it. */
const OF_THE_PROGRAM = new Set(['is', 'of', 'bundle', 'wrote', 'COMMAND', 'BEFEHL', 'help', 'PUT-IN', '--version']);

/** What a command wants besides what its options say of themselves. */
const WANTED: Readonly<Record<string, (line: string) => boolean>> = {
  accredit: (line) => /--(role|same-party)/.test(line),
  // Without any of them it asks.
  init: (line) => /--(network|regulator|alone|join-party)/.test(line) || !line.includes('--'),
  'recall issue': (line) => /--(lot|all-lots|serials)/.test(line) && /--confirm /.test(line),
  'recall extend': (line) => /--(lot|all-lots|serials)/.test(line) && /--confirm /.test(line),
  'recall end': (line) => /--confirm /.test(line),
  'recall rescind': (line) => /--confirm /.test(line),
  revoke: (line) => /--confirm /.test(line),
  retire: (line) => /--confirm /.test(line),
  scan: (line) => !/--mode (ship|pack)/.test(line) || /--(to|into|continue)/.test(line),
  outbox: (line) => !/cancel/.test(line) || /--reason /.test(line),
};

/** What stands for something: `FILE`, `…`, and what the sources put in. */
const STANDS_FOR = /^(?:[A-Z][A-Z-]*\d?|…)$/;

/** The words without the sentence that goes on behind them, and with something in the place of what stands for it. */
function filled(spec: CommandSpec, words: readonly string[]): readonly string[] {
  const options: readonly OptionSpec[] = [...(spec.options ?? []), ...sharedOptions(spec), ...GLOBAL_OPTIONS];
  const out: string[] = [];
  let waiting: OptionSpec | undefined;
  for (const word of words) {
    if (waiting === undefined && /^[a-z]+$/.test(word)) break;
    if (waiting !== undefined) {
      out.push(STANDS_FOR.test(word) ? valueFor(waiting) : word);
      waiting = undefined;
      continue;
    }
    out.push(word);
    const option = options.find(({ flags }) => flags.split(/[ ,]+/).includes(word));
    if (option !== undefined && takesValue(option) === 'always') waiting = option;
  }
  return out;
}

function valueFor({ choices, value }: OptionSpec): string {
  return choices?.[0] ?? (value === 'count' ? '1' : value === 'day' ? '2030-01-31' : 'value');
}

test('there are many of them', () => {
  expect(NAMED.length).toBeGreaterThan(150);
});

const examples = new Set<string>();
for (const { load } of COMMANDS) for (const example of (await load()).command.examples) examples.add(example);
const HINTS = NAMED.filter(({ sentence, words }) => !examples.has(sentence) && !OF_THE_PROGRAM.has(words[0] ?? ''));

describe('a command that is named', () => {
  test.each(HINTS.map((named) => [named.text, named] as const))('%s', async (_, { at, words }) => {
    const call = locate(words, COMMANDS);
    if (call.kind === 'help' || words.includes('--help')) return;
    if (call.kind !== 'command') throw new Error(`no command: ${at}`);
    const { command } = await call.command.load();
    const rest = filled(command, call.rest);
    expect(() => parseWords(command, rest, COMMANDS), at).not.toThrow();
    expect(WANTED[command.name]?.(words.join(' ')) ?? true, at).toBe(true);
    // Who prints it knows which one it is; a scan is in the hand of whoever reads it.
    const named = (command.arguments ?? []).some(({ name }) => ['id', 'shipment', 'event'].includes(name));
    const open = words.filter((word) => /^(?:…|ID|SHIPMENT|EVENT|RECALL)$/.test(word));
    expect(named && !/^(?:commands\/|words\/\w+\/commands\.ts)/.test(at) ? open : [], at).toEqual([]);
  });
});
