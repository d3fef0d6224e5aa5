// The address of a node that serves.
import type { ServeAnswer } from '../../app/exchange/serve.ts';
import { phrase } from '../../words/en/screen.ts';
import type { Style } from '../style.ts';

export function text({ url, party, peers }: ServeAnswer, style: Style): string {
  return phrase(peers === 'open' ? 'serving-open' : 'serving', { url: style.bold(url), party: party.name });
}
