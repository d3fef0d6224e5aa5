// In the whole program, where any command may be asked for: verifying.ts is loaded when it is this one. The small file has it
// at once, in one piece with everything else: what is loaded later is compiled apart, and costs each start.
import type { Answer } from '../answer/answer.ts';
import type { Input } from './spec.ts';

export async function* verifying(input: Input): AsyncGenerator<Answer, void> {
  yield* (await import('./verifying.ts')).verifying(input);
}
