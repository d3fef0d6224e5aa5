// What to do next after a failure: what it says itself, else one step for each code.
import type { PedigreeError } from '../errors.ts';
import { say } from '../words/en/hints.ts';
import { sentence } from '../words/say.ts';

/** The next step after a failure; there always is one. */
export function hintOf(error: PedigreeError): string {
  return error.hint ?? sentence(say(error.code));
}
