// Decoders of events: what is well formed is read, what is not counts for nothing, what is new is ignored.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { timeOfSupply } from '../../src/custody/events/dispense.ts';
import { decodePart, EVENTS, type PartOfEvent } from '../../src/custody/events/index.ts';
import { readItems } from '../../src/custody/events/items.ts';

const FORMAT = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');
const GLN = '9501101530003';
const GTIN = '09501101530003';
const K16 = 'AAAAAAAAAAAAAAAAAAAAAA';
const K32 = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
/** The base point: a key as good as any. */
const SEAL = `CQ${K32.slice(2)}`;
const K64 = 'A'.repeat(86);
const CHAIN = 'a'.repeat(26);
const packs = [{ gtin: GTIN, lot: 'L', expiry: '2027-01-00', n: 1, serials: ['A', 'B'] }];
const containers = [{ sscc: '0'.repeat(18), key: K32, n: 0, events: [{ event: `${CHAIN}/3`, hash: K32, m: K16 }] }];
const items = { packs, containers };

/** One well-formed body of every part of every type that has a decoder. */
const GOOD: Readonly<Record<string, readonly (readonly [PartOfEvent, JsonObject])[]>> = {
  open: [
    [
      'public',
      {
        network: null,
        party: { name: 'A', gln: GLN },
        signKey: K32,
        sealKey: SEAL,
        custody: 'required',
        recovery: K32,
      },
    ],
    ['public', { network: CHAIN, party: { name: 'A', gln: GLN, site: GLN }, signKey: K32, sealKey: SEAL }],
  ],
  rotate: [['public', { sealKey: SEAL }]],
  endorse: [['public', { chain: CHAIN, roles: ['dispenser'], site: GLN }]],
  retire: [['public', {}]],
  accredit: [
    [
      'public',
      {
        chain: CHAIN,
        party: { name: 'A', gln: GLN },
        roles: ['regulator'],
        from: 0,
        until: 9,
        gtins: [GTIN],
        prefixes: ['9501'],
      },
    ],
  ],
  revoke: [['public', { chain: CHAIN, size: 3, root: K32, reason: 'x' }]],
  settle: [
    ['public', { chain: CHAIN, size: 3, root: K32 }],
    ['public', { chain: CHAIN, size: 3, root: K32, key: K32, signature: K64 }],
  ],
  successor: [['public', { chain: CHAIN, size: 3, root: K32, successor: 'b'.repeat(26), key: K32, signature: K64 }]],
  profile: [['public', { name: 'A', contact: 'c', sites: [GLN] }]],
  product: [['public', { gtin: GTIN, name: 'A', strength: 's', form: 'f', size: 'z', codes: { PZN: '1' } }]],
  allocate: [['private', { gtin: GTIN, lot: 'L', expiry: '2027-01-31', count: 3, seed: K32 }]],
  commission: [
    ['public', { gtin: GTIN, lot: 'L', expiry: '2027-01-00', made: '2026-01-01', count: 1 }],
    ['private', { seed: K32, bitmap: 'AQ', once: 'k' }],
    ['private', { serials: ['A'] }],
  ],
  'lot-notice': [
    ['public', { gtin: GTIN, lots: ['L'], kind: 'hold', reason: 'r' }],
    ['public', { gtin: GTIN, all: true, kind: 'correct', correct: { lot: 'M' }, reason: 'r' }],
    ['public', { gtin: GTIN, lots: ['L'], kind: 'expiry', expiry: '2027-01-00', reason: 'r' }],
  ],
  pack: [
    ['details', { container: K32 }],
    ['manifest', { container: { sscc: '0'.repeat(18), key: K32, n: 0 }, items }],
  ],
  unpack: [
    ['details', { opens: [K16] }],
    ['manifest', { items }],
  ],
  ship: [
    ['details', { to: GLN, reason: 'r', opens: [K16] }],
    ['manifest', { items, from: GLN, to: GLN, po: 'p', soldTo: GLN }],
  ],
  receive: [
    ['details', { from: GLN, missing: [K16], opens: [] }],
    ['manifest', { shipment: `${CHAIN}/3`, checked: true, items, missing: items, extra: ['x'] }],
  ],
  void: [
    ['details', { reason: 'r' }],
    ['manifest', { items }],
  ],
  dispense: [
    ['details', {}],
    ['private', { ref: 'rx', items, operator: 'o', note: 'n' }],
  ],
  decommission: [
    ['details', { reason: 'lost' }],
    ['manifest', { items, evidence: { photo: 1 } }],
  ],
  reinstate: [['details', { reason: 'r', notSupplied: true }]],
  missing: [['details', { note: 'n' }]],
  found: [['details', {}]],
  quarantine: [['details', { reason: 'suspect' }]],
  release: [['details', { reason: 'r' }]],
  assign: [['details', { to: GLN, reason: 'r' }]],
  retract: [['public', { seq: 3 }]],
  exception: [
    ['manifest', { kind: 'underage', shipment: `${CHAIN}/3~00ff00ff`, missing: items, extra: ['x'] }],
    ['manifest', { kind: 'goods-without-data', to: GLN, extra: ['x'], note: 'n', expected: 'e', seen: 's' }],
    [
      'manifest',
      { kind: 'label', shipment: `${CHAIN}/3`, about: `${CHAIN}/4`, state: 'resolved', resolution: 'Send product' },
    ],
  ],
  report: [['manifest', { as: 'suspect', raw: 'x', item: {}, findings: ['f'], note: 'n', about: `${CHAIN}/3` }]],
  'alert-close': [
    ['manifest', { alert: 'a', cause: 'c' }],
    ['manifest', { alert: 'a', cause: 'scan', upTo: 7 }],
    ['private', { code: 'contested', about: 'what it said' }],
  ],
  'alert-note': [['private', { alert: 'a', to: 'Anna', code: 'contested', about: 'what it said' }]],
  'fork-proof': [['public', { proof: {} }]],
  document: [
    ['public', { hash: K32 }],
    ['private', { bytes: 0, direction: 'in' }],
    [
      'private',
      {
        ...{ bytes: 9, direction: 'out', standard: 'epcis-2.0', profile: 'dscsa-1.3', instance: 'i', verdict: 'clean' },
        ...{ sender: GLN, receiver: GLN, created: 0, events: 1, packs: 2 },
      },
    ],
  ],
  share: [['private', { chain: CHAIN, keys: 'AAAA', to: 7, with: [CHAIN] }]],
  recall: [
    [
      'public',
      { kind: 'issue', gtin: GTIN, lots: ['L'], class: 1, reason: 'r', depth: 'consumer', level: 'A', respondBy: 5 },
    ],
    ['public', { kind: 'amend', of: K32, gtin: GTIN, class: 2, reason: 'r', contact: 'c', instructions: 'i' }],
    ['public', { kind: 'extend', of: K32, gtin: GTIN, serials: 4, class: 3, reason: 'r' }],
  ],
  'recall-end': [['public', { recall: K32, outcome: 'ended', reason: 'r' }]],
  'recall-response': [
    ['public', { recall: K32, upTo: K32 }],
    ['manifest', { counts: { held: 1 }, note: 'n' }],
  ],
  'recall-check': [
    ['public', { recall: K32 }],
    ['manifest', { party: GLN, method: 'm', result: 'r', note: 'n' }],
  ],
};

