// The dictionary's grammar, and the table that is generated from it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PedigreeError } from '../../src/errors.ts';
import { loadDictionary, standardTable } from '../../src/gs1/ai-table.ts';
import { readEntry } from '../../src/gs1/dictionary.ts';
import { describeGiven, itGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { suite } from './suite.ts';

describeGiven(VECTORS, suite('syn.entry'), 'entries of the syntax dictionary', (rows) => {
  it(`${rows.length} entries are read or refused as the reference does`, () => {
    for (const { id, input, ok, ais } of rows) {
      let read: readonly string[] | undefined;
      try {
        read = readEntry(input)?.ais ?? [];
      } catch (error) {
        expect(error).toBeInstanceOf(PedigreeError);
      }
      expect([id, read]).toEqual([id, ok ? ais : undefined]);
    }
  });
});

describe('the AI table', () => {
  it('holds all AIs of the release and every one compiles', () => {
    const table = standardTable();
    expect(table.names.length).toBe(541);
    expect(table.release).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const ai of table.names) expect(table.get(ai)?.ai).toBe(ai);
    expect(table.get('01')?.title).toBe('GTIN');
    expect(table.get('1')).toBeUndefined();
    expect(table.get('3109')).toBeUndefined();
  });

  const dictionary = vectors('gs1/gs1-syntax-dictionary.txt');
  itGiven(VECTORS, dictionary, 'is that of the dictionary it was generated from', (file) => {
    const loaded = loadDictionary(readFileSync(file, 'utf8'));
    expect(loaded.names).toEqual(standardTable().names);
    for (const ai of loaded.names) expect(loaded.get(ai)).toEqual(standardTable().get(ai));
  });

  it('knows the length of AIs under every prefix of a range', () => {
    const table = standardTable();
    for (const ai of ['91', '92', '99']) expect([ai, table.lengthAt(ai, 0)]).toEqual([ai, 2]);
    expect(table.unknown('945')).toBeUndefined();
  });

  it('refuses a title with a character that titles do not have', () => {
    for (const end of ['\tFROM', 'FROM\t', 'FR@M']) expect(() => loadDictionary(`412 * N13 # ${end}`)).toThrow(/title/);
  });

  it('refuses a dictionary whose AIs do not rise or share a prefix at different lengths', () => {
    expect(() => loadDictionary('11 N6\n10 X..20')).toThrow(/out of order/);
    expect(() => loadDictionary('23 X..20\n235 X..28')).toThrow(/differ in length/);
    expect(() => loadDictionary('')).toThrow(/no entry/);
  });
});
