// Which flags stand on a line as flags: what an option takes for its value is never looked at as one.
import { phrase } from '../words/en/command-line.ts';
import { GLOBAL_OPTIONS, optionName, sharedOptions, shortFlag, takesValue } from './globals.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/** Asks for the version of the whole, whatever command stands before it. */
const VERSION: OptionSpec = { flags: '-V, --version', description: 'show the version' };

/** A word that begins like an option; `-` alone is standard input or output. */
export function isFlag(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** The options of a command by each of their flags, the global ones among them; without a command these alone. */
export function optionsByFlag(spec?: CommandSpec): ReadonlyMap<string, OptionSpec> {
  const byFlag = new Map<string, OptionSpec>();
  for (const option of [
    ...(spec === undefined ? [] : [...(spec.options ?? []), ...sharedOptions(spec)]),
    ...GLOBAL_OPTIONS,
    VERSION,
  ]) {
    byFlag.set(`--${optionName(option)}`, option);
    const short = shortFlag(option);
    if (short !== undefined) byFlag.set(short, option);
  }
  return byFlag;
}

/** A flag on a line, by the name of its long form. */
export interface Flag {
  readonly name: string;
  /** The word behind an option that is not known: it may be the value of that one. */
  readonly doubtful: boolean;
}

/**
 * The flags without a value that stand on a line before `--`, written out or as letters together (`-qn`). Without a
 * command its options are not known; whatever is found without doubt then, is found with it as well.
 */
export function* flagsOn(words: readonly string[], spec?: CommandSpec): Iterable<Flag> {
  const byFlag = optionsByFlag(spec);
  let unknown = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return;
    const doubtful = unknown;
    unknown = false;
    if (!isFlag(word)) continue;
    const known = byFlag.get(word);
    if (known === undefined && word.startsWith('--')) {
      unknown = !word.includes('=');
      continue;
    }
    const flags = known === undefined ? Array.from(word.slice(1), (letter) => `-${letter}`) : [word];
    for (const [at, flag] of flags.entries()) {
      const option = byFlag.get(flag);
      unknown = option === undefined;
      if (option === undefined) break;
      if (takesValue(option) === 'never') {
        yield { name: optionName(option), doubtful };
        continue;
      }
      // The rest of the word is the value, else the next one.
      if (at === flags.length - 1 && takesValue(option) === 'always') index++;
      break;
    }
  }
}

/** What a line asks of every command alike. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/**
 * Help, the version and silence are not guessed: where they may be the value of a misspelt option, that is what is told.
 */
export function askedOn(words: readonly string[], spec?: CommandSpec): GlobalFlags {
  const flags = [...flagsOn(words, spec)];
  const sure = (name: string) => flags.some((flag) => flag.name === name && !flag.doubtful);
  return {
    json: flags.some((flag) => flag.name === 'json'),
    quiet: sure('quiet'),
    help: sure('help'),
    version: sure('version'),
  };
}

/** What to say of values that are written like a flag of the command: somebody may have left a value out. */
export function valuesLikeFlags(words: readonly string[], spec: CommandSpec): readonly string[] {
  const byFlag = optionsByFlag(spec);
  const said: string[] = [];
  for (let index = 0; index < words.length && words[index] !== '--'; index++) {
    const option = byFlag.get(words[index] ?? '');
    if (option === undefined || takesValue(option) !== 'always') continue;
    const value = words[++index] ?? '';
    const [flag = ''] = value.split('=');
    if (!byFlag.has(flag)) continue;
    const name = `--${optionName(option)}`;
    said.push(phrase('value-like-flag', { value, name }));
  }
  return said;
}