const all = Object.entries(GOOD).flatMap(([type, parts]) => parts.map(([part, body]) => [type, part, body] as const));

describe('decoders', () => {
  it('exist for every type of the design', () => {
    expect([...EVENTS.keys()].sort()).toEqual(Object.keys(GOOD).sort());
  });

  it.each(all)('read a well-formed %s %s, and ignore what they do not know', (type, part, body) => {
    const read = decodePart(type, part, body);
    expect(read).toBeDefined();
    expect(decodePart(type, part, { ...body, somethingNew: [1] })).toEqual(read);
  });

  it.each(all)('refuse a %s %s of which a field is of another kind', (type, part, body) => {
    const common = part === 'private' ? ['operator', 'note', 'once'] : [];
    for (const name of [...Object.keys(body), ...common]) {
      const wrong = { ...body, [name]: name === 'network' ? 3 : { not: 'this' } };
      const free = name === 'codes' || name === 'counts' || name === 'proof' || name === 'item' || name === 'evidence';
      const items = ['items', 'damaged', 'missing'].includes(name) && part !== 'details';
      if (!free && !items) expect(decodePart(type, part, wrong), name).toBeUndefined();
    }
  });

  it.each([...EVENTS.keys()])('of %s are written down with every field', (type) => {
    const row = FORMAT.split('\n').find(
      (line) => line.startsWith('| `') && line.split(' | ')[0]?.includes(`\`${type}\``),
    );
    for (const [part, body] of GOOD[type] ?? []) {
      const shared = part === 'private' ? ['once', 'operator', 'note'] : [];
      for (const name of Object.keys(body).filter((field) => !shared.includes(field))) {
        expect(row).toMatch(new RegExp(`\`${name}\\??\``));
      }
    }
    expect(row).toBeDefined();
  });

  it('know no other types, and parts without fields of their own', () => {
    expect(decodePart('coronation', 'public', {})).toBeUndefined();
    expect(decodePart('constructor', 'public', {})).toBeUndefined();
    expect(decodePart('ship', 'public', { x: 1 })).toEqual({});
  });

  it('never throw, whatever they are given', () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
    const parts = ['public', 'details', 'manifest', 'private'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...[...EVENTS.keys()]), fc.constantFrom(...parts), json, (type, part, value) => {
        decodePart(type, part, value as JsonObject);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['rotate', 'public', {}],
    ['rotate', 'public', { signKey: K32, sealKey: SEAL }],
    ['rotate', 'public', { sealKey: K32 }],
    ['recall', 'public', { kind: 'issue', gtin: GTIN, lots: ['L'], all: true, class: 1, reason: 'r' }],
    ['recall', 'public', { kind: 'issue', gtin: GTIN, class: 1, reason: 'r' }],
    ['recall', 'public', { kind: 'issue', gtin: GTIN, lots: ['L'], class: 4, reason: 'r' }],
    ['recall', 'public', { kind: 'extend', gtin: GTIN, lots: ['L'], class: 1, reason: 'r' }],
    ['lot-notice', 'public', { gtin: GTIN, kind: 'hold', reason: 'r' }],
    ['lot-notice', 'public', { gtin: GTIN, lots: ['L'], kind: 'expiry', reason: 'r' }],
    ['lot-notice', 'public', { gtin: GTIN, lots: ['L'], kind: 'correct', correct: {}, reason: 'r' }],
    ['commission', 'private', { seed: K32, serials: ['A'] }],
    ['pack', 'details', { container: `${K32.slice(0, -1)}B` }],
    ['pack', 'details', { container: K16 }],
    ['commission', 'private', { seed: K32, bitmap: 'A' }],
    ['commission', 'private', { seed: K32, bitmap: 3 }],
    ['settle', 'public', { chain: CHAIN, size: 0, root: K32 }],
    ['settle', 'public', { chain: CHAIN, size: 3, root: K32, key: K32 }],
    ['settle', 'public', { chain: CHAIN, size: 3, root: K32, signature: K64 }],
    ['successor', 'public', { chain: CHAIN, size: 3, root: K32, successor: 'b'.repeat(26) }],
    ['successor', 'public', { chain: CHAIN, size: 3, root: K32, successor: CHAIN, key: K32, signature: K64 }],
    ['profile', 'public', { name: '' }],
    ['receive', 'manifest', { shipment: `${CHAIN}/3`, checked: 'yes', items }],
    ['unpack', 'details', { opens: Array(251).fill(K16) }],
    ['unpack', 'details', { opens: [] }],
    ['commission', 'public', { gtin: GTIN, lot: 'L', expiry: '2027-13-01', count: 1 }],
    ['commission', 'public', { gtin: GTIN, lot: 'L', expiry: '2027-01-01', count: 1.5 }],
  ] as const)('refuse a contradictory %s', (type, part, body) => {
    expect(decodePart(type, part, body as JsonObject)).toBeUndefined();
  });
});

