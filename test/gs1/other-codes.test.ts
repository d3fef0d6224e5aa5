// Codes that are not of a pack are named with what they say; product codes that were misread are nothing else.
import { describe, expect, test } from 'vitest';
import { decodeAgain } from '../../src/gs1/candidates/index.ts';
import { decode } from '../../src/gs1/index.ts';

const G = '09506000134352';
/** What is wrong with a scan, in a sentence and with what to do. */
const told = (scan: string): string => {
  const [first] = decodeAgain(scan).errors;
  return first === undefined ? 'nothing is wrong' : `${first.message}; ${first.hint}`;
};

describe('what stands on packs besides', () => {
  test.each([
    [']A0+A123BJC5D6E71G', 'a HIBC code: labeler A123, product BJC5D6E7'],
    ['+A123BJC5D6E71/$$0231LOT98', 'a HIBC code: labeler A123, product BJC5D6E7, lot LOT9, expiry 2031-02'],
    ['+$$0231LOT9G9', 'a HIBC code: lot LOT9, expiry 2031-02'],
    ['+A123BJC5D6E71/$LOT96', 'a HIBC code: labeler A123, product BJC5D6E7, lot LOT9'],
    ['*-03752864*', 'the PZN 03752864, of the product with GTIN 04150037528643'],
    ['PZN-03752864', 'the PZN 03752864, of the product with GTIN 04150037528643'],
    ['A012345676', 'the AIC A012345676 of Italy (Code 32)'],
    ['0012-3456-78', 'the NDC 0012-3456-78, of the product with GTIN 00300123456785'],
    ['12345-0678-90', 'the NDC 12345-0678-90, of the product with GTIN 00312345678906'],
    ['81234567890123456789', 'the drug traceability code 81234567890123456789 of China'],
    ['950600013435212', `the EAN/UPC of the product (GTIN ${G}) with the add-on 12`],
    ['9506000134352 51234', `the EAN/UPC of the product (GTIN ${G}) with the add-on 51234`],
    [
      'Unique product identification code: 1\nBatch No.: B12\nExp Date: 06/2031',
      'the text of an Indian pack (schedule H2): lot B12, expiry 2031-06',
    ],
  ])('%j', (scan, what) => {
    expect(told(scan)).toBe(`this is ${what}; scan the square DataMatrix code of the pack`);
  });

  test.each(['NOREAD', 'NoRead', 'NR', '???'])('%s of a scanner that read nothing', (scan) => {
    expect(told(scan)).toBe('the scanner read nothing; scan the code again, closer and flat');
  });

  test('numbers with a wrong check digit are none of these', () => {
    for (const scan of ['PZN-03752865', 'A012345677', '+A123BJC5D6E71H', '1234568'])
      expect(told(scan)).not.toMatch(/^this is (?:a HIBC|the (?:PZN|AIC|CNK))/);
  });
});

describe('the real fault', () => {
  test('of a product code that was misread is its check digit', () => {
    for (const scan of [']E09506000134359', '9506000134359', ']E495050004', '95050004'])
      expect(decode(scan)).toMatchObject({ ok: false, kind: 'ean', errors: [{ code: 'incorrect-check-digit' }] });
  });

  test('of a code in a plain symbol is that of its elements', () => {
    expect(decode(`]d101${G}17319930\x1d217XK9`).errors).toMatchObject([{ code: 'illegal-month', ai: '17' }]);
  });

  test('of a link is a slash at its end, or in its serial', () => {
    const link = `https://id.gs1.org/01/${G}/10/LT9022/21`;
    for (const [scan, serial] of [
      [`${link}/7XK9/`, '7XK9'],
      [`${link}/7XK9/?17=310630`, '7XK9'],
      [`${link}/AB/12?17=310630`, 'AB/12'],
    ] as const) {
      const read = decodeAgain(scan);
      expect([scan, read.ok, read.repairs.map(({ code }) => code)]).toEqual([scan, true, ['link-slash']]);
      expect(read.elements).toContainEqual({ ai: '21', title: 'SERIAL', value: serial });
    }
  });
});
