// What was to be refused: the error that says so, or a failure of the test.
import { PedigreeError } from '../src/errors.ts';

/** The error that `fn` ends in. */
export function refused(fn: () => unknown): PedigreeError {
  try {
    fn();
  } catch (error) {
    return ours(error);
  }
  throw new Error('was not refused');
}

/** The error that `fn` ends in, now or later. */
export async function refusedLater(fn: () => unknown): Promise<PedigreeError> {
  try {
    await fn();
  } catch (error) {
    return ours(error);
  }
  throw new Error('was not refused');
}

function ours(error: unknown): PedigreeError {
  if (error instanceof PedigreeError) return error;
  throw error;
}
