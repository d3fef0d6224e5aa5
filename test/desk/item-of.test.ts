// What a page tells of a code by itself, without the node: which item it may be of, by either of the texts that a host gives.
import { expect, test } from 'vitest';
import { keyedText } from '../../src/gs1/keyed.ts';
import { ssccIn } from '../../web/parts/sscc.ts';
import { itemsOf } from '../../web/scan/item-of.ts';

const PACK = { name: '09506000134369 A1', gtin: '09506000134369', lot: 'RAM-77' };
const CODE = ']d201095060001343691728013110RAM-77\x1d21A1';

test('a code is of its pack, however it is written', () => {
  for (const code of [CODE, CODE.slice(3), '(01)09506000134369(17)280131(10)RAM-77(21)A1']) {
    expect(itemsOf(code)).toEqual([PACK]);
  }
  expect(itemsOf(']C100395060001343000012')).toEqual([{ name: '395060001343000012' }]);
  for (const code of ['', 'DA-4711', '0109506000134369', ']d20109506000134369']) expect(itemsOf(code)).toEqual([]);
});

test('either text may be meant, where a host and a scanner have other keyboards', () => {
  const wrong = CODE.replace(']', '+').replace('-', '/');
  expect(itemsOf(keyedText({ typed: CODE, pressed: wrong }))).toEqual([PACK]);
  expect(itemsOf(keyedText({ typed: wrong, pressed: CODE }))).toEqual([PACK]);
  const sscc = '(00)395060001343000012';
  expect(ssccIn(keyedText({ typed: sscc, pressed: '*00(395060001343000012' }))).toBe('395060001343000012');
  expect(ssccIn(keyedText({ typed: '*00(395060001343000012', pressed: sscc }))).toBe('395060001343000012');
});

test('a serial may have brackets', () => {
  expect(itemsOf('(01)09506000134369(21)A(B1)')).toEqual([{ name: '09506000134369 A(B1)', gtin: '09506000134369' }]);
});
