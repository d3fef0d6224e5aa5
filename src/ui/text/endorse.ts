// Which till was added, and what makes it at home.
import type { EndorseData } from '../../app/parties/endorse.ts';
import { phrase as goodsPhrase } from '../../words/en/goods-text.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: EndorseData, style: Style): string {
  const { party, roles, welcome } = data;
  return [
    wrap(written(data, phrase('endorsed', { name: party.name, roles }), style)),
    pairs([
      [phrase('site'), party.site],
      [phrase('chain'), data.chain],
      [phrase('fingerprint'), data.fingerprint],
    ]),
    wrap(welcome === undefined ? goodsPhrase('send-on') : phrase('endorsed-next', { file: placeOf(welcome) })),
  ].join('\n');
}
