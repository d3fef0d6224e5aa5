// What is said of a listing that does not show all there is, and the listing as CSV.

import { plainValue } from '../answer/plain.ts';
import { lastWords, shellLine } from '../app/node/shell-words.ts';
import { optionName } from '../commands/globals.ts';
import type { Typed } from '../commands/input.ts';
import { listedIn } from '../commands/listing.ts';
import { csvOf } from '../commands/rows.ts';
import type { CommandSpec } from '../commands/spec.ts';
import { phrase } from '../words/en/screen.ts';
import { wrapCommand } from './style.ts';

type Data = Readonly<Record<string, unknown>>;

/** `100 of 4,000` and the line that goes on, with all that was asked for. */
export function goOnText(command: CommandSpec, typed: Typed, answer: object): string {
  const data = answer as Data;
  const shown = listedIn(command, data)?.rows.length ?? 0;
  const words = ['pedigree', ...command.name.split(' '), ...optionsOf(command, typed), '--since', String(data.next)];
  const [item] = typed.args;
  const line = item === undefined ? shellLine(words) : `${shellLine(words)} ${lastWords(item)}`;
  return `\n\n${phrase('to-go-on', { shown, total: Number(data.total) })}\n${wrapCommand(`  ${line}`, '    ')}`;
}

/** The options that make it the same list; where it begins is said anew. */
function optionsOf(command: CommandSpec, { options }: Typed): readonly string[] {
  const own = [...(command.options ?? []).map(optionName), 'before', 'limit', 'sort', 'home'];
  return own.flatMap((name) => {
    const value = options.get(name);
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${name}`];
    // In one word, a value that looks like an option is none.
    return [value].flat().flatMap((one) => (one.startsWith('-') ? [`--${name}=${one}`] : [`--${name}`, one]));
  });
}

/** The rows without what steers a terminal. */
export function csvText(command: CommandSpec, answer: object): string {
  const listed = listedIn(command, plainValue(answer) as Data);
  return listed === undefined ? '' : csvOf(command, listed.listing.rows, listed.rows);
}
