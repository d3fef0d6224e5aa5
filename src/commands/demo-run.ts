// How the demo runs the commands of its day: through the parser that everybody uses, each answer kept as a step.
import { type Env, makeEnv } from '../app/env.ts';
import { PedigreeError, worstExit } from '../errors.ts';
import { makeInput } from './input.ts';
import { locate, parseWords } from './program.ts';
import type { Answer, CommandSpec } from './spec.ts';

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
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
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
  env: Env,
  signal: AbortSignal,
): Promise<DemoStep> {
  const step = { title, command: commandLine(argv), expected };
  const { command, result } = await invoke(argv, env, signal);
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
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { ...step, name: command.name, exit: error.exit, error: said(error) };
  }
}

/** Parses a line and begins its command, as the program does. */
export async function invoke(
  argv: readonly string[],
  env: Env,
  signal: AbortSignal,
): Promise<{ readonly command: CommandSpec; readonly result: ReturnType<CommandSpec['run']> }> {
  const call = locate(argv);
  if (call.kind !== 'command') throw new TypeError(`no command in ${argv.join(' ')}`);
  const { command } = await call.command.load();
  const typed = parseWords(command, call.rest);
  const home = typed.options.get('home');
  const around = makeEnv({
    home: typeof home === 'string' ? home : env.home,
    warn: () => {},
    random: env.random,
    signal,
  });
  const result = command.run(makeInput(command, typed, { env: around, interactive: false, stdin: nothing }));
  return { command, result };
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function said(error: PedigreeError): { readonly code: string; readonly message: string; readonly hint?: string } {
  return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}

/** A command line that a shell takes as it stands. */
export function commandLine(argv: readonly string[]): string {
  return ['pedigree', ...argv].map(quoted).join(' ');
}

/** A word as a shell takes it; control characters are written as $'…'. */
export function quoted(word: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a scan has GS in it
  if (/[\u0000-\u001f]/.test(word)) return `$'${word.replace(/['\\]/g, '\\$&').replaceAll('\x1d', '\\x1d')}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
