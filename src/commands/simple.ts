// Command lines so plain that they can be read without a parser of options: every flag written out and declared.
// Whatever else there is, a misspelling too, is for `parseWords`; where both read a line they agree.
import { GLOBAL_OPTIONS, optionName, sharedOptions, shortFlag, takesValue } from './globals.ts';
import type { OptionValue, Typed } from './input.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

export interface SimpleCall {
  readonly command: CommandSpec;
  readonly typed: Typed;
}

/** The command and what was typed, or undefined where the line is not plain. */
export function simpleCall(
  commands: ReadonlyMap<string, CommandSpec>,
  argv: readonly string[],
): SimpleCall | undefined {
  let command: CommandSpec | undefined;
  let byFlag: ReadonlyMap<string, OptionSpec> | undefined;
  const args: string[] = [];
  const options = new Map<string, OptionValue>();
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '-' || !word.startsWith('-')) {
      if (command !== undefined) {
        args.push(word);
        continue;
      }
      command = commands.get(word);
      if (command === undefined) return undefined;
      byFlag = undefined;
      continue;
    }
    byFlag ??= flagsOf([...GLOBAL_OPTIONS, ...(command?.options ?? []), ...(command ? sharedOptions(command) : [])]);
    const option = byFlag.get(word);
    if (option === undefined || option.repeat || option.choices || option.value || takesValue(option) === 'maybe') {
      return undefined;
    }
    const name = optionName(option);
    if (name === 'help') return undefined;
    if (takesValue(option) === 'never') {
      options.set(name, true);
      continue;
    }
    const value = argv[++index];
    if (value === undefined || value.startsWith('-')) return undefined;
    options.set(name, value);
  }
  return command === undefined || args.length === 0 || requiresMore(command)
    ? undefined
    : { command, typed: { args, options } };
}

function flagsOf(options: readonly OptionSpec[]): Map<string, OptionSpec> {
  const flags = new Map<string, OptionSpec>();
  for (const option of options) {
    flags.set(`--${optionName(option)}`, option);
    const short = shortFlag(option);
    if (short !== undefined) flags.set(short, option);
  }
  return flags;
}

/** Whether the command wants more than its one variadic argument; then the whole parser has to check. */
function requiresMore(command: CommandSpec): boolean {
  const [only, ...more] = command.arguments ?? [];
  return !only?.variadic || more.length > 0 || (command.options ?? []).some((option) => option.required);
}
