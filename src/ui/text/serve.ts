// The address of a node that serves.
import type { ServeAnswer } from '../../app/exchange/serve.ts';
import type { Style } from '../style.ts';

export function text({ url, party }: ServeAnswer, style: Style): string {
  return `${style.bold(url)}  ${party.name}, Ctrl-C stops it`;
}
