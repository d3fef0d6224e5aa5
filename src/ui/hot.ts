// The short way for `verify` and `decode` in their simple forms: the same commands, answers and texts as in the whole
// program, without the parser of options and everything else that these two do not need.

import { command as decode } from '../commands/decode.ts';
import { type SimpleCall, simpleCall } from '../commands/simple.ts';
import { command as verify } from '../commands/verify.ts';
import { processIo } from './io.ts';
import { run } from './run.ts';
import type { Texts } from './text/index.ts';

const COMMANDS = new Map([decode, verify].map((command) => [command.name, command]));

const TEXTS: Readonly<Record<string, () => Promise<Texts>>> = {
  decode: () => import('./text/decode.ts'),
  verify: () => import('./text/verify.ts'),
};

/** Runs the line if it is simple; else `whole` takes over. */
export function start(argv: readonly string[], whole: () => void): void {
  const call: SimpleCall | undefined = simpleCall(COMMANDS, argv);
  if (call === undefined) {
    whole();
    return;
  }
  void run(call.command, call.typed, processIo(), TEXTS).then((exit) => {
    process.exitCode = exit;
  });
}
