// The event hash names what an event says: the same whoever wrote it down, another where anything of it differs.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECTS, EventHasher } from '../../src/epcis/hash-id.ts';
import { Canonical, canonicalNumber, canonicalTime } from '../../src/epcis/hash-values.ts';
import type { EpcisEvent, Extension } from '../../src/epcis/model.ts';
import { epcisTime } from '../../src/epcis/times.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { lot, pack, place, twins, unit } from './events.ts';
import { converted, eventsOf } from './official.ts';

const SHIPPED: EpcisEvent = {
  type: 'ObjectEvent',
  index: 0,
  line: 1,
  eventTime: epcisTime('2026-11-20T08:15:30.1236-05:00'),
  eventTimeZoneOffset: '-05:00',
  recordTime: epcisTime('2026-11-20T14:00:00Z'),
  eventID: 'urn:uuid:1',
  certificationInfo: [],
  action: 'OBSERVE',
  bizStep: 'shipping',
  disposition: 'in_transit',
  readPoint: {
    id: 'urn:epc:id:sgln:9521321.00011.0',
    extensions: [{ ns: 'https://ext.example/', name: 'dock', value: ' 7 ' }],
  },
  epcs: ['urn:epc:id:sgtin:9521321.000001.B%2F2', 'urn:epc:id:sgtin:9521321.000001.A1'],
  quantities: [{ epcClass: 'urn:epc:class:lgtin:9521321.000001.LOT7', quantity: '10.50', uom: 'KGM' }],
  bizTransactions: [
    { type: 'po', id: 'urn:epcglobal:cbv:bt:9506000100036:77' },
    { type: 'desadv', id: 'urn:epcglobal:cbv:bt:9521321000117:D1' },
  ],
  sources: [{ type: 'owning_party', id: 'urn:epc:id:pgln:9521321.00011' }],
  destinations: [{ type: 'owning_party', id: 'urn:epc:id:pgln:9506000.10003' }],
  sensorElements: [],
  extensions: [
    { ns: 'https://ext.example/', name: 'seal', value: 'S-1' },
    { ns: 'http://www.w3.org/2000/01/rdf-schema#', name: 'comment', value: 'never part of the name' },
  ],
};

describe('the text that is hashed', () => {
  const before =
    'eventType=ObjectEventeventTime=2026-11-20T13:15:30.124ZeventTimeZoneOffset=-05:00' +
    'epcListepc=https://id.gs1.org/01/09521321000018/21/A1epc=https://id.gs1.org/01/09521321000018/21/B%2F2' +
    'quantityListquantityElementepcClass=https://id.gs1.org/01/09521321000018/10/LOT7quantity=10.5uom=KGM' +
    'action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-shippingdisposition=https://ref.gs1.org/cbv/Disp-in_transit' +
    'readPointid=https://id.gs1.org/414/9521321000117';
  const transactions =
    'bizTransactionListtype=https://ref.gs1.org/cbv/BTT-desadvbizTransaction=urn:epcglobal:cbv:bt:9521321000117:D1' +
    'type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:epcglobal:cbv:bt:9506000100036:77';
  const to =
    'destinationListtype=https://ref.gs1.org/cbv/SDT-owning_partydestination=https://id.gs1.org/417/9506000100036';
  const from = 'sourceListtype=https://ref.gs1.org/cbv/SDT-owning_partysource=https://id.gs1.org/417/9521321000117';
  const dock = '{https://ext.example/}dock=7';
  const seal = '{https://ext.example/}seal=S-1';

  it('has extensions where they stand, and destinations before sources, in the published pairs', () => {
    expect(new EventHasher().text(SHIPPED)).toBe(before + dock + transactions + to + from + seal);
  });

  it('has extensions behind everything in the first implementations', () => {
    expect(new EventHasher('ref').text(SHIPPED)).toBe(`${before}${transactions}${from}${to}readPoint${dock}${seal}`);
  });

  it('keeps what a sensor report has no place for behind the event', () => {
    const report = {
      fields: [{ ns: '', name: 'bizRules', value: 'https://x.example/253/4012345000054987' }],
      extensions: [],
    };
    const event = { ...SHIPPED, sensorElements: [{ reports: [report], extensions: [] }] };
    expect(new EventHasher().text(event)).toBe(
      `${before}${dock}${transactions}${to}${from}` +
        `sensorElementListsensorElementsensorReportbizRules=https://id.gs1.org/253/4012345000054987${seal}`,
    );
  });

  it('is named with its version', () => {
    expect(new EventHasher().id(SHIPPED)).toMatch(/^ni:\/\/\/sha-256;[\da-f]{64}\?ver=CBV2\.0$/);
    expect(new EventHasher('cbv2.1').id(SHIPPED)).toMatch(/\?ver=CBV2\.1$/);
  });

  it('has one namespace of CBV master data, with or without its colon, in 2.1 alone', () => {
    const with_ = (ns: string): EpcisEvent => ({ ...SHIPPED, ilmd: [{ ns, name: 'lotNumber', value: 'L1' }] });
    const [xml, json] = [with_('urn:epcglobal:cbv:mda'), with_('urn:epcglobal:cbv:mda:')];
    for (const dialect of DIALECTS) {
      const hasher = new EventHasher(dialect);
      expect(hasher.id(xml) === hasher.id(json), dialect).toBe(dialect === 'cbv2.1');
    }
  });
});

