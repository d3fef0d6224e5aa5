// What every demo is: a new folder, steps that end at the first that does not end as it was to, and the way on.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Answer } from '../answer/answer.ts';
import type { Env } from '../app/node/env.ts';
import { isWindowsShell, shellWord } from '../app/node/shell-words.ts';
import { PedigreeError } from '../errors.ts';
import { checkDigit } from '../gs1/index.ts';
import { makeFolder } from '../make-folder.ts';
import { say } from '../words/en/commands.ts';
import { type DemoRun, type DemoStep, failureOf, runStep } from './demo-run.ts';
import { shellFunction } from './demo-shell.ts';
import type { Registered } from './listed.ts';

export interface Demo {
  readonly dir: string;
  readonly steps: readonly DemoStep[];
  readonly next: readonly string[];
  /** Lines that make `pedigree` a command of the shell, where it is none. */
  readonly shell?: readonly string[];
  readonly good: boolean;
}

/** A number of GS1 with the check digit that it ends with. */
export function withDigit(digits: string): string {
  return digits + checkDigit(digits);
}

/** The first of pedigree-demo, pedigree-demo-2 … that is not there yet, so that the demo can be played again and again. */
export function freeFolder(): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'pedigree-demo' : `pedigree-demo-${n}`;
    if (!existsSync(name)) return name;
  }
}

/** A demo as it is played, in a folder that is left behind. */
export abstract class Play {
  readonly steps: DemoStep[] = [];
  /** The first step that did not end as it was to. It ends the demo: what comes after it would rest on nothing. */
  failure: PedigreeError | undefined;
  protected readonly env: Env;
  readonly #folder: string;
  readonly #commands: readonly Registered[];
  readonly #stop = new AbortController();

  constructor(folder: string, env: Env, commands: readonly Registered[]) {
    this.#folder = folder;
    this.env = env;
    this.#commands = commands;
  }

  /** For the progress alone. */
  protected abstract readonly expected: number;
  /** All of it, in order. */
  abstract play(): Promise<void>;
  /** Commands to go on with. */
  abstract next(): readonly string[];

  /** The moment at which the commands are run, where one was given. */
  get moment(): readonly string[] {
    return this.env.nowGiven ? ['--now', new Date(this.env.clock()).toISOString()] : [];
  }

  get within(): DemoRun {
    return { commands: this.#commands, env: this.env, signal: this.#stop.signal };
  }

  path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }

  /** Runs one command in a party's folder, keeps how it went and returns its answer. */
  async run(title: string, party: string, expected: number, line: readonly string[]): Promise<Record<string, unknown>> {
    this.env.progress(this.steps.length, this.expected, title);
    const argv = ['--home', this.path(party), ...this.moment, ...line];
    const step = await runStep(title, expected, argv, this.within);
    this.keep(step);
    return (step.answer ?? {}) as Record<string, unknown>;
  }

  keep(step: DemoStep): void {
    this.steps.push(step);
    if (step.exit === step.expected) return;
    this.failure = failureOf(step);
    throw this.failure;
  }

  async close(): Promise<void> {
    this.#stop.abort();
  }
}

/** A program as PowerShell calls it, and cmd where its path has no blank. */
function programWord(path: string): string {
  return /^[\w:\\.-]+$/.test(path) ? path : `& "${path}"`;
}

/**
 * Plays a demo.
 * @throws cannot-create (73) where the folder exists and is not empty
 */
export async function played(folder: string, demo: Play): Promise<Answer & { readonly data: Demo }> {
  const dir = resolve(folder);
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new PedigreeError('cannot-create', say('demo-folder-used', { folder }), {
      hint: say('name-another-folder'),
    });
  }
  makeFolder(dir);
  try {
    await demo.play();
  } catch (thrown) {
    const { failure } = demo;
    if (failure === undefined || thrown !== failure) throw thrown;
    return { data: { dir, steps: demo.steps, next: [], good: false }, error: failure };
  } finally {
    await demo.close();
  }
  const shell = shellFunction(process.env.PATH, process.execPath, process.argv[1]);
  const done = { dir, steps: demo.steps, good: true };
  if (shell === undefined) return { data: { ...done, next: demo.next() } };
  // No line makes a command in cmd and in PowerShell: there each names the program.
  if (!isWindowsShell(process.env)) return { data: { ...done, next: demo.next(), shell } };
  const [node, script = ''] = process.argv;
  const program = script === node ? programWord(script) : `node ${shellWord(script)}`;
  return { data: { ...done, next: demo.next().map((line) => line.replace(/^pedigree/, () => program)) } };
}
