// Tables at any width: nothing crashes, no figure is lost, and goods that differ in one field never print alike.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { StockLine } from '../../src/app/verdict/stock.ts';
import { PedigreeError } from '../../src/errors.ts';
import { failureText } from '../../src/ui/failure-text.ts';
import { colourless, columns, makeStyle, narrowed, plainStyle } from '../../src/ui/style.ts';
import { middle, table } from '../../src/ui/table.ts';
import { text as dispenseText } from '../../src/ui/text/dispense.ts';
import { productSaid } from '../../src/ui/text/product-words.ts';
import { text as scanText } from '../../src/ui/text/scan.ts';
import { text as stockText } from '../../src/ui/text/stock.ts';
import { folder, inProcess } from './program.ts';

const { path, remove } = folder();
afterAll(remove);
const width = fc.integer({ min: 20, max: 200 });
const word = fc.stringMatching(/^[A-Za-z0-9éß東-]{1,12}$/);
const name = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
const code = fc.stringMatching(/^[A-Z0-9]{1,20}$/);

interface Good {
  readonly gtin: string;
  readonly name: string;
  readonly strength: string;
  readonly form: string;
  readonly lot: string;
  readonly expiry: string;
}
const good: fc.Arbitrary<Good> = fc.record({
  gtin: fc.stringMatching(/^\d{14}$/),
  name,
  strength: fc.integer({ min: 1, max: 999 }).map((mg) => `${mg} mg`),
  form: fc.constantFrom('tablets', 'capsules', 'oral suspension'),
  lot: code,
  expiry: fc.constantFrom('2028-06-30', '2028-07-31', '2029-01-31'),
});

function line({ name, strength, form, ...lot }: Good): StockLine {
  return { ...lot, product: `${name} ${strength}`, strength, form, packs: 1234, containers: 0, byState: {} };
}

/** Each good as it is printed: its own row with all that stands below it, without the way it was broken. */
function printed(goods: readonly Good[], columns: number): readonly string[] {
  return goods.map((one) => {
    const style = plainStyle(false, { columns: () => columns });
    // In one table with the others, told by what the table with this one twice says more.
    const all = stockText({ lots: goods.map(line), packs: 0 }, style).split('\n');
    const more = stockText({ lots: [...goods, one].map(line), packs: 0 }, style).split('\n');
    return more
      .slice(all.length - 1, -1)
      .join('')
      .replace(/\s+/g, ' ');
  });
}

describe('a table of stock at any width', () => {
  test('never prints two goods alike that differ in one field', () => {
    fc.assert(
      fc.property(
        good,
        good,
        fc.constantFrom('gtin', 'name', 'strength', 'form', 'lot', 'expiry'),
        width,
        (a, b, field, wide) => {
          fc.pre(a[field as keyof Good] !== b[field as keyof Good]);
          const other = { ...a, [field]: b[field as keyof Good] };
          const [one, two] = printed([a, other], wide);
          expect(one).not.toBe(two);
        },
      ),
    );
  });

  test('keeps to it, and keeps GTIN, lot, expiry, strength, form and count', () => {
    fc.assert(
      fc.property(fc.array(good, { minLength: 1, maxLength: 6 }), width, (goods, wide) => {
        const shown = stockText({ lots: goods.map(line), packs: 0 }, plainStyle(false, { columns: () => wide }));
        expect(Math.max(...shown.split('\n').map(columns))).toBeLessThanOrEqual(wide);
        const flat = shown.replace(/\s+/g, ' ');
        for (const { gtin, lot, expiry, strength, form } of goods) {
          for (const figure of [gtin, lot, expiry, '1 234']) expect(flat).toContain(figure);
          expect(flat).toContain(`${strength} ${form}`);
        }
      }),
    );
  });

  test('shortens the name before the strength, and in its middle', () => {
    const long = { gtin: '09506000134352', lot: 'ABC123', expiry: '2028-06-30' };
    const name = 'Amoxicillin trihydrate and clavulanate potassium';
    const goods = ['250 mg', '500 mg'].map((strength) => line({ ...long, name, strength, form: 'capsules' }));
    const rows = stockText({ lots: goods, packs: 0 }, plainStyle()).split('\n');
    expect(rows[1]).toMatch(/^Amoxicilli… potassium 250 mg capsules {2}09506000134352 {2}ABC123/);
    expect(rows[2]).toMatch(/^Amoxicilli… potassium 500 mg capsules {2}09506000134352 {2}ABC123/);
  });

  test('uses a wide terminal, and becomes lines where it is narrow', () => {
    const one = { gtin: '09506000134352', lot: 'ABC123', expiry: '2028-06-30', strength: '500 mg', form: 'capsules' };
    const name = 'Amoxicillin trihydrate and clavulanate potassium';
    const at = (wide: number) =>
      stockText({ lots: [line({ ...one, name })], packs: 7 }, plainStyle(false, { columns: () => wide }));
    expect(at(132).split('\n')[1]).toContain(`${name} 500 mg capsules  09506000134352`);
    expect(at(40)).toBe(
      [
        'Amoxicillin trihydrate and clavulanate',
        '  potassium 500 mg capsules',
        '  GTIN 09506000134352  lot ABC123',
        '  expiry 2028-06-30  packs 1 234',
        '7 packs',
      ].join('\n'),
    );
  });
});

