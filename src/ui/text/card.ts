// Where the card is, and what to compare.

import { fileWord } from '../../app/node/shell-words.ts';
import type { CardData } from '../../app/parties/card.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: CardData, style: Style): string {
  const founder = data.chain === data.network;
  const file = data.file === '-' ? 'CARD' : fileWord(data.file);
  const next = founder
    ? `Whoever joins: pedigree init --name NAME --gln GLN --network ${file} --fingerprint '${data.fingerprint}'`
    : `The regulator: pedigree accredit ${file} --role ROLE`;
  return [
    wrap(written(data, `card written to ${placeOf(data.file)}`, style)),
    pairs([
      ['Chain', data.chain],
      ['Read out', style.bold(founder ? data.fingerprint : data.chainFingerprint)],
    ]),
    wrap(next, '  '),
  ].join('\n');
}
