// What `pedigree verify` does.

import type { Answer } from '../answer/answer.ts';
import { verifyScans } from '../app/verdict/verify.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/scans.ts';
import { scansOf } from './scan-words.ts';
import type { Input } from './spec.ts';

/** @throws usage where nothing is given, or both scans and `--type` */
export async function* verifying(input: Input): AsyncGenerator<Answer, void> {
  const typing = input.flag('type');
  if (typing === input.args.length > 0) {
    throw new PedigreeError('usage', say('nothing-to-verify'), { hint: say('scan-or-type') });
  }
  const scans = typing ? [await (await import('#type-label')).typedLabel(input)] : scansOf(input.args, input.stdin);
  yield* verifyScans(input.env, scans, {
    strict: input.strict,
    at: input.text('at'),
    maxAge: input.text('max-age'),
  });
}
