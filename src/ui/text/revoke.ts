// Whose chains were ended, and where.
import type { RevokeData } from '../../app/parties/revoke.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: RevokeData, style: Style): string {
  const { party, revoked, unseen = [] } = data;
  return [
    wrap(written(data, `${party.name}, GLN ${party.gln}, is revoked`, style)),
    ...revoked.map(({ chain, size }) => wrap(`${chain}: ${counted(size, 'event')} go on counting`, '  ')),
    ...unseen.map((chain) => wrap(`${chain}: never seen, nothing of it counts`, '  ')),
    ...(unseen.length === 0 ? [] : [wrap(`Once they come, the same command again names them as they are then`)]),
    ...onward(data),
  ].join('\n');
}
