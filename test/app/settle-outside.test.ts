// A scan of a pack whose product nobody on the network has made: it is turned in no more ways than can find something.
import { expect, test } from 'vitest';
import { identify } from '../../src/app/scans/identify.ts';
import { settle } from '../../src/app/scans/settle.ts';
import type { CustodyEvent, Evidence } from '../../src/custody/evidence.ts';
import type { Life } from '../../src/custody/life.ts';

const SCAN = '(01)09521321000018(21)AbC1dEf2';
/** Nobody has made it, whatever reading is looked up. */
const looked: string[] = [];
const lifeOf = ({ serial }: { readonly serial: string }) => {
  looked.push(serial);
  return { commission: undefined } as unknown as Life;
};
const view = (lots: readonly unknown[]) => ({ lots: () => lots as readonly CustodyEvent[] }) as unknown as Evidence;
const settled = (lots: readonly unknown[], isNamed = false) => {
  looked.length = 0;
  const { label, candidates } = settle(identify(SCAN), lifeOf, view(lots), 0, undefined, () => isNamed);
  return { serial: label.serial, candidates: candidates.length, looked: looked.length };
};

test('of a product that somebody makes serials are looked up in other capitals', () => {
  expect(settled([{}]).looked).toBeGreaterThan(100);
});

test('of one that nobody makes the readings alone are', () => {
  expect(settled([])).toMatchObject({ serial: 'AbC1dEf2' });
  expect(looked.length).toBeLessThan(10);
});

test('one that a file names is what the scan says, unless its product is made here', () => {
  expect(settled([], true)).toEqual({ serial: 'AbC1dEf2', candidates: 0, looked: 1 });
  expect(settled([{}], true).looked).toBeGreaterThan(100);
});
