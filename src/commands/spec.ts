// What a command is: its words, its options, the shape of its answer, and the function that runs it.
// A command file holds the description alone; whatever is heavy (app, ledger, keys) is imported inside `run`.
import type { Answer } from '../answer/answer.ts';
import type { Env } from '../app/node/env.ts';
import type { ScanTerminal } from '../scan/terminal.ts';

/** A JSON Schema (draft 2020-12) of the fields of an answer, without the common ones (see `answerSchema`). */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

export interface ArgumentSpec {
  /** As help shows it and `Input.arg` takes it: `shipment`, `item`. */
  readonly name: string;
  readonly description: string;
  readonly optional?: boolean;
  /** Names a file that is written; `-` is standard output, and the answer goes to stderr. */
  readonly out?: true;
  /** The last argument of a command may take all that remains: `Input.rest`. */
  readonly variadic?: boolean;
}

export interface OptionSpec {
  /** `--all`, `--to <party>`, `-o, --out <file>`; `[value]` where the value may be left out. */
  readonly flags: string;
  readonly description: string;
  /** May be given several times and with several values; read with `Input.list`. */
  readonly repeat?: boolean;
  readonly required?: boolean;
  /** Names a file that is written; `-` is standard output, and the answer goes to stderr. */
  readonly out?: true;
  readonly choices?: readonly string[];
  /** It goes on where the program would stop, or drops something for good: never suggested for a misspelt one. */
  readonly final?: true;
  /** Checked before the command runs: a whole number from 0 up, or a day written YYYY-MM-DD. */
  readonly value?: 'count' | 'day';
}

/** A list in an answer, and how it is paged, sorted and cut (listing.ts). */
export interface PagedList {
  /** The field of the answer that holds its rows, which are objects. */
  readonly rows: string;
  /** Fields that together name a row. */
  readonly id: readonly string[];
  /** The field that `--since` and `--before` go by: a moment or a day in ISO 8601. */
  readonly at?: string;
}

export interface CommandSpec {
  /** The words that call it: `mint`, `recall issue`. */
  readonly name: string;
  /** One line, lower case, no full stop. */
  readonly summary: string;
  /** Further paragraphs for the help of this command. */
  readonly about?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Writes to the ledger: takes `--dry-run`, and its answer has `event`, `at`, `already`, `warnings`. */
  readonly writes?: boolean;
  /** Takes `--strict`, which makes caution exit 20. */
  readonly strict?: boolean;
  /** It lists: takes `--since --before --limit --sort --csv`. Of several the first whose field the answer has. */
  readonly lists?: readonly PagedList[];
  /** It goes on until it is stopped, so that Ctrl-C is how it ends, with 0: always, or with this option. */
  readonly endless?: boolean | string;
  /** Answers each item for itself: a line of NDJSON with `n` and `input` for each, in input order. */
  readonly lines?: boolean;
  /** At least two command lines that can be copied; a test runs them. */
  readonly examples: readonly [string, string, ...string[]];
  /** The JSON Schema of the answer besides the common fields: an object with `properties` and `required`. */
  readonly schema: JsonSchema;
  readonly run: (input: Input) => Answer | Promise<Answer> | AsyncIterable<Answer>;
}

/**
 * Standard input. Where `literal` is set no word of a command names a stream, a file or a picture: each is the scan itself. So is it
 * wherever texts come from somebody who may not read the files of this computer.
 */
export type Stdin = (() => AsyncIterable<Uint8Array>) & { readonly literal?: true };

/** What was typed, parsed and checked against the spec. Names are those of the spec: `to`, not `--to <party>`. */
export interface Input {
  /** The words of the command: `recall issue`. */
  readonly command: string;
  /** All arguments in order. */
  readonly args: readonly string[];
  readonly env: Env;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly strict: boolean;
  /** Whether a person may be asked: a terminal, and no `--no-input`. */
  readonly interactive: boolean;
  /** One argument by name; undefined only where the spec says optional. */
  arg(name: string): string | undefined;
  /** The values of the variadic argument of that name. */
  rest(name: string): readonly string[];
  /** The value of an option. */
  text(option: string): string | undefined;
  /** The values of a repeatable option. */
  list(option: string): readonly string[];
  flag(option: string): boolean;
  /** The value of an option with `value: 'count'`. */
  count(option: string): number | undefined;
  /** Standard input, read as it is asked for, and what words may name. */
  readonly stdin: Stdin;
  /** What the person here types as an answer, a line; undefined where nobody may be asked, or answers no more. */
  ask(question: string): Promise<string | undefined>;
  /** The keys of the person here, one by one; undefined where nobody may be asked. To be closed by whoever took it. */
  terminal(): Promise<ScanTerminal | undefined>;
}

/**
 * An argument or option that the spec requires (the parser has checked), as a string.
 * Use it as `required(input.text('gtin'))`.
 */
export function required(value: string | undefined): string {
  if (value === undefined) throw new TypeError('a required argument was not declared as required');
  return value;
}

/** An object schema: every field required but those whose name ends in `?`. */
export function fields(properties: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    required: entries.filter(([name]) => !name.endsWith('?')).map(([name]) => name),
  };
}

export const string = (description?: string): JsonSchema => ({ type: 'string', ...described(description) });
export const integer = (description?: string): JsonSchema => ({ type: 'integer', ...described(description) });
export const number = (description?: string): JsonSchema => ({ type: 'number', ...described(description) });
export const boolean = (description?: string): JsonSchema => ({ type: 'boolean', ...described(description) });
export const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  items,
  ...described(description),
});
export const oneOf = (values: readonly string[], description?: string): JsonSchema => ({
  enum: values,
  ...described(description),
});

function described(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
