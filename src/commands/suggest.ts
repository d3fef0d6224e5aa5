// What a misspelt word may have meant. What cannot be taken back is never guessed at: whoever means it writes it out.
import { Command, CommanderError } from 'commander';
import { optionName } from './globals.ts';
import type { Registered } from './listed.ts';
import type { OptionSpec } from './spec.ts';

/** The words of these commands that a misspelt one may stand for. */
export function suggestible(commands: readonly Registered[]): readonly string[] {
  const harmless = commands.filter(({ final }) => final !== true);
  return [...new Set(harmless.flatMap(({ name, aliases = [] }) => [name.split(' ').at(-1) ?? '', ...aliases]))];
}

/** The names most like a misspelt one, as commander finds them: `a`, or `a, b`. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const program = quiet(new Command('pedigree'));
  for (const name of names) program.command(name);
  try {
    program.parse([word], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return suggestionsIn(error).join(', ') || undefined;
    throw error;
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
