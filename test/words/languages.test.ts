// Each language says what English says: each area has all of its sentences (the compiler asks), with the same values in them.
import { afterEach, describe, expect, it, test } from 'vitest';
import { REASONS, type ReasonCode } from '../../src/custody/reasons.ts';
import { tell } from '../../src/custody/tell.ts';
import { TABLES } from '../../src/words/de/index.ts';
import { LANGUAGES } from '../../src/words/languages.ts';
import { sentence, speak, type Table } from '../../src/words/say.ts';
import { SPEECHES } from '../../src/words/speeches.ts';
import { ALL, AUTHORITY } from '../custody/particulars.ts';
import { english, MARKED, outside } from './marks.ts';

/** Areas that are said in English alone so far; the list only shrinks. */
const ENGLISH_ALONE: readonly string[] = [];

afterEach(() => speak('en', {}));

const LANGUAGES_BESIDE = LANGUAGES.slice(1);

test.each(LANGUAGES_BESIDE)('every area is said in %s, but for those that are listed', (language) => {
  const { tables } = SPEECHES[language];
  expect([...english.keys()].filter((area) => tables[area] === undefined).sort()).toEqual([...ENGLISH_ALONE].sort());
});

test('why a step is refused is a sentence, as it stands alone where one item is', () => {
  for (const [table, verb] of [
    [english.get('steps'), /^(is|was|lies|has) /],
    [TABLES.steps?.(), /^(ist|wurde|liegt|hat|gehört) /],
  ] as const) {
    const alone = Object.entries(table ?? {}).filter(([, entry]) => typeof entry === 'string' && verb.test(entry));
    expect(alone).toEqual([]);
    expect(Object.keys(table ?? {}).length).toBeGreaterThan(50);
  }
});

const PLACES = /\{\w+\}/g;
const placesOf = (text: string) => [...new Set(text.match(PLACES))].sort();

const AREAS = LANGUAGES_BESIDE.flatMap((language) =>
  Object.entries(SPEECHES[language].tables).map(([area, table]) => [language, area, table] as const),
);

describe.each(AREAS)('%s: %s', (_, area, table) => {
  const [own, due] = [table(), english.get(area) ?? {}] as readonly [Table, Table];

  it('has the sentences of the English one, with the same values', () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(due).sort());
    for (const [id, entry] of Object.entries(due)) {
      const said = own[id];
      if (typeof entry === 'string' && typeof said === 'string')
        expect([id, placesOf(said)]).toEqual([id, placesOf(entry)]);
      else expect([id, typeof said]).toEqual([id, typeof entry]);
    }
  });

  it('names the options that the English one names', () => {
    const named = (text: string) => [...new Set(text.match(/--[a-z-]+/g))].sort();
    for (const [id, entry] of Object.entries(due)) {
      const said = own[id];
      if (typeof entry === 'string' && typeof said === 'string') expect([id, named(said)]).toEqual([id, named(entry)]);
    }
  });
});

describe('a language of marks', () => {
  it.each(Object.keys(REASONS) as ReasonCode[])('shows no word of its own in %s', (code) => {
    speak('marks', MARKED);
    for (const more of [{}, { softened: true }, { asks: true }, { stops: true }, { givenUp: true }, { scan: true }]) {
      for (const given of [ALL, {}]) {
        const told = tell(code, { ...given, ...more }, { authority: AUTHORITY, viewer: '2' });
        expect(outside(told.text).trim()).toBe('');
        expect(outside(told.advice).trim()).toBe('');
      }
    }
  });

  it('fills and says again what was said before in another language', () => {
    const said = { id: 'steps/nothing-waits-under', values: { id: '7' } };
    expect(sentence(said)).toBe('nothing waits under 7');
    speak('de', TABLES);
    expect(sentence(said)).toBe('unter 7 wartet nichts');
  });
});
