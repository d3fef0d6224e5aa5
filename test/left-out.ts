// Tests that need what not every machine or clone has: where it is missing their bodies are not run, one skipped test each
// says what is wanted, and the run counts them in one line (left-out-reporter.ts).
import { describe, it } from 'vitest';

const WANT = ' (left out for want of ';

/** What a skipped test of this name wants; undefined for any other name. */
export function wantOf(name: string): string | undefined {
  const at = name.lastIndexOf(WANT);
  return at < 0 ? undefined : name.slice(at + WANT.length, -1);
}

/** A group of tests over `given`; where that is undefined, one skipped test that names what is wanted. */
export function describeGiven<T>(want: string, given: T | undefined, title: string, tests: (given: T) => void): void {
  if (given === undefined) it.skip(`${title}${WANT}${want})`, () => {});
  else describe(title, () => tests(given));
}

/** One test over `given`; where that is undefined it is skipped and says what is wanted. */
export function itGiven<T>(
  want: string,
  given: T | undefined,
  title: string,
  test: (given: T) => void | Promise<void>,
  milliseconds?: number,
): void {
  if (given === undefined) it.skip(`${title}${WANT}${want})`, () => {});
  else it(title, () => test(given), milliseconds);
}
