// Whose chains were ended, and where.
import type { RevokeData } from '../../app/parties/revoke.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function text(data: RevokeData, style: Style): string {
  const { party, revoked, unseen = [] } = data;
  return [
    wrap(written(data, phrase('revoked', party), style)),
    ...revoked.map(({ chain, size }) => wrap(phrase('go-on-counting', { chain, events: size }), '  ')),
    ...unseen.map((chain) => wrap(phrase('never-seen', { chain }), '  ')),
    ...(unseen.length === 0 ? [] : [wrap(phrase('once-they-come'))]),
    ...onward(data),
  ].join('\n');
}
