// Which branch counts now, and for whom.
import type { SettleData } from '../../app/parties/settle.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: SettleData, style: Style): string {
  const whose = data.party === undefined ? phrase('the-chain', { chain: data.chain }) : data.party.name;
  const done = phrase('settled', { whose, events: data.size });
  return [wrap(written(data, done, style)), ...(data.by === 'here' ? [phrase('here-alone')] : onward(data))].join('\n');
}
