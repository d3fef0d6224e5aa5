// What was done to a picture before its code could be read. The words are those of answers.
import { area, telling } from '../say.ts';

/** By the code of the step. */
const STEPS = {
  'as it is': 'as it is',
  scale: 'scale',
  sharpen: 'sharpen',
  'sharpen strongly': 'sharpen strongly',
  'global threshold': 'global threshold',
  blur: 'blur',
  denoise: 'denoise',
  margin: 'margin',
  'blur and threshold': 'blur and threshold',
  'stretched contrast': 'stretched contrast',
  median: 'median',
} as const;

export const say = /* @__PURE__ */ area('picture-steps', () => ({ ...STEPS, at: '{step} at {factor}' }));

const tell = /* @__PURE__ */ telling(say);

/** A step in words, `sharpen at 0.5` as well; one that has none is said by its code. */
export function stepWord(by: string): string {
  const [, step = by, factor] = /^(.*?)(?: at ([\d.]+))?$/.exec(by) ?? [];
  const word = Object.hasOwn(STEPS, step) ? tell(step as keyof typeof STEPS) : step;
  return factor === undefined ? word : tell('at', { step: word, factor });
}
