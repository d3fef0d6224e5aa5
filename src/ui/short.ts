// The short way for `verify` and `decode` of one scan: the same commands, answers and texts as in the whole program,
// without the parser of options and everything else that these two seldom need. Each has a small file of its own.
import { isWindowsShell } from '../app/node/shell-words.ts';
import { type SimpleCall, simpleCall } from '../commands/simple.ts';
import type { CommandSpec } from '../commands/spec.ts';
import { Elsewhere } from '../elsewhere.ts';
import { localeLanguage } from '../words/languages.ts';
import { processIo } from './io.ts';
import { run } from './run.ts';
import type { Texts } from './text/context.ts';

/** Answers lines that call this command on one scan; every other is for `whole`. */
export function short(command: CommandSpec, texts: Texts): (argv: readonly string[], whole: () => void) => void {
  const commands = new Map([[command.name, command]]);
  const load = { [command.name]: async () => texts };
  const answer = async (call: SimpleCall, whole: () => void): Promise<void> => {
    try {
      // All is written by now: nothing is left that a slower end of the process would wait for.
      const io = processIo();
      const json = call.typed.options.get('json') === true;
      process.exit(await run(call.command, call.typed, io, load, json ? anything : english));
    } catch (thrown) {
      if (!(thrown instanceof Elsewhere)) throw thrown;
      whole();
    }
  };
  return (argv, whole) => {
    const call = simpleCall(commands, argv);
    // What is printed for the shells of Windows is turned by the whole program.
    if (call === undefined || !isOneScan(call) || isWindowsShell(process.env) || isForeign(call)) whole();
    else void answer(call, whole);
  };
}

/** These files speak English alone, and so does JSON. */
function english(set: string | undefined): void {
  if (set !== undefined && set !== 'en') throw new Elsewhere();
}

const anything = (): void => {};

function isForeign({ typed }: SimpleCall): boolean {
  return typed.options.get('json') !== true && (localeLanguage(process.env) ?? 'en') !== 'en';
}

/** With one scan nothing is printed before all is known; a stream or a file of scans could be half answered. */
function isOneScan({ typed }: SimpleCall): boolean {
  const [scan = '', ...more] = typed.args;
  return more.length === 0 && scan !== '-' && !scan.startsWith('@');
}
