// Who was admitted to what.

import { fileWord } from '../../app/node/shell-words.ts';
import type { AccreditData } from '../../app/parties/accredit.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: AccreditData, style: Style): string {
  const welcome = data.welcome === undefined ? 'send it on: pedigree sync, or accredit again with -o FILE' : undefined;
  return [
    wrap(written(data, `${data.party.name} is accredited as ${data.roles.join(', ')}`, style)),
    pairs([
      ['GLN', data.party.gln],
      ['Chain', data.chain],
      ['Fingerprint', data.fingerprint],
      ['Prefixes', data.prefixes.join(', ')],
      ['GTINs', data.gtins.join(', ')],
      ['Until', data.until],
      [
        'Welcome',
        data.welcome === undefined
          ? undefined
          : data.welcome === '-'
            ? `${placeOf(data.welcome)}, for ${data.party.name}`
            : `at ${data.party.name}: pedigree import ${fileWord(data.welcome)}`,
      ],
      ['Next', welcome],
    ]),
  ].join('\n');
}
