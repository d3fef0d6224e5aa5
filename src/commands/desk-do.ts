// How the desk runs commands: the very ones of the command line, on values in the place of words, with the documents of `--json`.
import type { Answer } from '../answer/answer.ts';
import { document, failure, jsonLine } from '../answer/document.ts';
import { toFailure } from '../answer/failures.ts';
import type { Env } from '../app/node/env.ts';
import { KeptReading } from '../app/verdict/verify-kept.ts';
import type { DeskCommand, DeskCommands, DeskRequest } from '../desk/commands.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/command-line.ts';
import { say as says } from '../words/en/screen.ts';
import { answerSchema, schemaFile } from './answer-schema.ts';
import { GLOBAL_OPTIONS, optionName, sharedOptions, takesValue } from './globals.ts';
import { makeInput, type OptionValue, type Typed } from './input.ts';
import type { Registered } from './listed.ts';
import { paged } from './paged.ts';
import { checkOption } from './program.ts';
import { scansOf } from './scan-words.ts';
import type { ArgumentSpec, CommandSpec, Input, OptionSpec, Stdin } from './spec.ts';

/** Arguments whose values are codes, or numbers that stand for goods. */
const GOODS: ReadonlySet<string> = new Set(['scan', 'item', 'shipment']);

/** What names a file or a folder of this computer. */
const FILES = /<(?:file|dir|path|card|welcome)>/;

/** Of whoever started the desk, not of a device; and what goes on without an end, or asks at a terminal. */
const NOT_FROM_A_DESK: ReadonlySet<string> = new Set([
  ...GLOBAL_OPTIONS.map(optionName),
  ...['clock-is-right', 'csv', 'watch', 'every', 'type', 'once'],
]);

/** Each word is a text, and nothing else is read. */
const NOTHING: Stdin = Object.assign(async function* () {}, { literal: true as const });

/** A command that was loaded, with its options by name. */
interface Loaded {
  readonly spec: CommandSpec;
  readonly options: ReadonlyMap<string, OptionSpec>;
}

/** The registered commands for a desk on the folder of `env`. To be closed by whoever has it. */
export function doingFor(commands: readonly Registered[], env: Env): DeskCommands {
  const kept = new KeptReading(env);
  const registered = new Map(commands.map((one) => [schemaFile(one.name), one]));
  const found = new Map<string, DeskCommand>();
  const specOf = async (path: string) => (await registered.get(path)?.load())?.command;
  return {
    schemas: [...registered.keys()],
    find: async (path) => {
      const before = found.get(path);
      if (before !== undefined) return before;
      const spec = await specOf(path);
      const command = spec && commandOf(spec, kept);
      if (command !== undefined) found.set(path, command);
      return command;
    },
    schema: async (path) => {
      const spec = await specOf(path);
      return spec && answerSchema(spec);
    },
    close: () => kept.close(),
  };
}

function commandOf(spec: CommandSpec, kept: KeptReading): DeskCommand {
  const { name, writes = false, lines = false } = spec;
  const known = [...(spec.options ?? []), ...sharedOptions(spec)];
  const loaded: Loaded = { spec, options: new Map(known.map((option) => [optionName(option), option])) };
  return {
    name,
    writes,
    lines,
    confirms: loaded.options.has('confirm'),
    isBeyond: (request) => isBeyond(loaded, request),
    run: async (request, here) => {
      let text = '';
      try {
        for await (const document of documentsOf(loaded, request, here, kept)) text += jsonLine(document);
      } catch (thrown) {
        text += jsonLine(failure(toFailure(thrown)));
      }
      return text;
    },
  };
}

async function* documentsOf(loaded: Loaded, request: DeskRequest, env: Env, kept: KeptReading): AsyncIterable<object> {
  const { spec } = loaded;
  const typed = typedOf(loaded, request);
  const here = { ...env, dryRun: typed.options.has('dry-run') };
  const input = makeInput(spec, typed, { env: here, interactive: false, stdin: NOTHING });
  const result = spec.name === 'verify' ? verified(input, kept) : spec.run(input);
  if (!(Symbol.asyncIterator in result)) {
    const answer = await result;
    const isPage = spec.lists !== undefined && answer.error === undefined;
    yield document(spec.name, isPage ? withPage(spec, input, answer) : answer);
    return;
  }
  let some = false;
  for await (const answer of result) {
    some = true;
    yield document(spec.name, answer);
  }
  if (spec.lines && !some) throw new PedigreeError('bad-input', says('nothing-to-read'));
}

