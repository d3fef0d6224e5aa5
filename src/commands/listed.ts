// A command as a list of commands has it, and how it is found there: by name, by another word for it, by its family.
import type { CommandSpec } from './spec.ts';

export interface Registered {
  readonly name: string;
  /** Other words for the same command. */
  readonly aliases?: readonly string[];
  /** What it does no other command takes back, so it is never suggested for a word that was meant otherwise. */
  readonly final?: true;
  readonly load: () => Promise<{ readonly command: CommandSpec }>;
}

export interface Group {
  readonly title: string;
  readonly commands: readonly Registered[];
}

/** The command with that name or alias. */
export function findIn(commands: readonly Registered[], name: string): Registered | undefined {
  return commands.find((command) => command.name === name || command.aliases?.includes(name));
}

/** The commands of a family (`recall` → `recall issue`, `recall list` …). */
export function familyIn(commands: readonly Registered[], word: string): readonly Registered[] {
  return commands.filter((command) => command.name.startsWith(`${word} `));
}
