// A recall names its packs in one way, which whoever issues it repeats exactly; a day that is named ends with itself.
import { describe, expect, it, test } from 'vitest';
import {
  confirmed,
  inOneWay,
  namedIn,
  type RecallScope,
  refuseOver,
  wordsIn,
} from '../../src/app/recalls/recall-scope.ts';
import type { PackLabel } from '../../src/app/scans/identify.ts';
import { refused } from '../refused.ts';

const GTIN = '09506000134352';
const order = (more: Partial<RecallScope>): RecallScope => ({
  lots: [],
  allLots: false,
  confirm: [],
  unknownLot: false,
  ...more,
});
const packs = ['A1', 'A2'].map((serial): PackLabel => ({ kind: 'pack', gtin: GTIN, serial }));

describe('what is recalled is repeated', () => {
  it.each([
    ['each lot', order({ lots: ['L1', 'L2'], confirm: ['L2', 'L1'] }), []],
    ['a lot that was named twice', order({ lots: ['L1', 'L1'], confirm: ['L1'] }), []],
    ['the GTIN', order({ allLots: true, confirm: [GTIN] }), []],
    ['the GTIN as it stands on the pack', order({ allLots: true, confirm: [GTIN.slice(1)] }), []],
    ['the number of packs', order({ serials: ['a', 'b'], confirm: ['2'] }), packs],
  ])('%s', (_, scope, named) => {
    expect(() => confirmed(GTIN, scope, named)).not.toThrow();
  });

  it.each([
    ['nothing', order({ lots: ['L1'] }), []],
    ['a lot less', order({ lots: ['L1', 'L2'], confirm: ['L1'] }), []],
    ['a lot more', order({ lots: ['L1'], confirm: ['L1', 'L2'] }), []],
    ['another GTIN', order({ allLots: true, confirm: ['09506000117843'] }), []],
    ['another GTIN as well', order({ allLots: true, confirm: [GTIN, '09506000117843'] }), []],
    ['another number', order({ serials: ['a', 'b'], confirm: ['3'] }), packs],
  ])('%s is not enough, or too much', (_, scope, named) => {
    expect(refused(() => confirmed(GTIN, scope, named))).toMatchObject({ code: 'confirm-missing' });
  });
});

test('it is named by lots, by all of them or by serials', () => {
  for (const scope of [{}, { lots: ['L1'], allLots: true }, { allLots: true, serials: ['a'] }])
    expect(refused(() => inOneWay(order(scope), 'help'))).toMatchObject({ code: 'usage' });
  expect(namedIn(order({ lots: ['L1', 'L1'] }), [])).toEqual({ lots: ['L1'] });
  expect(namedIn(order({ allLots: true }), [])).toEqual({ all: true });
  expect(namedIn(order({ serials: ['a', 'b'] }), packs)).toEqual({ serials: 2 });
});

test('a day by which holders are to answer ends with it', () => {
  expect(wordsIn({ respondBy: '2026-11-23' })).toEqual({ respondBy: Date.parse('2026-11-23T23:59:59.999Z') });
  expect(wordsIn({ respondBy: '2026-11-23T12:00:00Z' })).toEqual({ respondBy: Date.parse('2026-11-23T12:00:00Z') });
  const words = wordsIn({ respondBy: '2026-11-23' });
  expect(() => refuseOver(words, {}, Date.parse('2026-11-23T20:00:00Z'))).not.toThrow();
  expect(refused(() => refuseOver(words, {}, Date.parse('2026-11-24T00:00:00Z')))).toMatchObject({ code: 'usage' });
});
