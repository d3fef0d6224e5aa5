// The address of a node that serves.
import type { ServeAnswer } from '../../app/exchange/serve.ts';
import type { Style } from '../style.ts';

export function text({ url, party, peers }: ServeAnswer, style: Style): string {
  const open = peers === 'open' ? ', open to anybody' : '';
  return `${style.bold(url)}  ${party.name}${open}, Ctrl-C stops it`;
}