interface Pair {
  readonly file: string;
  readonly format: string;
  readonly index: number;
  readonly hash: string;
  readonly context: unknown;
  readonly event: object | null;
}

describeGiven(VECTORS, vectors('epcis/hash-pairs.json'), 'published pairs of events and hashes', (path) => {
  const pairs = JSON.parse(readFileSync(path, 'utf8')) as readonly Pair[];
  // Of those that were published in XML the events are not in the file.
  const whole = pairs.filter(({ event }) => event !== null);

  it.each(whole)('$file, event $index', async ({ context, event, hash }) => {
    const file = JSON.stringify({ '@context': context, ...event });
    expect((await eventsOf(file)).map((one) => new EventHasher().id(one))).toEqual([hash]);
    const isSame = !/cbvmda:/.test(JSON.stringify(event));
    for (const to of ['1.2', '2.0-xml'] as const) {
      const xml = await converted(file, { to });
      if (isSame) expect((await eventsOf(xml.text)).map((one) => new EventHasher().id(one))).toEqual([hash]);
    }
  });
});

describe('one event has one name', () => {
  it('as URNs and as Digital Links, in another order, in another zone, and with what says nothing', () => {
    fc.assert(
      fc.property(twins, fc.constantFrom(...DIALECTS), ({ urns, links }, dialect) => {
        const other: EpcisEvent = {
          ...links,
          index: 7,
          eventID: 'urn:uuid:2',
          recordTime: epcisTime('2027-01-01T00:00:00Z'),
          eventTime: epcisTime(new Date((urns.eventTime.ms ?? 0) + 3_600_000).toISOString().replace('Z', '+01:00')),
          ...(links.epcs === undefined ? {} : { epcs: links.epcs.toReversed() }),
          bizTransactions: links.bizTransactions.toReversed(),
          sources: links.sources.toReversed(),
          sensorElements: links.sensorElements.toReversed(),
          extensions: [...links.extensions.toReversed(), { ns: 'urn:x', name: 'empty', value: ' ' }],
        };
        const id = new EventHasher(dialect).id(urns);
        expect(new EventHasher(dialect).id(other)).toBe(id);
      }),
    );
  });

  it('and another name where anything differs', () => {
    const hasher = new EventHasher();
    const extra: Extension = { ns: 'urn:x', name: 'y', value: 'z' };
    const changed: readonly Partial<EpcisEvent>[] = [
      { type: 'TransactionEvent' },
      { eventTime: epcisTime('2026-11-20T13:15:30.125Z') },
      { eventTimeZoneOffset: '+00:00' },
      { epcs: ['urn:epc:id:sgtin:9521321.000001.a1'] },
      { epcs: [...(SHIPPED.epcs ?? []), 'urn:epc:id:sgtin:9521321.000001.A1'] },
      { quantities: [{ epcClass: 'urn:epc:class:lgtin:9521321.000001.LOT7', quantity: '10.5', uom: 'LTR' }] },
      { action: 'ADD' },
      { bizStep: 'receiving' },
      { disposition: 'returned' },
      { persistentDisposition: { set: ['recalled'], unset: [] } },
      { readPoint: { id: 'urn:epc:id:sgln:9521321.00011.1', extensions: [] } },
      { parentID: 'urn:epc:id:sscc:9521321.0000000001' },
      { bizTransactions: [] },
      { sources: SHIPPED.destinations, destinations: SHIPPED.sources },
      { ilmd: [extra] },
      { extensions: [extra] },
      { certificationInfo: ['https://cert.example/1'] },
    ];
    const ids = [SHIPPED, ...changed.map((change) => ({ ...SHIPPED, ...change }))].map((event) => hasher.id(event));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the packs of a lot', () => {
  const STEM = 'urn:epc:id:sgtin:9521321.000001.';
  const plain = fc.string({ unit: fc.constantFrom(...'AB0_-.z'), minLength: 1, maxLength: 12 });
  /** Of one length or of many, the same for as long as it takes to leave the numbers behind, twice the same, and some escaped. */
  const lists = fc
    .tuple(
      fc.constantFrom('', 'S', 'AAAAAAAA'),
      fc.oneof(
        fc.array(plain, { minLength: 1, maxLength: 60 }),
        fc.array(fc.string({ unit: fc.constantFrom(...'AB'), minLength: 12, maxLength: 12 }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.array(fc.oneof(plain, fc.constantFrom('%2F', 'ä', '😀', 'A+B')), { minLength: 1, maxLength: 9 }),
      ),
    )
    .map(([before, serials]) => serials.map((serial) => STEM + before + serial));

  it('are written in the order of their links, whatever their serials are', () => {
    const [hasher, canonical] = [new EventHasher(), new Canonical()];
    const others = [`${STEM.replace('000001', '000002')}A`, 'urn:epc:id:sscc:9521321.0000000001', `${STEM}A`];
    fc.assert(
      fc.property(lists, fc.option(fc.constantFrom(...others)), (ids, other) => {
        const epcs = other === null ? ids : [...ids, other];
        const inOrder = epcs.map((epc) => canonical.uri(epc)).sort();
        const text = hasher.text({ ...SHIPPED, epcs });
        expect(/epcList(.*)quantityList/.exec(text)?.[1]).toBe(inOrder.map((uri) => `epc=${uri}`).join(''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('values', () => {
  it('are canonical links, of packs, units, lots and places however their serials are written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pack, unit, lot, place), { minLength: 1 }), (ids) => {
        const canonical = new Canonical();
        for (const { urn, link } of [...ids, ...ids]) {
          expect(canonical.uri(urn)).toBe(link);
          expect(canonical.uri(link)).toBe(link);
        }
      }),
    );
  });

  it.each([
    [
      'https://shop.example/gtin/9521321000018/cpv/3/lot/L1/ser/A1?17=310630',
      'https://id.gs1.org/01/09521321000018/21/A1',
    ],
    ['http://shop.example/a/b/01/09521321000018/10/L1/', 'https://id.gs1.org/01/09521321000018/10/L1'],
    ['urn:epc:idpat:sgtin:9521321.000001.*', 'https://id.gs1.org/01/09521321000018'],
    ['urn:epc:id:gdti:9521321.00001.7', 'https://id.gs1.org/253/95213210000187'],
    ['urn:epc:id:sgtin:9521321.00001.A1', 'urn:epc:id:sgtin:9521321.00001.A1'],
    ['http://acme.example/po/12345678', 'http://acme.example/po/12345678'],
    ['http://acme.example/401/invoice', 'http://acme.example/401/invoice'],
    ['http://acme.example/constructor/7', 'http://acme.example/constructor/7'],
    ['geo:50.9,6.9', 'geo:50.9,6.9'],
  ])('%s is %s', (written, wanted) => {
    expect(new Canonical().uri(written)).toBe(wanted);
  });

  it.each([
    ['26.0', '26'],
    ['0.180', '0.18'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['+07', '7'],
    ['1e3', '1000'],
    ['1.25E-2', '0.0125'],
    ['many', 'many'],
  ])('the number %s is %s', (written, wanted) => {
    expect(canonicalNumber(written)).toBe(wanted);
  });

  it('are moments to the millisecond, rounded', () => {
    expect(canonicalTime('2026-12-31T23:59:59.9995+01:00')).toBe('2026-12-31T23:00:00.000Z');
    expect(canonicalTime('yesterday ')).toBe('yesterday');
  });
});
