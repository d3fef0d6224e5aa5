// Who speaks for the founder now.
import type { SuccessorData } from '../../app/parties/successor.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: SuccessorData, style: Style): string {
  const { party, succeeds } = data;
  return [
    wrap(written(data, phrase('succeeds', party), style)),
    pairs([
      [phrase('chain'), data.chain],
      [phrase('fingerprint'), data.fingerprint],
      [phrase('before'), phrase('before-counts', { chain: succeeds.chain, events: succeeds.size })],
    ]),
    ...onward(data),
  ].join('\n');
}
