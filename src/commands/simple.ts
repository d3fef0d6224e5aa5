// Command lines so plain that they can be read without a parser of options: the command first, every flag written out
// and declared. Whatever else there is, a misspelling too, is for `parseWords`; where both read a line they agree.
import { GLOBAL_OPTIONS, optionName, sharedOptions, shortFlag, takesValue } from './globals.ts';
import type { OptionValue, Typed } from './input.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

export interface SimpleCall {
  readonly command: CommandSpec;
  readonly typed: Typed;
}

/** The command and what was typed, or undefined where the line is not plain. */
export function simpleCall(commands: ReadonlyMap<string, CommandSpec>, argv: readonly string[]): SimpleCall | undefined {
  const command = commands.get(argv[0] ?? '');
  if (command === undefined) return undefined;
  const byFlag = new Map<string, OptionSpec>();
  for (const option of [...(command.options ?? []), ...sharedOptions(command), ...GLOBAL_OPTIONS]) {
    byFlag.set(`--${optionName(option)}`, option);
    const short = shortFlag(option);
    if (short !== undefined) byFlag.set(short, option);
  }
  const args: string[] = [];
  const options = new Map<string, OptionValue>();
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '-' || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
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
  return args.length === 0 ? undefined : { command, typed: { args, options } };
}
