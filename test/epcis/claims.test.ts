// What a file says of each pack, taken together from its events in any order.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClaimSheet, type Keyer } from '../../src/epcis/claim-sheet.ts';
import type { Claim } from '../../src/epcis/claims.ts';
import { readDate, readDay } from '../../src/epcis/dates.ts';
import { GoodsFold } from '../../src/epcis/fold.ts';
import { nobody } from '../../src/epcis/found.ts';
import type { EpcisEvent } from '../../src/epcis/model.ts';
import { epcisTime } from '../../src/epcis/times.ts';

const MAKER = '9521321000117';
const SHOP = '9506000100036';
const GTIN = '09521321000018';
const pack = (serial: string) => `urn:epc:id:sgtin:952132100.001.${serial}`.replace('952132100.001', '9521321.000001');
const CASE = 'urn:epc:id:sscc:9521321.0000000017';
const PALLET = 'urn:epc:id:sscc:9521321.0000000024';

const keyOf = (name: string) => createHash('sha256').update(name).digest();
const keyer: Keyer = { pack: (gtin, serial) => keyOf(`${gtin}/${serial}`), other: keyOf };

interface Said extends Partial<Omit<EpcisEvent, 'eventTime'>> {
  /** Hours from the start. */
  readonly at?: number;
}

let index = 0;
function event({ at = ++index, ...more }: Said): EpcisEvent {
  return {
    type: 'ObjectEvent',
    index: ++index,
    line: index,
    eventTime: epcisTime(new Date(Date.UTC(2026, 10, 20, at)).toISOString()),
    certificationInfo: [],
    bizTransactions: [],
    sources: [],
    destinations: [],
    sensorElements: [],
    extensions: [],
    ...more,
  };
}

const party = (gln: string) => [
  { type: 'owning_party', id: `urn:epc:id:sgln:${gln.slice(0, 7)}.${gln.slice(7, 12)}.0` },
];
const mda = (name: string, value: string, more: object = {}) => ({ ns: 'urn:epcglobal:cbv:mda', name, value, ...more });
const make = (epcs: readonly string[], lot = 'L7', more: Said = {}) =>
  event({
    epcs,
    action: 'ADD',
    bizStep: 'commissioning',
    ilmd: [mda('lotNumber', lot), mda('itemExpirationDate', '2031-06-30')],
    ...more,
  });
const fill = (parentID: string, epcs: readonly string[], more: Said = {}) =>
  event({ type: 'AggregationEvent', parentID, epcs, action: 'ADD', bizStep: 'packing', ...more });
const empty = (parentID: string, epcs: readonly string[] | undefined, more: Said = {}) =>
  event({ type: 'AggregationEvent', parentID, ...(epcs && { epcs }), action: 'DELETE', bizStep: 'unpacking', ...more });
const ship = (epcs: readonly string[], more: Said = {}) =>
  event({ epcs, action: 'OBSERVE', bizStep: 'shipping', sources: party(MAKER), destinations: party(SHOP), ...more });
const step = (bizStep: string, epcs: readonly string[], more: Said = {}) =>
  event({ epcs, action: 'OBSERVE', bizStep, ...more });

/** The claims of events, whichever of them a check would pass over. */
function sheetOf(events: readonly EpcisEvent[], keys = keyer): ClaimSheet {
  const fold = new GoodsFold(nobody, new Set());
  const sheet = new ClaimSheet(fold.epcs.table, keys);
  for (const one of events) {
    fold.take(one);
    sheet.add(one, fold.named);
  }
  return sheet;
}

function claims(...events: readonly EpcisEvent[]): (serial: string) => Claim | undefined {
  const sheet = sheetOf(events);
  const all = new Map([...sheet.claims()].map(({ high, low, claim }) => [`${high} ${low}`, claim]));
  return (name) => {
    const key = keyOf(/^\d{18}$/.test(name) ? name : `${GTIN}/${name}`);
    return all.get(`${key.readUInt32BE(0)} ${key.readUInt32BE(4)}`);
  };
}

