// A code in a line of a table is what stands in its column, and nothing of the columns beside it.
import { expect, test } from 'vitest';
import { readAgain } from '../../src/gs1/candidates/index.ts';
import { bracketed, GS } from '../../src/gs1/index.ts';

const pack = (serial: string) => `]d201095060001343521734022810QZW-58${GS}21${serial}`;
const SERIALS = ['D77S', 'D77SRQ8M0PQTN6AK', 'a;b'];

test.each(SERIALS)('the serial %s between quotes', (serial) => {
  for (const line of [
    `"7";"${pack(serial)}";"x"`,
    `x,"${pack(serial)}",y`,
    `"${pack(serial)}"\t12`,
    `1|"${pack(serial)}"`,
  ]) {
    const { ok, elements } = readAgain(line);
    expect([line, ok, bracketed(elements)]).toEqual([
      line,
      true,
      `(01)09506000134352(17)340228(10)QZW-58(21)${serial}`,
    ]);
  }
});

test('a sign that is no delimiter of a table stays in what is behind it', () => {
  expect(readAgain(`x;${pack('a;b')}`).candidates.map(({ elements }) => elements.at(-1)?.value)).toEqual(
    expect.arrayContaining(['a;b', 'a']),
  );
});

test.each(['\t', ';', ',', '|'])(
  'values under the heads of their columns, whichever comes first, with %j between',
  (delimiter) => {
    const values = { GTIN: '09506000134352', Serial: 'fcd-59457', Lot: 'GBF-18', Expiry: '2031-06-30' };
    for (const heads of [
      ['GTIN', 'Lot', 'Expiry', 'Serial'],
      ['Lot', 'Serial', 'GTIN', 'Expiry'],
      ['Expiry', 'GTIN', 'Serial', 'Lot'],
      ['Serial', 'Expiry', 'Lot', 'GTIN'],
    ] as const) {
      const table = `${heads.join(delimiter)}\n${heads.map((head) => values[head]).join(delimiter)}`;
      const { ok, elements } = readAgain(table);
      expect([table, ok, elements.map(({ ai, value }) => `${ai} ${value}`).sort()]).toEqual([
        table,
        true,
        ['01 09506000134352', '10 GBF-18', '17 310630', '21 fcd-59457'],
      ]);
    }
  },
);
