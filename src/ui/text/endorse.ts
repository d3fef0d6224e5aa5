// Which till was added, and what makes it at home.
import type { EndorseData } from '../../app/parties/endorse.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function text(data: EndorseData, style: Style): string {
  const { party, roles, welcome } = data;
  return [
    wrap(written(data, `a till of ${party.name} is endorsed as ${roles.join(', ')}`, style)),
    pairs([
      ['Site', party.site],
      ['Chain', data.chain],
      ['Fingerprint', data.fingerprint],
    ]),
    wrap(
      welcome === undefined
        ? 'Send it on: pedigree sync'
        : `Give ${placeOf(welcome)} to the till, which imports it: pedigree import FILE`,
    ),
  ].join('\n');
}
