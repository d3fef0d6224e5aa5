// One word for one thing: what the library exports and the types of events are named in words of the glossary.
import { describe, expect, test } from 'vitest';
import { idleWords, namedTwice, strangeIn, wordsOf } from '../scripts/docs/glossary.ts';
import { Sources } from '../scripts/docs/sources.ts';
import { INSTEAD } from '../scripts/docs/terms/names.ts';
import { WORDS } from '../scripts/docs/terms.ts';
import { EVENTS } from '../src/custody/events/index.ts';
import { ROLES } from '../src/custody/roles.ts';
import { COMMANDS } from '../src/ui/registry.ts';
import { ROOT } from './cli/program.ts';

const sources = new Sources(ROOT);
const ENTRIES = [
  'src/app/index.ts',
  'src/gs1/index.ts',
  'src/gs1/write.ts',
  'src/gs1/candidates/index.ts',
  'src/epcis/index.ts',
];
const EXPORTED = ENTRIES.flatMap((entry) => [...sources.offered(entry).keys()]);

test('every name that the package exports is made of words of the glossary and plain ones', () => {
  expect(EXPORTED.length).toBeGreaterThan(100);
  expect(EXPORTED.flatMap(strangeIn)).toEqual([]);
});

test('so are the words of the command line', () => {
  const words = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map((name) =>
    name.replaceAll(' ', '_'),
  );
  expect(words.length).toBeGreaterThan(60);
  expect(words.flatMap(strangeIn)).toEqual([]);
});

test('each role is a word of the glossary', () => {
  expect(ROLES.flatMap(strangeIn)).toEqual([]);
});

test('nothing is listed that no name of the sources has', () => {
  const commands = COMMANDS.map(({ name }) => name.replaceAll(' ', '_'));
  const names = [...commands, ...sources.files.flatMap((file) => [...sources.exports(file)])];
  expect(idleWords(names)).toEqual([]);
});

test('no two files export a type of one name', () => {
  expect(namedTwice(sources)).toEqual([]);
  const two = { files: ['a.ts', 'b.ts'], exports: () => new Set(['Tree', 'LIMIT', 'grow']) };
  expect(namedTwice(two)).toEqual(['Tree']);
});

test('every type of event stands under one word, and no other does', () => {
  const told = WORDS.flatMap(({ events = [] }) => events);
  expect(told.toSorted()).toEqual([...EVENTS.keys()].toSorted());
});

test('every term is explained once', () => {
  const names = WORDS.map(({ term }) => term.toLowerCase());
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(WORDS.filter(({ means }) => !/[.]$/.test(means)).map(({ term }) => term)).toEqual([]);
  const better = new Set(Object.values(INSTEAD));
  expect([...better].filter((word) => Object.hasOwn(INSTEAD, word))).toEqual([]);
});

describe('a name in other words would be found', () => {
  test.each([
    ['listDeeds', 'listDeeds: say step for deeds'],
    ['BatchOptions', 'BatchOptions: say lot for batch'],
    ['scanBarcode', 'scanBarcode: say symbol for barcode'],
    ['mintBlob', 'mintBlob: blob is in no glossary'],
    ['ERROR_WIDGETS', 'ERROR_WIDGETS: widgets is in no glossary'],
  ])('%s', (name, said) => {
    expect(strangeIn(name)).toEqual([said]);
  });

  test.each([
    'issueRecall',
    'listParties',
    'expiryFromYYMMDD',
    'EXITS',
    'toGtin14',
    'ShippedAs',
    'RefusedDelivery',
    'Sent',
  ])('%s would not', (name) => {
    expect(strangeIn(name)).toEqual([]);
  });

  test('names fall into words as they are read', () => {
    expect(wordsOf('decompressDigitalLink')).toEqual(['decompress', 'digital', 'link']);
    expect(wordsOf('CANONICAL_STEM')).toEqual(['canonical', 'stem']);
    expect(wordsOf('isGTINKey')).toEqual(['is', 'gtin', 'key']);
  });
});
