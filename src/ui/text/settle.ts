// Which branch counts now, and for whom.
import type { SettleData } from '../../app/parties/settle.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: SettleData, style: Style): string {
  const whose = data.party === undefined ? `chain ${data.chain}` : data.party.name;
  const done = `of ${whose} the branch with ${counted(data.size, 'event')} counts, and what goes on from it`;
  return [wrap(written(data, done, style)), ...(data.by === 'here' ? ['At this computer alone.'] : onward(data))].join(
    '\n',
  );
}