test('a name is cut in its middle, and only as far as it still tells itself from the others', () => {
  expect(middle('0123456789', 7)).toBe('012…789');
  expect(middle('short', 7)).toBe('short');
  const heads = [{ title: 'name', flexible: true }, { title: 'GLN' }];
  const rows = [
    [`${'x'.repeat(25)}A${'y'.repeat(25)}`, '9506000100012'],
    [`${'x'.repeat(25)}B${'y'.repeat(25)}`, '9506000100029'],
  ];
  const shown = table(heads, rows, plainStyle(false, { columns: () => 60 }));
  for (const [name = '', gln = ''] of rows) expect(shown).toContain(`${name}\n  GLN ${gln}`);
});

test('a column of nothing is left out', () => {
  const heads = [{ title: 'name' }, { title: 'contact' }, { title: 'GLN' }];
  expect(table(heads, [['Acme', '', '9506000100012']], plainStyle())).toBe('name  GLN\nAcme  9506000100012');
});

describe('what is not a table', () => {
  const long = 'Amoxicillin trihydrate and clavulanate potassium film-coated';
  const words = { product: `${long} 500 mg`, strength: '500 mg', form: 'tablets' };

  test('a scanned pack keeps lot and serial beside a long name in its line of colour', async () => {
    const data = {
      kind: 'scan',
      mode: 'receive',
      status: 'genuine',
      item: { gtin: '09506000134352', serial: '7K2M9QX4T8RB3WNC1234', lot: 'ABCDEFGHIJ0123456789' },
      ...words,
    } as const;
    const shown = colourless(scanText(data, await makeStyle(true), { exit: 0 })).split('\n')[0] ?? '';
    expect(shown).toMatch(/OK +\S+….*500 mg tablets {2}lot ABCDEFGHIJ0123456789 {2}7K2M9QX4T8RB3WNC1234 *$/);
    expect(columns(shown)).toBe(80);
  });

  test('a bad item is named by GTIN and whole serial, however long the scan was', () => {
    const [one, two] = ['7K2M9QX4T8RB3WNC123A', '7K2M9QX4T8RB3WNC123B'].map((serial) => {
      const input = `]d201095060001343521728063010ABCDEFGHIJ0123456789\u001d21${serial}`;
      const items = [{ n: 1, input, code: 'recalled', reason: 'recalled: glass' }];
      return failureText(new PedigreeError('recalled', 'one item cannot be shipped', { detail: { items } }));
    });
    expect(one).toContain('  (01)09506000134352(21)7K2M9QX4T8RB3WNC123A: recalled: glass');
    expect(one).not.toBe(two);
  });

  test('an item of which nothing was scanned has a name all the same', () => {
    const items = [{ n: 1, input: ' ', code: 'bad-input', reason: 'nothing was scanned' }];
    const failure = new PedigreeError('bad-input', 'nothing was scanned', { detail: { items } });
    expect(failureText(failure)).toContain('  an empty line: nothing was scanned');
  });

  test('a dispensed pack is named with its strength and form', () => {
    const data = {
      result: 'dispensed',
      item: { gtin: '09506000134352', serial: 'A1', lot: 'ABC123', expiry: '2028-06-30' },
      product: { name: 'Amoxil', strength: '500 mg', form: 'capsules' },
    } as const;
    expect(dispenseText(data, plainStyle(), { exit: 0 })).toContain('\n             Amoxil 500 mg capsules\n');
  });

  test('a strength is said once, and 5 mg is not said by 15 mg', () => {
    expect(productSaid({ name: 'Amoxil 500 mg', strength: '500 mg', form: 'gel' })).toBe('Amoxil 500 mg gel');
    expect(productSaid({ name: 'Morphine 15 mg', strength: '5 mg' })).toBe('Morphine 15 mg 5 mg');
  });

  test('lines that are too wide break at any width, and lose no word', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 40 }),
        width,
        (all, margin, wide) => {
          const text = narrowed(`${' '.repeat(margin)}${all.join(' ')}`, wide);
          expect(
            text
              .split(/\s+/)
              .filter((one) => one !== '')
              .join(' '),
          ).toBe(all.join(' '));
          for (const one of text.split('\n'))
            if (one.trim().includes(' ')) expect(columns(one)).toBeLessThanOrEqual(wide);
        },
      ),
    );
  });

  test.each([40, 60])(
    'what stderr says of a failure is broken to its terminal of %i columns, and loses nothing',
    async (wide) => {
      const words = ['quarantine', '--reason', 'suspect', ']d20104012345678901173906302112345'];
      const run = (talkColumns?: number) =>
        inProcess(path('.'), words, talkColumns === undefined ? {} : { talkColumns });
      const [broken, whole] = [await run(wide), await run()];
      const flat = (text: string) => text.replace(/( \\)?\s+/g, ' ').trim();
      expect(flat(broken.stderr)).toBe(flat(whole.stderr));
      for (const one of broken.stderr.trimEnd().split('\n'))
        if (one.trim().includes(' ')) expect(columns(one)).toBeLessThanOrEqual(wide);
      expect(Math.max(...whole.stderr.split('\n').map(columns))).toBeGreaterThan(60);
    },
  );
});
