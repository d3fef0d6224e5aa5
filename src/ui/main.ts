// The whole tool: words in, answers out, one exit code.
import { askedOn, type GlobalFlags } from '../commands/flags.ts';
import { locate, parseWords, refuseValueAsCommand } from '../commands/program.ts';
import type { CommandSpec } from '../commands/spec.ts';
import { commandHelp, overview, shortHelp } from './help.ts';
import { type Io, OutputClosed, processIo } from './io.ts';
import { type Speaks, speaks } from './language.ts';
import { COMMANDS, findCommand, TEXTS } from './registry.ts';
import { hasParty, isDebug, printFailure, run } from './run.ts';
import { inRoom, LEAST_WIDTH, narrowed, WIDTH } from './style.ts';
import { facing } from './windows.ts';

/** Runs one command line and returns the exit code of the process. Never throws. */
export async function main(argv: readonly string[], streams: Io = processIo()): Promise<number> {
  const io = facing(streams);
  let asked = askedOn(argv);
  const speaking = speaks(langOn(argv), asked.json, io.environment);
  speaking();
  try {
    // Whatever command stands before it, `--version` asks for the version of the whole.
    if (asked.version) return await version(asked, io, speaking);
    const call = locate(argv, COMMANDS);
    if (call.kind === 'bare') return await bare(call.rest, io, speaking);
    if (call.kind === 'help') {
      await writeHelp(() => help(call.topic), io);
      return 0;
    }
    const { command } = await call.command.load();
    asked = askedOn(call.rest, command);
    if (asked.version) return await version(asked, io, speaking);
    if (asked.help) {
      await writeHelp(() => help(command.name), io);
      return 0;
    }
    refuseValueAsCommand(command, argv);
    return await run(command, parseWords(command, call.rest, COMMANDS), io, TEXTS, speaking);
  } catch (thrown) {
    return thrown instanceof OutputClosed ? 0 : printFailure(thrown, { ...asked, debug: isDebug(io) }, io);
  }
}

/** The value of `--lang`, before anything is parsed: what is wrong with the line is said in that language. */
function langOn(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  const at = flags.lastIndexOf('--lang');
  return at === -1 ? flags.findLast((word) => word.startsWith('--lang='))?.slice('--lang='.length) : flags[at + 1];
}

function version({ json, quiet }: GlobalFlags, io: Io, speaking: Speaks): Promise<number> {
  return runNamed('version', [...(json ? ['--json'] : []), ...(quiet ? ['--quiet'] : [])], io, speaking);
}

async function runNamed(name: string, words: readonly string[], io: Io, speaking: Speaks): Promise<number> {
  const registered = findCommand(name);
  if (registered === undefined) throw new TypeError(`no command ${name}`);
  const { command } = await registered.load();
  return run(command, parseWords(command, words, COMMANDS), io, TEXTS, speaking);
}

/** Nothing but `pedigree`: with a party what waits today, without one the way in. */
async function bare(rest: readonly string[], io: Io, speaking: Speaks): Promise<number> {
  const status = findCommand('status');
  const command: CommandSpec | undefined = status && (await status.load()).command;
  if (command !== undefined) {
    const typed = parseWords(command, rest, COMMANDS);
    if (hasParty(typed, io) || typed.options.get('json') === true) return run(command, typed, io, TEXTS, speaking);
  }
  await writeHelp(shortHelp, io);
  return 0;
}

async function writeHelp(make: () => string | Promise<string>, io: Io): Promise<void> {
  const width = Math.max(LEAST_WIDTH, io.columns ?? WIDTH);
  const text = narrowed(await inRoom(width, make), width);
  io.write(io.commands?.inText(text) ?? text);
}

async function help(topic: string): Promise<string> {
  return topic === '' ? overview() : commandHelp(topic);
}

/** Runs the process's command line; the exit code is the process's. */
export function start(argv: readonly string[]): void {
  void main(argv).then((exit) => {
    process.exitCode = exit;
  });
}