describe('a supply', () => {
  it('was when its author says, and never after it was recorded', () => {
    expect(timeOfSupply({ at: 7, details: {} })).toBe(7);
    expect(timeOfSupply({ at: 7, details: { suppliedAt: 5 } })).toBe(5);
    expect(timeOfSupply({ at: 7, details: { suppliedAt: 9 } })).toBe(7);
  });
});

describe('items of a manifest', () => {
  it('are packs and containers; either may be absent', () => {
    expect(readItems({})).toEqual({ packs: [], containers: [] });
    expect(readItems(items)).toMatchObject({ packs, containers: [{ sscc: '0'.repeat(18), n: 0 }] });
    expect(
      readItems({ containers: [{ gtin: GTIN, serial: 'C1', key: K32, n: 0, events: [] }] })?.containers,
    ).toHaveLength(1);
  });

  it.each([
    [undefined],
    [[]],
    [{ packs: [{ ...packs[0], serials: [1] }] }],
    [{ containers: [{ key: K32, n: 0, events: [] }] }],
    [{ containers: [{ ...containers[0], gtin: GTIN, serial: 'S' }] }],
    [{ containers: 'none' }],
  ])('that are malformed are none: %j', (value) => {
    expect(readItems(value as never)).toBeUndefined();
  });
});
