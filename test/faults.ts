// Faults of the file system, in this process: every call that changes something on the disk is counted, and one of them fails,
// or all from one on, which is what a killed process leaves behind. SQLite's own writes are not seen here; it has its own tests.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** `killed`: nothing is written from that step on. Else the one step fails with this code, and the run goes on. */
export type Fault = 'killed' | 'ENOSPC' | 'EIO';

export interface Outcome<T> {
  /** Changes that were tried; as many as a run without a fault makes where that is none. */
  readonly steps: number;
  /** The call that failed, and what it was to change. */
  readonly failed: string | undefined;
  readonly value?: T;
  readonly error?: unknown;
}

const CALLS = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'chmodSync',
  'copyFileSync',
] as const;

function changes(call: (typeof CALLS)[number], args: readonly unknown[]): boolean {
  // To take away what is not there changes nothing.
  if (call === 'rmSync') return fs.existsSync(String(args[0]));
  if (call !== 'openSync') return true;
  const flags = args[1] ?? 'r';
  return typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : /^[wa]/.test(String(flags));
}

/** Runs `fn` so that the change number `at`, counted from 0, and with `killed` all after it, fails. */
export async function failing<T>(at: number, fault: Fault, fn: () => T | Promise<T>): Promise<Outcome<T>> {
  const real = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  const before = new Map(CALLS.map((call) => [call, real[call] as (...args: unknown[]) => unknown]));
  let steps = 0;
  let failed: string | undefined;
  for (const call of CALLS) {
    const original = before.get(call) as (...args: unknown[]) => unknown;
    real[call] = (...args) => {
      if (!changes(call, args)) return original(...args);
      const step = steps++;
      if (step !== at && !(fault === 'killed' && step > at)) return original(...args);
      failed ??= `${call} ${String(args[0])}`;
      const code = fault === 'killed' ? 'EIO' : fault;
      throw Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call });
    };
  }
  syncBuiltinESMExports();
  try {
    const value = await fn();
    return { steps, failed, value };
  } catch (error) {
    return { steps, failed, error };
  } finally {
    for (const [call, original] of before) real[call] = original;
    syncBuiltinESMExports();
  }
}

/** Calls `fn` for every step that a run makes, until one has run to its end without meeting its fault. */
export async function atEachStep<T>(
  fault: Fault,
  run: (at: number) => T | Promise<T>,
  check: (outcome: Outcome<T>, at: number) => void | Promise<void>,
): Promise<number> {
  for (let at = 0; ; at++) {
    const outcome = await failing(at, fault, () => run(at));
    await check(outcome, at);
    if (outcome.failed === undefined) return at;
  }
}
