// One run of a command: its environment, its answers printed as they come, its failure, and the worst exit of them all.
import { existsSync } from 'node:fs';
import { unpackDoubts } from '#packages';
import type { Answer } from '../answer/answer.ts';
import { document, failure, jsonLine } from '../answer/document.ts';
import { toFailure } from '../answer/failures.ts';
import { plain, plainValue } from '../answer/plain.ts';
import { type Env, homeFolder, makeEnv, stateFolder } from '../app/node/env.ts';
import { passphraseSource } from '../app/node/passphrase.ts';
import { isStdin, readTwice } from '../app/node/pipes.ts';
import { optionName } from '../commands/globals.ts';
import { makeInput, type Typed } from '../commands/input.ts';
import type { CommandSpec, Input } from '../commands/spec.ts';
import { holdYoungMemory } from '../commands/young-memory.ts';
import { Elsewhere } from '../elsewhere.ts';
import { PedigreeError } from '../errors.ts';
import type { Stdout } from '../sync/out-stream.ts';
import { phrase, say as says } from '../words/en/screen.ts';
import { textOf } from '../words/say.ts';
import { atHome } from './at-home.ts';
import { failureText } from './failure-text.ts';
import type { Io } from './io.ts';
import type { Speaks } from './language.ts';
import { Outlet } from './outlet.ts';
import { makeProgress, type ProgressLine } from './progress.ts';
import { inRoom, LEAST_WIDTH, makeStyle, narrowed, type Style, WIDTH, wantsColor, wrap } from './style.ts';
import type { LoadText, TextContext } from './text/context.ts';

