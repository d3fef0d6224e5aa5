// One name in several spellings, and several names.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, isSameNumber, nameKey } from '../../src/custody/name.ts';

describe('one name', () => {
  test.each([
    ['composed and decomposed', 'Apothéke Zürich', 'Apothe\u0301ke Zu\u0308rich'],
    ['an old sign for a letter', 'Ångström', '\u212bngstro\u0308m'],
    ['marks in another order', 'q\u0323\u0307', 'q\u0307\u0323'],
    ['in capitals', 'straße', 'STRASSE'],
    ['with the capital ß', 'Straße', 'STRAẞE'],
    ['in Greek, which ends words with a letter of their own', 'Φάρμακος οδός', 'ΦΆΡΜΑΚΟΣ ΟΔΌΣ'],
    ['in Cyrillic', 'Аптека', 'АПТЕКА'],
    ['in Armenian, whose capitals are two', 'և', 'ԵՒ'],
    ['in Hangul', '약국', '약국'],
    ['with other white space', 'Hill Pharmacy', ' Hill\u00a0 Pharmacy '],
    ['with what nobody sees', 'Hill Pharmacy', 'Hill\u200b Phar\u00admacy'],
  ])('%s', (_, one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });
});

describe('several names', () => {
  test.each([
    ['Apotheke', 'Apothéke'],
    ['Kırmızı', 'Kirmizi'],
    ['फ़ार्मेसी', 'फार्मेसी'],
    ['ยา', 'ย'],
    ['Hill Pharmacy', 'HillPharmacy'],
  ])('%s and %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });
});

test('a number is the same however it is composed, spaced or written in capitals, and another one is not', () => {
  expect(isSameNumber('LS-Ü1', 'LS-U\u03081')).toBe(true);
  expect(isSameNumber('LS-Ü1', ' ls - ü1')).toBe(true);
  expect(isSameNumber('R-1', 'R1')).toBe(false);
  expect(isSameNumber('DN\u00a04711', 'dn 4711')).toBe(true);
  expect(isSameNumber('R-1', 'R-11')).toBe(false);
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });

test('a name is as its composed, decomposed, capital and small forms, and its key is its own key', () => {
  fc.assert(
    fc.property(text, (name) => {
      const key = nameKey(name);
      for (const same of [name.normalize('NFC'), name.normalize('NFD'), name.toLowerCase(), cleanText(name), key]) {
        expect(nameKey(same)).toBe(key);
      }
      if (!name.normalize('NFD').includes('ı')) expect(nameKey(name.toUpperCase())).toBe(key);
    }),
    { numRuns: 2000 },
  );
});
