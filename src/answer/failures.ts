// Whatever a command throws, as a failure that a person can act on.
import { PedigreeError } from '../errors.ts';
import { systemFailure } from '../system-errors.ts';
import { say } from '../words/en/screen.ts';

/** The failure that an exception stands for. */
export function toFailure(thrown: unknown): PedigreeError {
  if (thrown instanceof PedigreeError) return thrown;
  if (!(thrown instanceof Error))
    return new PedigreeError('unexpected', say('something-thrown', { what: String(thrown) }));
  if (thrown.name === 'AbortError') return new PedigreeError('interrupted', say('interrupted'), { cause: thrown });
  const known = systemFailure(thrown) ?? systemFailure(thrown.cause);
  if (known !== undefined) return known;
  return new PedigreeError('unexpected', say('unexpected', { message: thrown.message.split('\n')[0] ?? '' }), {
    cause: thrown,
  });
}
