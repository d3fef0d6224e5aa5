// What was typed, as a command reads it: the values that a parser found, under the names of the spec.
import type { Env } from '../app/node/env.ts';
import type { ScanTerminal } from '../scan/terminal.ts';
import type { CommandSpec, Input, Stdin } from './spec.ts';

export type OptionValue = string | boolean | readonly string[];

/** Arguments and options as typed, whoever parsed them; options under the name of their long flag. */
export interface Typed {
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, OptionValue>;
  /** What a person should look at: values that look like options. */
  readonly doubts?: readonly string[];
}

/** What surrounds a run besides its words. */
export interface Surroundings {
  readonly env: Env;
  readonly interactive: boolean;
  readonly stdin: Stdin;
  readonly terminal?: () => Promise<ScanTerminal>;
  readonly ask?: (question: string) => Promise<string | undefined>;
}

/** The input of one run of a command. */
export function makeInput(spec: CommandSpec, typed: Typed, around: Surroundings): Input {
  const { args, options } = typed;
  const declared = spec.arguments ?? [];
  const place = (name: string) => {
    const index = declared.findIndex((argument) => argument.name === name);
    if (index < 0) throw new TypeError(`${spec.name} declares no argument ${name}`);
    return index;
  };
  const text = (name: string) => {
    const value = options.get(name);
    return typeof value === 'string' ? spelt(spec, name, value) : undefined;
  };
  return {
    command: spec.name,
    args,
    env: around.env,
    json: options.get('json') === true,
    verbose: options.get('verbose') === true,
    strict: options.get('strict') === true,
    get interactive() {
      return around.interactive;
    },
    arg: (name) => args[place(name)],
    rest: (name) => args.slice(place(name)),
    text,
    list: (name) => {
      const value = options.get(name);
      const values: readonly string[] = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
      return values.map((one) => spelt(spec, name, one));
    },
    flag: (name) => options.has(name) && options.get(name) !== false,
    count: (name) => {
      const value = text(name);
      return value === undefined ? undefined : Number(value);
    },
    stdin: around.stdin,
    ask: async (question) => (around.interactive ? around.ask?.(question) : undefined),
    terminal: async () => (around.interactive ? around.terminal?.() : undefined),
  };
}

/** Values that are texts and names, not paths: of a path every byte counts. */
const TEXTS = /<(?:text|name|number|key|party|reason|id|lot)>/;

/** A text or name in NFC, however the keyboard or the file that it comes from composes its letters. */
function spelt(spec: CommandSpec, name: string, value: string): string {
  if (/^[ -~]*$/.test(value)) return value;
  const option = spec.options?.find(({ flags }) => new RegExp(`--${name}(?![\\w-])`).test(flags));
  return option !== undefined && TEXTS.test(option.flags) ? value.normalize('NFC') : value;
}
