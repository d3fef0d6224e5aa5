// What takes long, or reads what strangers made, in a process of its own: pictures, files and bundles hold no verdict up, and one that
// brings its process down brings nothing else down.
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Env } from '../app/node/env.ts';
import { childProcess } from '../builtins.ts';
import { TurnedAway } from './replies.ts';
import { tongueHere } from './tongue.ts';

/** Memory of such a process for what JavaScript holds, MiB. */
const MEMORY = 512;
/** The most that it may answer where the answer is kept, bytes. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/** How this program is started. */
export interface DeskProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** This process once more. */
export function thisProgram(): DeskProgram {
  const [command = '', script] = process.argv;
  // The one file that runs is both.
  if (script === undefined || script === command) return { command, args: [] };
  return { command, args: [`--max-old-space-size=${MEMORY}`, script] };
}

export interface ProgramRun {
  readonly args: readonly string[];
  readonly input: Readable;
  /** ms. */
  readonly time: number;
}

/** What it has written on its standard output. */
export async function outputOf(program: DeskProgram, env: Env | undefined, run: ProgramRun): Promise<string> {
  const child = started(program, env, run.args);
  const chunks: Buffer[] = [];
  let length = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > LONGEST_ANSWER) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  await ended(child, run);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a process writes, as it comes. */
export interface ProgramStream {
  readonly output: Readable;
  /** Whether that was all of it, once it has ended: what failed or was ended in between has written a part. */
  readonly whole: Promise<boolean>;
  stop(): void;
}

/** Gives what it writes as it comes. Whoever goes away ends it. */
export function streamOf(program: DeskProgram, env: Env, run: ProgramRun): ProgramStream {
  const child = started(program, env, run.args);
  const whole = ended(child, run).then(
    () => child.exitCode === 0,
    () => false,
  );
  const { stdout } = child;
  if (stdout === null) throw new TurnedAway('busy');
  return { output: stdout, whole, stop: () => child.kill('SIGKILL') };
}

/** With a folder, its passphrase comes by a descriptor of its own: others see neither arguments nor environment of it. */
function started(program: DeskProgram, env: Env | undefined, args: readonly string[]): ChildProcess {
  const passphrase = env === undefined || env.dryRun ? undefined : env.passphrase?.();
  const language = tongueHere();
  const own =
    env === undefined
      ? []
      : [
          `--home=${env.home}`,
          ...(env.nowGiven ? [`--now=${new Date(env.clock()).toISOString()}`] : []),
          ...(env.operator === undefined ? [] : [`--operator=${env.operator}`]),
          ...(passphrase === undefined ? [] : ['--passphrase-file=/dev/fd/3']),
        ];
  const child = childProcess().spawn(
    program.command,
    [
      ...[...program.args, ...args, ...(args.includes('--quiet') ? [] : ['--json']), '--no-input'],
      ...(language === undefined ? [] : [`--lang=${language}`]),
      ...own,
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      windowsHide: true,
    },
  );
  const word = child.stdio[3];
  if (word !== null && word !== undefined && 'end' in word) word.on('error', () => {}).end(`${passphrase ?? ''}\n`);
  return child;
}

/** @throws too-slow */
async function ended(child: ChildProcess, { input, time }: ProgramRun): Promise<void> {
  const { stdin } = child;
  const closed = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve());
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, time);
  try {
    // Whoever has read enough closes its end; what it answers says the rest.
    if (stdin !== null) await Promise.race([pipeline(input, stdin).catch(() => {}), closed]);
    await closed;
  } finally {
    clearTimeout(timer);
  }
  if (late) throw new TurnedAway('too-slow');
}