/** How a run talks. */
export interface Manner {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/**
 * Runs a command on what was typed and prints what it answers. Returns the exit code.
 * @throws Elsewhere in the small files alone, before anything is printed
 */
export async function run(
  command: CommandSpec,
  typed: Typed,
  streams: Io,
  texts: LoadText,
  speaks: Speaks,
): Promise<number> {
  const io = atHome(streams, typed, command.name);
  const manner = {
    json: typed.options.get('json') === true,
    quiet: typed.options.get('quiet') === true,
    debug: isDebug(io),
  };
  const progress = makeProgress(io, manner.quiet, () => performance.now());
  const interruption = new Interruption();
  const aside = writesToStdout(command, typed);
  const outlet = new Outlet(io, command, aside);
  const exits: number[] = [];
  let failed = 0;
  try {
    if (aside && manner.json && !manner.quiet) {
      throw new PedigreeError('usage', says('file-and-answer'), {
        hint: says('leave-json-out'),
      });
    }
    const env = environment(typed, io, manner, progress, interruption, outlet.stdout, speaks);
    const input = makeInput(command, typed, {
      env,
      get interactive() {
        return mayAsk(typed, io);
      },
      stdin: readOnce(io),
      terminal: async () => (await import('#terminal')).openTerminal(),
      ask: async (question) => (await import('#terminal')).askLine(question),
    });
    if (manner.json && command.lists !== undefined && input.flag('csv')) {
      throw new PedigreeError('usage', says('json-or-csv'), { hint: says('leave-one-out') });
    }
    if (!manner.quiet) for (const doubt of typed.doubts ?? []) say(io, () => warning(doubt));
    const show = await printer(command, typed, io, manner, { progress, zone: env.zone }, texts, outlet);
    const result = command.run(input);
    if (Symbol.asyncIterator in result) {
      for await (const answer of result) {
        exits.push(await show(answer));
        if (!manner.quiet) outlet.tellInTime();
      }
      // An empty file of scans is no verdict: exit 0 would say that all of them are genuine.
      if (command.lines && exits.length === 0) throw new PedigreeError('bad-input', says('nothing-to-read'));
    } else {
      exits.push(await show(command.lists === undefined ? await result : await listed(command, input, await result)));
    }
  } catch (thrown) {
    progress.clear();
    if (thrown instanceof Elsewhere) throw thrown;
    failed = printFailure(thrown, outlet.ended ? { ...manner, json: false } : manner, io);
  }
  progress.clear();
  if (!manner.quiet) for (const doubt of unpackDoubts()) say(io, () => warning(textOf(doubt)));
  if (!manner.quiet) outlet.tell(failed);
  interruption.end();
  const { endless = false } = command;
  const goesOn = typeof endless === 'string' ? typed.options.has(endless) : endless;
  return interruption.interrupted && !goesOn ? 130 : outlet.exit(exits, failed);
}

/** The page of a listing that is asked for. */
async function listed(command: CommandSpec, input: Input, answer: Answer): Promise<Answer> {
  if (answer.error !== undefined) return answer;
  const { paged } = await import('#paged');
  return { ...answer, data: paged(command, input, answer.data) };
}

/** Prints a failure where it belongs and returns its exit code. */
export function printFailure(thrown: unknown, manner: Manner, io: Io): number {
  const error = toFailure(thrown);
  try {
    if (manner.json && !manner.quiet) io.write(jsonLine(turned(failure(error), io)));
  } catch {
    // Stdout is what failed, or nobody reads it: stderr and the exit code still say it.
  }
  talkFailure(error, manner, io);
  return error.exit;
}

export function isDebug(io: Io): boolean {
  return io.environment.PEDIGREE_DEBUG === '1';
}

/** Sentences on stderr, broken to a terminal that is narrow. */
function say(io: Io, text: () => string): void {
  const { here, talkColumns } = io;
  if (talkColumns === undefined) io.talk(inRoom(WIDTH, text, here));
  else io.talk(narrowed(inRoom(talkColumns, text, here), Math.max(LEAST_WIDTH, talkColumns)));
}

function talkFailure(error: PedigreeError, manner: Manner, io: Io, place?: Answer): void {
  if (!manner.quiet) say(io, () => failureText(error, place));
  if (manner.debug) io.talk(`${error.stack ?? ''}\n${error.cause instanceof Error ? `${error.cause.stack}\n` : ''}`);
}

function mayAsk(typed: Typed, io: Io): boolean {
  return !typed.options.has('no-input') && io.inIsTerminal && io.talkIsTerminal;
}

function environment(
  typed: Typed,
  io: Io,
  manner: Manner,
  progress: ProgressLine,
  interruption: Interruption,
  stdout: Stdout,
  speaks: Speaks,
): Env {
  const option = (name: string) => {
    const value = typed.options.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const path = option('passphrase-file') ?? (io.environment.PEDIGREE_PASSPHRASE_FILE || undefined);
  const shared = typed.options.has('passphrase-file-shared') || io.environment.PEDIGREE_PASSPHRASE_FILE_SHARED === '1';
  const passphraseFile = path === undefined ? undefined : { path, shared };
  const warn = (text: string) => {
    progress.clear();
    if (!manner.quiet) say(io, () => warning(text));
  };
  let source: (() => string | undefined) | undefined;
  const passphrase = () => {
    source ??= passphraseSource(passphraseFile, mayAsk(typed, io), warn) ?? (() => undefined);
    return source();
  };
  // Before scans are read from there.
  if (path !== undefined && isStdin(path)) passphrase();
  const now = option('now');
  const operator = option('operator') ?? io.environment.PEDIGREE_OPERATOR;
  const hubDsn = io.environment.PEDIGREE_HUB_DSN || undefined;
  const env = makeEnv({
    home: homeFolder(option('home'), io.environment),
    state: stateFolder(io.environment),
    dryRun: typed.options.has('dry-run'),
    clockIsRight: typed.options.has('clock-is-right'),
    passphrase,
    stdout,
    speaks,
    progress: (done, total, what) => {
      // Whoever tells how far it has come mostly goes through very much.
      holdYoungMemory();
      progress.show(done, total, plain(what));
    },
    warn,
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(now === undefined ? {} : { now }),
    ...(operator === undefined ? {} : { operator }),
    ...(hubDsn === undefined ? {} : { hubDsn }),
  });
  return Object.defineProperty({ ...env }, 'signal', { enumerable: true, get: () => interruption.signal });
}

/** Standard input, for the first who asks: the second would find nothing, and do nothing without a word. */
function readOnce(io: Io): () => AsyncIterable<Uint8Array> {
  let asked = false;
  return () => {
    if (asked) throw readTwice();
    asked = true;
    return io.stdin();
  };
}

function warning(text: string): string {
  return `${wrap(`pedigree: warning: ${plain(text)}`, '  ')}\n`;
}

/**
 * Ctrl-C and SIGTERM. Until a command asks for the signal they end the process at once, which is safe at any moment: a
 * transaction is whole or not there. A command that goes on for long asks, and ends in its own time; the second Ctrl-C
 * ends it at once.
 */
class Interruption {
  interrupted = false;
  #controller: AbortController | undefined;
  readonly #onInterrupt = () => {
    this.interrupted = true;
    this.#controller?.abort();
  };
  readonly #onTerminate = () => this.#controller?.abort();

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      process.once('SIGINT', this.#onInterrupt);
      process.once('SIGTERM', this.#onTerminate);
    }
    return this.#controller.signal;
  }

  /** Leaves the signals to whoever comes after this run. */
  end(): void {
    if (this.#controller === undefined) return;
    process.off('SIGINT', this.#onInterrupt);
    process.off('SIGTERM', this.#onTerminate);
  }
}

/** Whether a file that the command writes is asked for as `-`. */
function writesToStdout({ arguments: declared = [], options = [] }: CommandSpec, typed: Typed): boolean {
  return (
    declared.some(({ out }, at) => out === true && typed.args[at] === '-') ||
    options.some((option) => option.out === true && typed.options.get(optionName(option)) === '-')
  );
}

/** The function that prints one answer and returns its exit code. */
async function printer(
  command: CommandSpec,
  typed: Typed,
  io: Io,
  manner: Manner,
  { progress, zone }: { readonly progress: ProgressLine; readonly zone: () => string | undefined },
  texts: LoadText,
  outlet: Outlet,
): Promise<(answer: Answer) => Promise<number>> {
  const exitOf = (answer: Answer) => answer.error?.exit ?? answer.exit ?? 0;
  if (manner.quiet) return async (answer) => exitOf(answer);
  if (manner.json) {
    return async (answer) => {
      progress.clear();
      outlet.count(answer);
      if (!outlet.ended) outlet.write(jsonLine(turned(document(command.name, answer), io)));
      if (answer.error !== undefined) talkFailure(answer.error, manner, io, answer);
      return exitOf(answer);
    };
  }
  if (command.lists !== undefined && typed.options.has('csv')) return csvPrinter(command, manner, io, outlet, exitOf);
  const load = texts[command.name];
  if (load === undefined) throw new TypeError(`no text for ${command.name} in src/ui/text/index.ts`);
  const { text, raw, script } = await load();
  const color = wantsColor(
    outlet.aside ? io.talkIsTerminal : io.outIsTerminal,
    typed.options.has('no-color'),
    io.environment,
  );
  const style: Style = await makeStyle(color, typed.options.get('verbose') === true, {
    columns: () => io.columns,
    zone,
  });
  return async (answer) => {
    progress.clear();
    outlet.count(answer);
    if (answer.error !== undefined && Object.keys(answer.data).length === 0) {
      talkFailure(answer.error, manner, io, answer);
      return exitOf(answer);
    }
    if (!outlet.ended) {
      const data = raw ? answer.data : plainValue(answer.data);
      const context: TextContext = {
        exit: exitOf(answer),
        texts,
        // Asked for where it matters alone: the stream that knows it is dear.
        get columns() {
          return io.columns;
        },
        several: typed.args.length > 1,
        ...(answer.n === undefined ? {} : { n: answer.n }),
        ...(answer.input === undefined ? {} : { input: plain(answer.input) }),
      };
      const made = () =>
        isCutToNothing(command, typed, answer.data)
          ? phrase('nothing-of-that-time')
          : text(data as never, style, context);
      const turn = script || answer.repaint ? undefined : io.here;
      const shown = await (raw ? made() : inRoom(style.width, made, turn));
      const named = turn?.(shown) ?? shown;
      const narrow = raw ? named : narrowed(named, style.width);
      const whole = command.lists === undefined ? narrow : `${narrow}${await goOn(command, typed, data as object)}`;
      const fitting = script ? whole : (io.commands?.inText(whole) ?? whole);
      const lines = fitting === '' || fitting.endsWith('\n') ? fitting : `${fitting}\n`;
      if (lines !== '') outlet.write(answer.repaint === true ? repainted(lines) : lines);
    }
    for (const text of warningsOf(answer)) say(io, () => warning(text));
    if (answer.error !== undefined) talkFailure(answer.error, manner, io, answer);
    return exitOf(answer);
  };
}

/** From the top of the screen, each line over what stood there, and nothing below: no moment shows an empty screen. */
function repainted(lines: string): string {
  return `\u001b[H${lines.replaceAll('\n', '\u001b[K\n')}\u001b[J`;
}

/** Prints a listing as CSV; what else the answer has to say is told beside it. */
function csvPrinter(
  command: CommandSpec,
  manner: Manner,
  io: Io,
  outlet: Outlet,
  exitOf: (answer: Answer) => number,
): (answer: Answer) => Promise<number> {
  return async (answer) => {
    outlet.count(answer);
    if (answer.error !== undefined) {
      talkFailure(answer.error, manner, io, answer);
      return exitOf(answer);
    }
    const { csvText } = await import('#paging');
    if (!outlet.ended) outlet.write(csvText(command, answer.data));
    for (const text of warningsOf(answer)) say(io, () => warning(text));
    return exitOf(answer);
  };
}

/** That nothing is in between two moments does not say that there is nothing. */
function isCutToNothing({ lists }: CommandSpec, { options }: Typed, data: object): boolean {
  if (lists === undefined || !(options.has('since') || options.has('before'))) return false;
  return (data as { readonly total?: number }).total === 0;
}

async function goOn(command: CommandSpec, typed: Typed, data: object): Promise<string> {
  if (!('next' in data)) return '';
  return (await import('#paging')).goOnText(command, typed, data);
}

/** With its commands as the shell here takes them. They name no folder: programs get the same document whatever the folder. */
function turned(answer: object, { commands }: Io): object {
  return commands?.inAnswer(answer) ?? answer;
}

function warningsOf(answer: Answer): readonly string[] {
  const { warnings } = answer.data as { readonly warnings?: unknown };
  return Array.isArray(warnings) ? warnings.filter((text) => typeof text === 'string') : [];
}

/** Whether there is a party in the folder that this line names, so that the bare command shows its day. */
export function hasParty(typed: Typed, io: Io): boolean {
  const home = typed.options.get('home');
  return existsSync(`${homeFolder(typeof home === 'string' ? home : undefined, io.environment)}/ledger.db`);
}
