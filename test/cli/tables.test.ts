// Tables at any width: nothing crashes, no figure is lost, and goods that differ in one field never print alike.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StockLine } from '../../src/app/stock/stock.ts';
import { columns, plainStyle } from '../../src/ui/style.ts';
import { middle, table } from '../../src/ui/table.ts';
import { text as stockText } from '../../src/ui/text/stock.ts';

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
