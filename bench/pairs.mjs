// Measuring in pairs: each run of the thing beside a run of what it is compared with, so that a busy machine slows both.
import { spawnSync } from 'node:child_process';

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of one process from start to end. @throws Error where it does not end in an expected exit */
export function processTime(args, exits = [0], env = process.env) {
  const began = process.hrtime.bigint();
  const done = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (!exits.includes(done.status)) throw new Error(`${args.join(' ')} ended in ${done.status}`);
  return ms;
}

/** The median ratio of `count` adjacent pairs, and the median milliseconds of each side. */
export function ratioOfPairs(count, thing, against) {
  thing();
  against();
  const pairs = Array.from({ length: count }, (_, index) => {
    // Whoever goes second finds warmer caches: take turns.
    if (index % 2 === 0) {
      const a = thing();
      return [a, against()];
    }
    const b = against();
    return [thing(), b];
  });
  return {
    ratio: median(pairs.map(([a, b]) => a / b)),
    ms: median(pairs.map(([a]) => a)),
    againstMs: median(pairs.map(([, b]) => b)),
  };
}
