// Tables of packs: read whatever separates their fields, refused where a quote swallows the rest, checked row by row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTable } from '../../src/epcis/check-table.ts';
import { isTable, rowsOf, type TableRow } from '../../src/epcis/csv.ts';
import { openText } from '../../src/epcis/encoding.ts';
import { nobody } from '../../src/epcis/found.ts';
import { PedigreeError } from '../../src/errors.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { bytesOf, inPieces } from './files.ts';

async function rows(text: string, length = 4096): Promise<readonly TableRow[]> {
  const all: TableRow[] = [];
  const opened = await openText(inPieces(bytesOf(text), length), nobody);
  for await (const row of rowsOf(opened)) all.push(row);
  return all;
}

const check = (text: string) => checkTable(() => [bytesOf(text)]);
const found = async (...lines: readonly string[]) => {
  const { exit, findings } = await check(['gtin,serial,lot,expiry', ...lines].join('\n'));
  return [exit, ...findings.map(({ code, row }) => `${code}@${row}`)];
};

test('what was written is read, whatever separates fields and ends lines, in whatever pieces', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'AB1 ";,\t|\n\r'), maxLength: 8 }).map((text) => text.trim());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 40 }),
      async (table, separator, end, length) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = [['GTIN', 'Serial Number', 'Lot'], ...table].map((row) => row.map(quoted).join(separator));
        const read = await rows(`\ufeff${lines.join(end)}${end}`, length);
        expect(read.map(({ gtin, serial, lot }) => [gtin, serial, lot])).toEqual(table);
      },
    ),
  );
});

test('a quote that is never closed is refused with the row that opens it, however long the rest is', async () => {
  for (const rest of ['', 'x'.repeat(10_000)]) {
    const text = `gtin,serial\n09506000134352,K1\n09506000134352,"K2\n${rest}`;
    const error = await rows(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad-csv', exit: 65, detail: { row: 2, line: 3 } });
    expect(error).toBeInstanceOf(PedigreeError);
  }
});

test('a table is known by its first line, and one without a GTIN or a serial is none', async () => {
  expect(isTable('GTIN;Serial;Batch\n')).toBe(true);
  expect(isTable('Dear Sir, Madam\n')).toBe(false);
  await expect(rows('gtin,lot\n09506000134352,L1')).rejects.toMatchObject({ code: 'bad-csv' });
});

describe('each row is checked', () => {
  test('good rows, with dates as lines print them and GTINs that a spreadsheet cut', async () => {
    expect(await found('09506000134352,K1,L1,310630', '9506000134352,K2,L1,2031-06-30')).toEqual([0]);
  });

  const faults: Readonly<Record<string, readonly [row: string, exit: number, code: string]>> = {
    'a serial that was rounded': ['09506000134352,1.23457E+15,L1,310630', 65, 'number-rounded@1'],
    'one with a comma in it': ['09506000134352,"1,23457E+15",L1,310630', 65, 'number-rounded@1'],
    'a check digit that is wrong': ['09506000134353,K1,L1,310630', 65, 'gtin-unreadable@1'],
    'no serial': ['09506000134352,,L1,310630', 65, 'serial-missing@1'],
    'a serial that cannot be one': ['09506000134352,K 1,L1,310630', 65, 'epc-serial@1'],
    'a lot that cannot be one': ['09506000134352,K1,L 1,310630', 65, 'lot-form@1'],
    'a date that may be two days': ['09506000134352,K1,L1,06/07/2031', 65, 'date-ambiguous@1'],
    'a field too many': ['09506000134352,K1,L1,310630,7', 65, 'row-length@1'],
    'a date in another form': ['09506000134352,K1,L1,30.06.2031', 20, 'date-form@1'],
  };
  test.each(Object.entries(faults))('%s', async (_, [row, exit, code]) => {
    expect(await found(row)).toEqual([exit, code]);
  });

  test('a row twice counts once, and a pack in two lots is an error', async () => {
    const row = '09506000134352,K1,L1,310630';
    expect(await found(row, row)).toEqual([20, 'row-repeats@2']);
    expect(await found(row, row, '09506000134352,K1,L2,310630')).toEqual([65, 'row-repeats@2', 'lot-conflict@3']);
    expect((await check(`gtin,serial\n${[row, row].join('\n').replaceAll(',L1,310630', '')}`)).packs).toBe(1);
  });
});

interface Case {
  readonly file: string;
  readonly form: string;
  readonly right: {
    readonly read: string;
    readonly exit: number;
    readonly code?: string;
    readonly rows?: number;
    readonly row?: number;
    readonly findings?: readonly object[];
    readonly packs?: readonly object[];
  };
}

describeGiven(VECTORS, vectors('interop'), 'files of lines have their right answers', (interop) => {
  const cases = readFileSync(join(interop, 'cases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case)
    .filter(({ form }) => form === 'csv');
  test.each(cases.map((one) => [one.file, one] as const))('%s', async (file, { right }) => {
    const bytes = readFileSync(join(interop, file));
    if (right.read === 'refused') {
      const { code, row } = right;
      await expect(checkTable(() => [bytes])).rejects.toMatchObject({ code, exit: right.exit, detail: { row } });
      return;
    }
    const checked = await checkTable(() => [bytes]);
    expect(checked).toMatchObject({ exit: right.exit, rows: right.rows });
    expect(checked.findings.map(({ code, level, row }) => ({ code, level, row }))).toEqual(right.findings ?? []);
    if (right.packs !== undefined) expect(checked.packs).toBe(right.packs.length);
  });
});
