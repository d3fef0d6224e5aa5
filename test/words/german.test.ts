// German says what English says: each area has all of its sentences (the compiler asks), with the same values in them.
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it, test } from 'vitest';
import { REASONS, type ReasonCode } from '../../src/custody/reasons.ts';
import { tell } from '../../src/custody/tell.ts';
import { TABLES } from '../../src/words/de/index.ts';
import { englishTables, sentence, speak, type Table } from '../../src/words/say.ts';
import { ALL, AUTHORITY } from '../custody/particulars.ts';

for (const file of readdirSync('src/words/en')) await import(`../../src/words/en/${file}`);

/** Areas that are said in English alone so far; the list only shrinks. */
const ENGLISH_ALONE: readonly string[] = [];

const english = new Map(Object.entries(englishTables()).map(([area, table]) => [area, table()]));

afterEach(() => speak('en', {}));

test('every area is said in German, but for those that are listed', () => {
  expect([...english.keys()].filter((area) => TABLES[area] === undefined).sort()).toEqual([...ENGLISH_ALONE].sort());
});

const PLACES = /\{\w+\}/g;
const placesOf = (text: string) => [...new Set(text.match(PLACES))].sort();

describe.each(Object.keys(TABLES))('%s', (area) => {
  const [own, due] = [TABLES[area]?.() ?? {}, english.get(area) ?? {}] as readonly [Table, Table];

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

/** The English words, each sentence in marks: what stands outside of them is said by the code itself. */
const marked = Object.fromEntries(
  [...english].map(([area, table]) => [
    area,
    () =>
      Object.fromEntries(
        Object.entries(table).map(([id, entry]) => [
          id,
          typeof entry === 'string' ? `⟦${entry}⟧` : (values: never) => `⟦${entry(values)}⟧`,
        ]),
      ),
  ]),
);

/** What is left of a text without what stands in marks, those inside of others too. */
function unmarked(text: string): string {
  let left = text;
  for (let before = ''; before !== left; ) {
    before = left;
    left = left.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return left;
}

describe('a language of marks', () => {
  it.each(Object.keys(REASONS) as ReasonCode[])('shows no word of its own in %s', (code) => {
    speak('marks', marked);
    for (const more of [{}, { softened: true }, { asks: true }, { stops: true }, { givenUp: true }, { scan: true }]) {
      for (const given of [ALL, {}]) {
        const told = tell(code, { ...given, ...more }, { authority: AUTHORITY, viewer: '2' });
        expect(unmarked(told.text)).toBe('');
        expect(unmarked(told.advice)).toBe('');
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
