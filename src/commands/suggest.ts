// What a misspelt word may have meant. What cannot be taken back is never guessed at: whoever means it writes it out.
import { Command, CommanderError } from 'commander';
import { optionName } from './globals.ts';
import type { Registered } from './listed.ts';
import type { OptionSpec } from './spec.ts';

/**
 * The names of commands most like a misspelt one, as commander finds them: `a`, or `a, b`. None where one that cannot be taken
 * back is as like: another would lead astray whoever meant it.
 */
export function nearest(
  word: string,
  commands: readonly Registered[],
  others: readonly string[] = [],
): string | undefined {
  const namesOf = ({ name, aliases = [] }: Registered) => [name.split(' ').at(-1) ?? '', ...aliases];
  const final = new Set(commands.filter((command) => command.final === true).flatMap(namesOf));
  const program = quiet(new Command('pedigree'));
  for (const name of new Set([...commands.flatMap(namesOf), ...others])) program.command(name);
  try {
    program.parse([word], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const near = suggestionsIn(error);
    return near.length === 0 || near.some((name) => final.has(name)) ? undefined : near.join(', ');
  }
  return undefined;
}

/** The options that commander suggests for a misspelt one, but for those that override a safeguard. */
export function nearOption(error: CommanderError, options: readonly OptionSpec[]): string | undefined {
  const final = new Set(options.filter((option) => option.final === true).map((option) => `--${optionName(option)}`));
  return (
    suggestionsIn(error)
      .filter((flag) => !final.has(flag))
      .join(', ') || undefined
  );
}

function suggestionsIn({ message }: CommanderError): readonly string[] {
  return /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1]?.split(', ') ?? [];
}

/** Prints nothing and ends nothing: what commander finds wrong is thrown. */
export function quiet(command: Command): Command {
  return command
    .exitOverride()
    .helpOption(false)
    .helpCommand(false)
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
}
