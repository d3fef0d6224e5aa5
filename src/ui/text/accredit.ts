// Who was admitted to what.

import { fileWord } from '../../app/node/shell-words.ts';
import type { AccreditData } from '../../app/parties/accredit.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: AccreditData, style: Style): string {
  const welcome = data.welcome === undefined ? phrase('accredited-next') : undefined;
  const { name } = data.party;
  return [
    wrap(written(data, phrase('accredited', { name, roles: data.roles }), style)),
    pairs([
      ['GLN', data.party.gln],
      [phrase('chain'), data.chain],
      [phrase('fingerprint'), data.fingerprint],
      [phrase('prefixes'), data.prefixes.join(', ')],
      ['GTINs', data.gtins.join(', ')],
      [phrase('until'), data.until],
      [
        phrase('welcome'),
        data.welcome === undefined
          ? undefined
          : data.welcome === '-'
            ? phrase('welcome-for', { file: placeOf(data.welcome), name })
            : phrase('welcome-at', { name, file: fileWord(data.welcome) }),
      ],
      [phrase('next'), welcome],
    ]),
  ].join('\n');
}
