// Many texts kept as a few: as an array of them, and what is found among them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatsIn } from '../../src/app/items/serials.ts';
import { TextList } from '../../src/app/items/text-list.ts';

const listOf = (texts: readonly string[]) => {
  const list = new TextList();
  for (const text of texts) list.add(text);
  return list;
};

describe('a list of very many texts', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => (i % 7 === 0 ? `Ö${i}` : `${i}`));
  const list = listOf(many);

  it('is read as an array of them is', () => {
    expect(list.length).toBe(many.length);
    expect([...list]).toEqual(many);
    for (const at of [0, 1, 4_095, 4_096, 9_999, 10_000, -1, -10_001]) expect(list.at(at)).toBe(many.at(at));
    for (const [from, to] of [
      [0, 10_000],
      [4_090, 4_100],
      [8_191, 8_193],
      [9_990, 20_000],
      [5, 5],
      [20_000, 20_001],
    ])
      expect(list.slice(from, to)).toEqual(many.slice(from, to));
    expect(list.slice()).toEqual(many);
  });

  it('is empty before anything is added, and may have empty texts', () => {
    expect([...listOf([])]).toEqual([]);
    expect(listOf([]).at(0)).toBeUndefined();
    const empty = Array.from({ length: 4_097 }, () => '');
    expect([...listOf(empty)]).toEqual(empty);
  });
});

describe('serials that stand twice', () => {
  it('are found with their first place, in order, whatever the digests of the others', () => {
    // Texts of few letters often have the same digest: "Aa" and "BB".
    const few = fc.array(fc.constantFrom('Aa', 'BB', 'AaAa', 'BBBB', 'AaBB', 'BBAa', 'C', '1', ''), { maxLength: 40 });
    fc.assert(
      fc.property(few, (serials) => {
        const first = (at: number) => serials.indexOf(serials[at] ?? '');
        const expected = serials.flatMap((_, at) => (first(at) < at ? [[at, first(at)]] : []));
        expect(repeatsIn(listOf(serials))).toEqual(expected);
        expect(repeatsIn(serials)).toEqual(expected);
      }),
    );
  });

  it('are found among very many', () => {
    const serials = Array.from({ length: 30_000 }, (_, i) => `S${i % 29_998}`);
    expect(repeatsIn(serials)).toEqual([
      [29_998, 0],
      [29_999, 1],
    ]);
  });
});
