// How the demo runs the commands of its day: through the parser that everybody uses, each answer kept as a step.
import type { Answer } from '../answer/answer.ts';
import { type Env, makeEnv } from '../app/node/env.ts';
import { shellLine } from '../app/node/shell-words.ts';
import { type ErrorCode, PedigreeError, worstExit } from '../errors.ts';
import { bracketed, parse } from '../gs1/index.ts';
import { say } from '../words/en/commands.ts';
import { makeInput } from './input.ts';
import type { Registered } from './listed.ts';
import { locate, parseWords } from './program.ts';
import type { CommandSpec } from './spec.ts';

/** One command of the day and how it went. */
export interface DemoStep {
  readonly title: string;
  /** The command line as a person would type it. */
  readonly command: string;
  /** The words of the command: names the text that shows its answer. */
  readonly name: string;
  readonly exit: number;
  readonly expected: number;
  readonly answer?: object;
  readonly input?: string;
  /** What an error said, where the command ended in one. */
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
}

/** What the commands of the day run in. */
export interface DemoRun {
  readonly commands: readonly Registered[];
  readonly env: Env;
  readonly signal: AbortSignal;
}

/** The words of a command line; what is put in stands as it is, and a list as several words. */
export function words(text: TemplateStringsArray, ...values: readonly (string | readonly string[])[]): string[] {
  return text.flatMap((part, index) => [
    ...part.split(/\s+/).filter((word) => word !== ''),
    ...[values[index] ?? []].flat(),
  ]);
}

/** Runs one command and says how it went. @throws whatever is no `PedigreeError` */
export async function runStep(
  title: string,
  expected: number,
  argv: readonly string[],
  run: DemoRun,
): Promise<DemoStep> {
  const step = { title, command: commandLine(argv), expected };
  const { command, result } = await invoke(argv, run);
  try {
    const answers: Answer[] = [];
    if (Symbol.asyncIterator in result) for await (const answer of result) answers.push(answer);
    else answers.push(await result);
    const exit = worstExit(answers.map((answer) => answer.error?.exit ?? answer.exit ?? 0));
    const [first] = answers;
    return {
      ...step,
      name: command.name,
      exit,
      ...(first?.input === undefined ? {} : { input: first.input }),
      ...(first?.error === undefined ? { answer: first?.data ?? {} } : { error: said(first.error) }),
    };
  } catch (thrown) {
    return failedStep({ ...step, name: command.name }, thrown);
  }
}

/** A step whose command threw. @throws whatever is no `PedigreeError` */
export function failedStep(step: Omit<DemoStep, 'exit' | 'answer' | 'error'>, thrown: unknown): DemoStep {
  if (!(thrown instanceof PedigreeError)) throw thrown;
  return { ...step, exit: thrown.exit, error: said(thrown) };
}

/** What the demo ends with where a step did not end as it was to: the step, and why as far as it says so itself. */
export function failureOf(step: DemoStep): PedigreeError {
  const { title, exit, expected, error } = step;
  const why = error?.message ?? partnerError(step.answer);
  const places = { title, exit, expected };
  const message = why === undefined ? say('demo-stopped', places) : say('demo-stopped-why', { ...places, why });
  return new PedigreeError(error?.code ?? (exit === 75 ? 'peer-away' : 'unexpected'), message, {
    exit: exit === 0 ? 1 : exit,
    ...(exit === 75 ? { hint: say('demo-listens') } : error?.hint === undefined ? {} : { hint: error.hint }),
  });
}

/** Why a peer was not reached, in the answer of a command that asked some. */
function partnerError(answer: object | undefined): string | undefined {
  const { peers, sent } = (answer ?? {}) as Record<'peers' | 'sent', unknown>;
  for (const one of [peers, sent].flat() as ({ readonly error?: unknown } | undefined)[]) {
    if (typeof one?.error === 'string') return one.error;
  }
  return undefined;
}

/** Parses a line and begins its command, as the program does. */
export async function invoke(
  argv: readonly string[],
  { commands, env, signal }: DemoRun,
): Promise<{ readonly command: CommandSpec; readonly result: ReturnType<CommandSpec['run']> }> {
  const call = locate(argv, commands);
  if (call.kind !== 'command') throw new TypeError(`no command in ${argv.join(' ')}`);
  const { command } = await call.command.load();
  const typed = parseWords(command, call.rest, commands);
  const home = typed.options.get('home');
  const now = typed.options.get('now');
  const around = makeEnv({
    home: typeof home === 'string' ? home : env.home,
    ...(typeof now === 'string' ? { now } : {}),
    warn: () => {},
    random: env.random,
    signal,
  });
  const result = command.run(makeInput(command, typed, { env: around, interactive: false, stdin: nothing }));
  return { command, result };
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function said(error: PedigreeError): NonNullable<DemoStep['error']> {
  return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}

/** A command line that a shell takes as it stands: scans without the separators that a scanner sends. */
export function commandLine(argv: readonly string[]): string {
  return shellLine([
    'pedigree',
    ...argv.map((word) => (word.includes('\x1d') ? bracketed(parse(word).elements) : word)),
  ]);
}
