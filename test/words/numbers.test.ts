// Of one thing is spoken as of one: no sentence says `1 packs`.
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../src/words/de/index.ts';
import { area, filled, placesIn, sentence, type Table } from '../../src/words/say.ts';
import { english } from './marks.ts';

const say = area('numbers-trial', () => ({ packs: '{packs} {packs:pack is|packs are} here, of {of}' }));

describe('a word that goes by a number', () => {
  it('is the first for one, the second for any other', () => {
    const said = (packs: number | string) => sentence(say('packs', { packs, of: 1 }));
    expect([1, 0, 2, 11, '1'].map(said)).toEqual([
      '1 pack is here, of 1',
      '0 packs are here, of 1',
      '2 packs are here, of 1',
      '11 packs are here, of 1',
      '1 pack is here, of 1',
    ]);
    expect(placesIn('{a} {a:one|many} {b}')).toEqual(['a', 'a', 'b']);
    // @ts-expect-error
    say('packs', { packs: 1 });
  });
});

/** Sentences in which there is always more than one, or no number at all. */
const NEVER_ONE = new Set([
  // What is limited is more than the limit.
  'chain/event-has-at-most-rows',
  'exchange/of-chains-among-them',
  'items/too-many-openings',
  'ledger/more-than-chains-wait',
  'scan-input/too-many-lines',
  // One label is one file; one pack and one day are said otherwise.
  'labels/one-file-each',
  'labels/needs-folder',
  'record/of-packs',
  'told/days',
]);

/** What is counted, in each language as one does not say it of a single one. */
const PLURALS: Readonly<Record<string, RegExp>> = {
  en: /\b1 (?:packs|events|pages|chains|findings|checkpoints|containers|items|days|hours|serials|files|labels|rows|supplies|scans|records|changes|lots|alerts|parties)\b/,
  de: /\b1 (?:Packungen|Ereignissen?|Seiten|Ketten|Befunden?|Prüfpunkten?|Einheiten|Tagen?|Stunden|Seriennummern|Dateien|Etiketten|Zeilen|Abgaben|Einträgen?|Änderungen|Chargen|Warnungen)\b/,
};

const tables: Readonly<Record<string, readonly (readonly [string, Table])[]>> = {
  en: [...english],
  de: Object.entries(TABLES).map(([name, table]) => [name, table()] as const),
};

const withOne = (entry: Table[string]): string => {
  if (typeof entry === 'string') return filled(entry, () => '1');
  try {
    return entry(new Proxy({}, { get: () => 1 }) as never);
  } catch {
    // It wants something else than numbers.
    return '';
  }
};

it.each(Object.keys(PLURALS))('no sentence of %s speaks of one as of many', (language) => {
  const wrong = (tables[language] ?? []).flatMap(([name, table]) =>
    Object.entries(table).flatMap(([id, entry]) => {
      const said = withOne(entry);
      return PLURALS[language]?.test(said) && !NEVER_ONE.has(`${name}/${id}`) ? [`${name}/${id}: ${said}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});