/** The way of a scan to its verdict, in a folder that stays open. */
function verified(input: Input, kept: KeptReading): AsyncIterable<Answer> {
  const options = { strict: input.strict, at: input.text('at'), maxAge: input.text('max-age') };
  return kept.verify(scansOf(input.args, input.stdin), options);
}

function withPage(spec: CommandSpec, input: Input, answer: Answer): Answer {
  return { ...answer, data: paged(spec, input, answer.data) };
}

function isBeyond({ spec, options: known }: Loaded, { options, args }: DeskRequest): boolean {
  const named = Object.keys(options).some((name) => {
    if (NOT_FROM_A_DESK.has(name)) return true;
    const option = known.get(name);
    return option !== undefined && (option.out === true || FILES.test(option.flags));
  });
  // An address is somebody whom nobody here has named a peer.
  return named || (spec.name === 'sync' && [args.peer ?? []].flat().some((name) => /[/:\\]/.test(name)));
}

/** What was asked as the command reads it, checked as the words of a line are. @throws usage */
function typedOf({ spec, options: known }: Loaded, request: DeskRequest): Typed {
  const declared = spec.arguments ?? [];
  const strange = Object.keys(request.args).find((name) => !declared.some((one) => one.name === name));
  const tooMany = request.scans.length > 0 && !declared.some(({ name }) => GOODS.has(name));
  if (strange !== undefined || tooMany) {
    throw new PedigreeError('usage', say('too-many', { wanted: declared.length, given: declared.length + 1 }), {
      hint: say('see-help', { command: spec.name }),
    });
  }
  const args = declared.flatMap((argument) => valuesOf(spec, argument, request));
  const options = new Map<string, OptionValue>();
  for (const [name, value] of Object.entries(request.options)) {
    const option = known.get(name);
    if (option === undefined) {
      throw new PedigreeError('usage', say('unknown-option', { flag: `--${name}` }), {
        hint: say('see-help', { command: spec.name }),
      });
    }
    const given = givenFor(option, value);
    if (given !== undefined) options.set(name, given);
  }
  if (request.once !== undefined && known.has('once')) options.set('once', request.once);
  for (const [name, option] of known) checkOption(spec, option, options.get(name));
  return { args, options };
}

/** @throws usage where there is none, or several in the place of one */
function valuesOf(spec: CommandSpec, argument: ArgumentSpec, { scans, args }: DeskRequest): readonly string[] {
  const given = [args[argument.name] ?? (GOODS.has(argument.name) ? scans : [])].flat();
  const hint = say('see-help', { command: spec.name });
  if (given.length === 0 && argument.optional !== true)
    throw new PedigreeError('usage', say('argument-missing', { name: argument.name }), { hint });
  if (given.length > 1 && argument.variadic !== true)
    throw new PedigreeError('usage', say('too-many', { wanted: 1, given: given.length }), { hint });
  return given;
}

/** Undefined for a flag that is not set. @throws usage */
function givenFor(option: OptionSpec, value: DeskRequest['options'][string]): OptionValue | undefined {
  const takes = takesValue(option);
  if (value === false) return undefined;
  if (value === true) {
    if (takes === 'always') throw new PedigreeError('usage', say('value-missing', { flags: option.flags }));
    return true;
  }
  const values = [value].flat().map(String);
  const { choices } = option;
  const wrong = choices === undefined ? undefined : values.find((one) => !choices.includes(one));
  if (takes === 'never' || wrong !== undefined || (values.length !== 1 && option.repeat !== true)) {
    const shown = { flags: option.flags, value: wrong ?? values.join(', '), choices: (choices ?? []).join(', ') };
    throw new PedigreeError('usage', say('no-choice', shown));
  }
  return option.repeat === true ? values : (values[0] ?? '');
}
