// Packs are read by the AIs that stand on packs, before the whole table is there: what is right by those reads alike by both, and
// whatever else there is the whole table reads.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packTable, standardTable } from '../../src/gs1/ai-table.ts';
import { readEntry, unpack } from '../../src/gs1/dictionary.ts';
import { decode, parse } from '../../src/gs1/index.ts';
import { READ_ALREADY } from '../../src/gs1/read-already.ts';
import { ON_PACKS } from '../../src/gs1/table.generated.ts';

const small = packTable();
/** The first reading of this run, of a code with an AI that stands on no pack. */
const weighed = parse(']d201095060001343523103001750');
const whole = standardTable();

const PACK = ['0109506000134352', '17301231', '10ABC', '21X7'];
/** Parts of codes: those of packs, others, and some that contradict each other or lack what they need. */
const OTHERS = ['11260101', '24012', '7103AB', '00395060001300000019', '3103001750', '0209506000134352', '7030', '9'];
const code = fc
  .tuple(
    fc.shuffledSubarray(PACK, { minLength: 2 }),
    fc.subarray(OTHERS, { maxLength: 2 }),
    fc.constantFrom(']d2', ']C1', ']Q3'),
  )
  .map(([pack, others, symbology]) => symbology + [...pack, ...others].join('\u001d'));

test('a code with another AI is read by the whole table from the first', () => {
  expect(weighed.elements.map(({ ai }) => ai)).toEqual(['01', '3103']);
  expect(weighed.errors).toEqual([]);
  expect(small.names).not.toContain('3103');
});

test('what is right by the table of packs reads alike by the whole one', () => {
  fc.assert(
    fc.property(code, (scan) => {
      const read = decode(scan, { table: small });
      if (read.ok && read.repairs.length === 0) expect(decode(scan, { table: whole })).toEqual(read);
    }),
  );
  expect(decode(`]d2${PACK.join('\u001d')}`, { table: small }).ok).toBe(true);
});

test('it has the entries of the whole table', () => {
  expect(small.names.length).toBeGreaterThan(10);
  for (const name of small.names) {
    // Numbers of AIs are those of their table.
    const entry = (table: typeof small) =>
      JSON.stringify(table.get(name), (key, one) => (/^ids?$/.test(key) ? 0 : one));
    expect(entry(small)).toBe(entry(whole));
  }
});

test('the entries that are read already are those of the lines', () => {
  const lines = unpack(ON_PACKS).split('\n');
  expect(Object.values(READ_ALREADY).flatMap(({ ais }) => ais)).toEqual(['01', '10', '17', '21']);
  for (const [line, entry] of Object.entries(READ_ALREADY)) {
    expect(lines).toContain(line);
    expect(entry).toEqual(readEntry(line));
  }
});
