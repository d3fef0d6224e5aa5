// The JSON documents of answers and failures: what a script reads, whatever way it asked.
import { MOST_LISTED, type PedigreeError } from '../errors.ts';
import { flat } from '../words/say.ts';
import type { Answer } from './answer.ts';
import { hintOf } from './hints.ts';

/** The name of the schema that an answer of this command follows. */
function schemaName(command: string): string {
  return `pedigree/${command.replaceAll(' ', '-')}/1`;
}

/** The JSON document of an answer: the common fields first, then the command's own. */
export function document(command: string, answer: Answer): object {
  if (answer.error !== undefined) return failure(answer.error, answer);
  return {
    ok: true,
    schema: schemaName(command),
    exit: answer.exit ?? 0,
    ...place(answer),
    ...answer.data,
  };
}

const STEERING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A document on a line of its own. JSON escapes no C1 control and nothing that turns the reading direction: written as
 * they are, they would steer the terminal that shows them, and U+2028 is the end of a line to some readers.
 */
export function jsonLine(document: object): string {
  const line = JSON.stringify(document);
  return `${line.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** The JSON document of a failure; `detail` holds what a script may want besides, such as `items[]`. */
export function failure(error: PedigreeError, answer?: Answer): object {
  return {
    ok: false,
    code: error.code,
    message: brief(error.message),
    hint: hintOf(error),
    exit: error.exit,
    ...(error.said === undefined ? {} : { said: flat(error.said) }),
    ...(answer === undefined ? {} : { ...place(answer), ...answer.data }),
    ...detailOf(error),
  };
}

/** What a script may want besides; of a list the first entries, and how many there are: of `items` as `total`. */
function detailOf({ detail }: PedigreeError): object {
  const told: Record<string, unknown> = { ...detail };
  const totals: Record<string, number> = {};
  for (const [name, value] of Object.entries(told)) {
    if (!Array.isArray(value)) continue;
    told[name] = value.slice(0, MOST_LISTED);
    if (name === 'items') told.total ??= value.length;
    else if (value.length > MOST_LISTED) totals[name] = value.length;
  }
  return Object.keys(totals).length === 0 ? told : { ...told, totals };
}

function place(answer: Answer): object {
  return {
    ...(answer.n === undefined ? {} : { n: answer.n }),
    ...(answer.input === undefined ? {} : { input: answer.input }),
  };
}

const LONGEST_MESSAGE = 1_000;

/** A sentence that says back what was typed; of somebody's whole file in the place of a word its two ends tell enough. */
export function brief(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, 600)} … ${message.slice(-200)}`.toWellFormed();
}
