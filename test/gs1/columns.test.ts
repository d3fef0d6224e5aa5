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