describe('a claim', () => {
  test('takes lot and expiry of the making, and the road of the container that the pack is in', () => {
    const of = claims(make([pack('A'), pack('B')]), fill(CASE, [pack('A')]), fill(PALLET, [CASE]), ship([PALLET]));
    expect(of('A')).toMatchObject({
      lot: 'L7',
      expiry: '2031-06-30',
      within: '095213210000000179',
      state: 'shipped',
      from: MAKER,
      to: SHOP,
    });
    expect(of('B')).toMatchObject({ lot: 'L7', state: 'made' });
    expect(of('B')).not.toHaveProperty('to');
    expect(of('095213210000000179')).toMatchObject({ within: '095213210000000247', state: 'shipped', to: SHOP });
  });

  test('does not end by a step that nobody knows, whatever it is called', () => {
    for (const word of ['humming', 'constructor'])
      expect(claims(make([pack('A')]), step(word, [pack('A')]))('A')).toMatchObject({ state: 'made' });
  });

  test('is the same in whatever order the file tells it', () => {
    const events = [
      make([pack('A')]),
      fill(CASE, [pack('A')]),
      fill(PALLET, [CASE]),
      ship([PALLET]),
      step('receiving', [PALLET]),
    ];
    const due = claims(...events)('A');
    expect(due?.state).toBe('received');
    expect(claims(...events.toReversed())('A')).toEqual(due);
  });

  test('of what was taken out before the shipment knows of none', () => {
    for (const out of [[pack('A')], undefined, []]) {
      const of = claims(
        make([pack('A'), pack('B')]),
        fill(CASE, [pack('A'), pack('B')]),
        empty(CASE, out),
        fill(PALLET, [pack('A')]),
        ship([CASE]),
      );
      expect(of('A')).toMatchObject({ state: 'made', within: '095213210000000247' });
      expect(of('A')).not.toHaveProperty('disputed');
      expect(of('B')?.state).toBe(out?.length === 1 ? 'shipped' : 'made');
    }
  });

  test('of what was taken out after the receipt keeps who sent it', () => {
    const of = claims(
      make([pack('A')]),
      fill(CASE, [pack('A')]),
      ship([CASE]),
      step('receiving', [CASE]),
      empty(CASE, [pack('A')]),
    );
    expect(of('A')).toMatchObject({ state: 'received', from: MAKER, to: SHOP });
    expect(of('A')).not.toHaveProperty('within');
  });

  test('of a shipment that was taken back names nobody', () => {
    const of = claims(make([pack('A')]), ship([pack('A')]), step('void_shipping', [pack('A')]));
    expect(of('A')).toMatchObject({ state: 'made' });
    expect(of('A')).not.toHaveProperty('to');
  });

  test('leaves out what is declared to be an error, wherever that stands', () => {
    const wrong = ship([pack('A')], { eventID: 'urn:uuid:1' });
    const declared = event({
      epcs: [pack('A')],
      eventID: 'urn:uuid:1',
      errorDeclaration: {
        declarationTime: epcisTime('2026-11-21T00:00:00Z'),
        reason: 'did_not_occur',
        correctiveEventIDs: [],
        extensions: [],
      },
    });
    for (const events of [
      [wrong, declared],
      [declared, wrong],
    ]) {
      const of = claims(make([pack('A')]), ...events);
      expect(of('A')).toMatchObject({ state: 'made' });
    }
  });

  test('leaves open what the file contradicts, and names it', () => {
    const lots = claims(make([pack('A')], 'L7'), make([pack('A')], 'L8'));
    expect(lots('A')).toMatchObject({ disputed: ['lot'], expiry: '2031-06-30' });
    expect(lots('A')).not.toHaveProperty('lot');
    const parents = claims(make([pack('A')]), fill(CASE, [pack('A')]), fill(PALLET, [pack('A')]));
    expect(parents('A')).toMatchObject({ disputed: ['within'] });
    expect(parents('A')).not.toHaveProperty('within');
    const lives = claims(
      make([pack('A')]),
      step('dispensing', [pack('A')], { disposition: 'dispensed' }),
      ship([pack('A')]),
    );
    expect(lives('A')).toMatchObject({ disputed: ['state'], state: 'unknown' });
  });

  test('knows a shipment that by its clock was before the making', () => {
    const of = claims(ship([pack('A')], { at: 1 }), make([pack('A')], 'L7', { at: 2 }));
    expect(of('A')).toMatchObject({ state: 'shipped', to: SHOP, lot: 'L7' });
  });

  test.each([
    ['dispensing', 'dispensed', 'dispensed'],
    ['destroying', 'destroyed', 'destroyed'],
    ['decommissioning', 'expired', 'decommissioned'],
    ['holding', 'recalled', 'held'],
    ['inspecting', 'damaged', 'held'],
    ['dispensing', 'partially_dispensed', 'made'],
    ['storing', 'sellable_accessible', 'made'],
  ])('after %s with %s is %s', (bizStep, disposition, state) => {
    expect(claims(make([pack('A')]), step(bizStep, [pack('A')], { disposition }))('A')?.state).toBe(state);
  });

  test('of packs that stand in each other has an end', () => {
    const of = claims(fill(CASE, [PALLET]), fill(PALLET, [CASE]), fill(CASE, [pack('A')]), ship([PALLET]));
    expect(of('A')).toMatchObject({ within: '095213210000000179', state: 'shipped' });
  });

  test('of goods that a file moves without end comes to an end', () => {
    const totes = Array.from({ length: 8 }, (_, at) => `urn:epc:id:sscc:9521321.000000003${at}`);
    const moves = totes.flatMap((outer) =>
      totes.flatMap((inner) => (inner === outer ? [] : [fill(outer, [inner]), empty(outer, [inner])])),
    );
    const often = Array.from({ length: 2000 }, () => [
      fill(totes[0] ?? '', [pack('A')]),
      empty(totes[0] ?? '', [pack('A')]),
    ]);
    const began = performance.now();
    expect(claims(...moves, ...moves, ...often.flat())('A')).toMatchObject({ state: 'unknown', disputed: ['state'] });
    expect(claims(...moves, ...moves, fill(totes[0] ?? '', [pack('A')]))('A')).toMatchObject({ state: 'made' });
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  test('of a lot that has two expiries in the file knows none, whichever pack each was said of', () => {
    const later = [mda('lotNumber', 'L7'), mda('itemExpirationDate', '2032-06-30')];
    const of = claims(make([pack('A')]), make([pack('B')], 'L7', { ilmd: later }), make([pack('C')], 'L8'));
    for (const serial of ['A', 'B']) {
      expect(of(serial)).toMatchObject({ lot: 'L7', disputed: ['expiry'] });
      expect(of(serial)).not.toHaveProperty('expiry');
    }
    expect(of('C')).toMatchObject({ lot: 'L8', expiry: '2031-06-30' });
  });

  test('does not know a lot that was written well once, and once as no lot can be', () => {
    const of = claims(make([pack('A')]), make([pack('A')], 'L 7 – part'));
    expect(of('A')).not.toHaveProperty('lot');
  });

  test('does not know a lot that was written as a number', () => {
    const of = claims(make([pack('A')], 'L7', { ilmd: [mda('lotNumber', '7', { json: 'number' })] }));
    expect(of('A')).not.toHaveProperty('lot');
  });

  test('does not know a lot that no label can have', () => {
    expect(claims(make([pack('A')], 'L 7 – part'))('A')).not.toHaveProperty('lot');
  });

  test('knows lot and expiry that stand as typed values', () => {
    const typed = (name: string, value: string) =>
      mda(name, '', { value: undefined, children: [{ ns: '', name: '@value', value }] });
    const ilmd = [typed('lotNumber', 'L7'), typed('itemExpirationDate', '2031-06-30')];
    expect(claims(make([pack('A')], 'L7', { ilmd }))('A')).toMatchObject({ lot: 'L7', expiry: '2031-06-30' });
  });

  test('knows lot and expiry in a namespace of EPCIS', () => {
    const ns = 'https://ref.gs1.org/epcis/';
    const ilmd = [mda('lotNumber', 'L7', { ns }), mda('itemExpirationDate', '2031-06-30', { ns })];
    expect(claims(make([pack('A')], 'L7', { ilmd }))('A')).toMatchObject({ lot: 'L7', expiry: '2031-06-30' });
  });

  test('takes a month and its last day for one date', () => {
    const month = [mda('lotNumber', 'L7'), mda('itemExpirationDate', '2031-06-00')];
    const of = claims(make([pack('A')]), make([pack('A')], 'L7', { ilmd: month }));
    expect(of('A')).toMatchObject({ expiry: '2031-06-30' });
    expect(of('A')).not.toHaveProperty('disputed');
  });
});

test.each([
  ['ObjectEvent', 'OBSERVE', 'shipping', 'in_transit', 'shipped'],
  ['ObjectEvent', 'OBSERVE', 'departing', 'in_transit', 'shipped'],
  ['ObjectEvent', 'OBSERVE', 'accepting', 'in_progress', 'received'],
  ['ObjectEvent', 'OBSERVE', 'inspecting', 'damaged', 'held'],
  ['ObjectEvent', 'OBSERVE', 'inspecting', 'mismatch_instance', 'made'],
  ['ObjectEvent', 'OBSERVE', 'dispensing', 'partially_dispensed', 'made'],
  ['ObjectEvent', 'OBSERVE', 'other', 'destroyed', 'destroyed'],
  ['ObjectEvent', 'OBSERVE', 'holding', 'retail_sold', 'dispensed'],
  ['ObjectEvent', 'OBSERVE', 'storing', 'inactive', 'decommissioned'],
  ['ObjectEvent', 'DELETE', 'shipping', 'in_transit', 'decommissioned'],
  ['ObjectEvent', 'OBSERVE', 'constructor', 'toString', 'made'],
  ['TransactionEvent', 'ADD', 'shipping', 'in_transit', 'shipped'],
  ['TransactionEvent', 'DELETE', 'inspecting', 'available', 'made'],
] as const)('%s %s %s %s: it is %s', (type, action, bizStep, disposition, state) => {
  const events = [make([pack('A')]), step(bizStep, [pack('A')], { type, action, disposition })];
  expect(claims(...events)('A')?.state).toBe(state);
});

test.each([
  ['2031-06-30', '2031-06-30', undefined],
  ['2031-06-00', '2031-06-00', undefined],
  ['2031-06-30T00:00:00Z', '2031-06-30', 'form'],
  ['20310630', '2031-06-30', 'form'],
  ['30/06/2031', '2031-06-30', 'form'],
  ['06/30/2031', '2031-06-30', 'form'],
  ['06/06/2031', '2031-06-06', 'form'],
  ['07/06/2031', undefined, 'ambiguous'],
  ['2031-02-30', undefined, 'unreadable'],
  ['June 2031', undefined, 'unreadable'],
  ['2031-06', undefined, 'unreadable'],
  ['30 Jun 2031', '2031-06-30', 'form'],
  ['310630', '2031-06-30', 'form'],
  ['2031-6-3', '2031-06-03', 'form'],
  ['00/06/2031', undefined, 'unreadable'],
])('%s is the day %s', (written, day, fault) => {
  expect(readDay(written)).toEqual({ day, fault });
});

test('claims come by ascending keys, whichever halves of keys are alike, each item once', () => {
  const halves = fc.constantFrom(0, 1, 0xffff, 0x1_0000, 0xffff_ffff);
  const keys = fc.array(fc.tuple(halves, halves), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(keys, (drawn) => {
      const bytes = drawn.map(([high, low]) => {
        const key = Buffer.alloc(8);
        key.writeUInt32BE(high, 0);
        key.writeUInt32BE(low, 4);
        return key;
      });
      const keys: Keyer = { pack: (_, serial) => bytes[Number(serial)] ?? Buffer.alloc(8), other: keyOf };
      const sheet = sheetOf([make(drawn.map((_, at) => pack(String(at))))], keys);
      const due = bytes.map((key) => key.toString('hex')).sort();
      const told = [...sheet.claims()].map(
        ({ high, low }) => high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0'),
      );
      expect(told).toEqual(due);
    }),
  );
});

test('a month is its last day, which no file that is right leaves open', () => {
  expect(readDate('2031-06-00')).toEqual({ date: '2031-06-30', fault: 'date-form' });
  expect(readDate('2031-06-30')).toEqual({ date: '2031-06-30', fault: undefined });
});

describe('the check takes the same goods for shipped as the claims', () => {
  const shippedIn = (events: readonly EpcisEvent[]) => {
    const fold = new GoodsFold(nobody, new Set());
    for (const one of events) fold.take(one);
    return (serial: string) => fold.isShipped(fold.epcs.record(pack(serial), {}) ?? -1);
  };
  const shipIn = (action: string) =>
    event({
      type: 'AggregationEvent',
      parentID: CASE,
      epcs: [pack('A')],
      action,
      bizStep: 'shipping',
      destinations: party(SHOP),
    });

  test.each([
    ['shipped in an aggregation that observes', [shipIn('OBSERVE')], 'shipped', undefined],
    ['shipped in one that adds', [shipIn('ADD')], 'shipped', undefined],
    ['in a case that is shipped so', [fill(CASE, [pack('A')]), shipIn('OBSERVE')], 'shipped', '195213210000000017'],
    [
      'only seen in a case that is shipped',
      [fill(CASE, [pack('A')], { action: 'OBSERVE' }), ship([CASE])],
      'shipped',
      '195213210000000017',
    ],
    [
      'in a case that is destroyed',
      [fill(CASE, [pack('A')]), step('destroying', [CASE])],
      'destroyed',
      '195213210000000017',
    ],
    [
      'in a case whose number is taken out of use',
      [fill(CASE, [pack('A')]), step('decommissioning', [CASE])],
      'made',
      '195213210000000017',
    ],
    [
      'in a case that is received and taken out of use',
      [fill(CASE, [pack('A')]), ship([CASE]), step('decommissioning', [CASE])],
      'shipped',
      '195213210000000017',
    ],
  ] as const)('that are %s', (_, events, state, within) => {
    const all = [make([pack('A')], 'L7', { at: 0, index: 0 } as Said), ...events];
    const claim = claims(...all)('A');
    expect([claim?.state, claim?.within !== undefined]).toEqual([state, within !== undefined]);
    expect(shippedIn(all)('A')).toBe(state === 'shipped');
  });

  test.each([1, 15, 16, 17, 40])('in totes that stand in each other %i deep', (count) => {
    const totes = Array.from({ length: count }, (_, n) => `urn:epc:id:sscc:9521321.${String(n).padStart(10, '0')}`);
    const all = [make([pack('A')]), ...totes.map((tote, n) => fill(tote, [totes[n - 1] ?? pack('A')]))];
    all.push(ship(totes.slice(-1)));
    const claim = claims(...all)('A');
    expect(claim?.state).toBe(count > 16 ? 'made' : 'shipped');
    expect(shippedIn(all)('A')).toBe(count <= 16);
  });

  test('whatever is done with packs, cases and a pallet, one after the other', () => {
    const packs = ['A', 'B'] as const;
    const some = fc.subarray([...packs], { minLength: 1 });
    const deed = fc.oneof(
      some.map((serials) => () => fill(CASE, serials.map(pack))),
      some.map((serials) => () => empty(CASE, serials.map(pack))),
      fc.constant(() => empty(CASE, undefined)),
      fc.constant(() => fill(PALLET, [CASE])),
      fc.constant(() => empty(PALLET, [CASE])),
      fc.constantFrom(CASE, PALLET, pack('A')).map((item) => () => ship([item])),
      fc.constantFrom(CASE, PALLET, pack('B')).map((item) => () => step('receiving', [item])),
      fc.constantFrom(CASE, PALLET, pack('B')).map((item) => () => step('void_shipping', [item])),
      fc.constant(() => shipIn('OBSERVE')),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 8 }), (deeds) => {
        const all = [make(packs.map(pack)), ...deeds.map((one) => one())];
        const [ofClaims, isShipped] = [claims(...all), shippedIn(all)];
        for (const serial of packs) {
          const claim = ofClaims(serial);
          if (claim?.disputed !== undefined) continue;
          expect(isShipped(serial)).toBe(claim?.to !== undefined);
        }
      }),
    );
  });
});
