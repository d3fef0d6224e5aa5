// Who speaks for the founder now.
import type { SuccessorData } from '../../app/parties/successor.ts';
import { counted } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: SuccessorData, style: Style): string {
  const { party, succeeds } = data;
  return [
    wrap(written(data, `${party.name}, GLN ${party.gln}, speaks for the founder`, style)),
    pairs([
      ['Chain', data.chain],
      ['Fingerprint', data.fingerprint],
      ['Before', `${succeeds.chain}, ${counted(succeeds.size, 'event')} of it go on counting`],
    ]),
    ...onward(data),
  ].join('\n');
}
