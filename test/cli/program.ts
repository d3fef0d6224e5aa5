// Runs the built program as a person or a script would, in a folder of its own. Whatever it answers under `--json` is
// held against its schema, whatever it prints as text against the 80 columns.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { allSchemas } from '../../src/commands/schema.ts';
import type { Io } from '../../src/ui/io.ts';
import { main } from '../../src/ui/main.ts';
import { COMMANDS } from '../../src/ui/registry.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
export const PROGRAM = join(ROOT, 'bin/pedigree.js');

export interface Reply {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The documents on stdout, validated. */
  readonly json: readonly Readonly<Record<string, unknown>>[];
}

export interface RunOptions {
  /** In the same process: stderr is a terminal of so many columns. */
  readonly talkColumns?: number;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly node?: string;
  /** Text may be wider than 80 columns (scripts, schemas). */
  readonly wide?: boolean;
}

/** A folder for one test; `remove` when done. */
export function folder(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'pedigree-cli-'));
  return { path: (name) => join(dir, name), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What a run under another clock is told by (libfaketime); the programs that tests start live at the same time. */
const CLOCK = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name === 'LD_PRELOAD' || name.startsWith('FAKETIME')),
) as Readonly<Record<string, string>>;

/** The environment of a run: nothing of the person's own settings, the home inside the test's folder. */
export function environment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_DATA_HOME: home,
    // Of this run of the tests (vitest.config.ts): tests count what lies in their folders.
    XDG_STATE_HOME: process.env.XDG_STATE_HOME ?? join(home, 'state'),
    PEDIGREE_HOME: join(home, 'party'),
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    ...CLOCK,
    ...more,
  };
}

/** Runs one command line; the exit code is a value. */
export function pedigree(home: string, args: readonly string[], options: RunOptions = {}): Reply {
  const done = spawnSync(options.node ?? process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd ?? home,
    env: environment(home, options.env),
    input: options.input ?? '',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 120_000,
  });
  if (done.error !== undefined) throw done.error;
  const [stdout, stderr] = [done.stdout.toString('utf8'), done.stderr.toString('utf8')];
  const isJson = args.includes('--json') && !args.includes('-q') && !args.includes('--quiet');
  if (!isJson && options.wide !== true) expectNarrow(`pedigree ${args.join(' ')}`, stdout + stderr);
  return { exit: done.status ?? -1, stdout, stderr, json: isJson ? validated(stdout) : [] };
}

/**
 * The same without a process of its own, from the sources: for tests that run hundreds of lines.
 * What the process itself does (exit, signals, closed pipes) is not seen here.
 */
export async function inProcess(home: string, args: readonly string[], options: RunOptions = {}): Promise<Reply> {
  let stdout = '';
  let stderr = '';
  const io: Io = {
    write: (data) => {
      stdout += typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
    },
    talk: (text) => {
      stderr += text;
    },
    outIsTerminal: false,
    talkIsTerminal: false,
    talkColumns: options.talkColumns,
    inIsTerminal: false,
    environment: environment(home, options.env),
    stdin: async function* () {
      yield Buffer.from(options.input ?? '');
    },
  };
  const exit = await main(args, io);
  const isJson = args.includes('--json');
  if (!isJson && options.wide !== true) expectNarrow(`pedigree ${args.join(' ')}`, stdout + stderr);
  return { exit, stdout, stderr, json: isJson ? validated(stdout) : [] };
}

/** @throws Error naming the first line of more than 80 columns that has a space to break it at */
export function expectNarrow(what: string, text: string): void {
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if ([...line].length <= 80 || Math.max(...words.map((word) => word.length)) > 60) continue;
    throw new Error(`${what}\nprints a line of ${[...line].length} columns:\n${line}`);
  }
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
/** By the name in an answer's `schema`; docs/schema holds the same ones (docs.test.ts). */
const validators = new Map<string, ValidateFunction>();
for (const [name, schema] of Object.entries(await allSchemas(COMMANDS))) {
  // Scripts must put up with further fields; the program must not print one that is not written down.
  validators.set(String(schema.$id), ajv.compile(name === 'error' ? schema : closed(schema)));
}

/** The JSON documents of a run, one a line, each valid against the published schema of its command. */
export function validated(stdout: string): Reply['json'] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const json = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const name = json.ok === true ? String(json.schema) : 'pedigree/error/1';
      const validate = validators.get(name);
      if (validate === undefined) throw new Error(`there is no schema ${name}: ${line}`);
      if (!validate(json)) throw new Error(`${line}\nis not a ${name}: ${JSON.stringify(validate.errors)}`);
      return json;
    });
}

function closed(schema: object): object {
  const inner = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === 'properties') {
      const properties = Object.entries(value as object).map(([name, property]) => [name, closed(property as object)]);
      return [keyword, Object.fromEntries(properties)];
    }
    if (keyword === 'items') return [keyword, closed(value as object)];
    return [keyword, value];
  });
  const copy = Object.fromEntries(inner) as { properties?: object; additionalProperties?: unknown };
  if (copy.properties !== undefined) copy.additionalProperties ??= false;
  return copy;
}

/** Runs a line of bash where `pedigree` is the built program. */
export function shell(
  home: string,
  line: string,
  env: Readonly<Record<string, string>> = {},
): { readonly exit: number; readonly stdout: string; readonly stderr: string } {
  const call = `pedigree() { '${process.execPath}' '${PROGRAM}' "$@"; }\nset -o pipefail\n${line}`;
  const done = spawnSync('bash', ['-c', call], {
    cwd: home,
    env: environment(home, env),
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { exit: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
}

export interface Running {
  /** The next line on stdout. */
  readonly line: () => Promise<string>;
  /** Sends the signal and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number>;
}

/** Starts a command that goes on, such as `serve`. */
export function start(home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: home,
    env: environment(home, env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  let text = '';
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    wake();
  });
  return {
    async line() {
      for (;;) {
        const end = text.indexOf('\n');
        if (end >= 0) {
          const line = text.slice(0, end);
          text = text.slice(end + 1);
          return line;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
