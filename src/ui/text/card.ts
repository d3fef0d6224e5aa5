// Where the card is, and what to compare.

import { fileWord } from '../../app/node/shell-words.ts';
import type { CardData } from '../../app/parties/card.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: CardData, style: Style): string {
  const founder = data.chain === data.network;
  const file = data.file === '-' ? 'CARD' : fileWord(data.file);
  const next = founder
    ? phrase('joiner-next', { file, fingerprint: data.fingerprint })
    : phrase('regulator-next', { file });
  return [
    wrap(written(data, phrase('card-written', { file: placeOf(data.file) }), style)),
    pairs([
      [phrase('chain'), data.chain],
      [phrase('read-out'), style.bold(founder ? data.fingerprint : data.chainFingerprint)],
    ]),
    wrap(next, '  '),
  ].join('\n');
}
