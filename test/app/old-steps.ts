// What somebody who once had a pack, or never did, can write at its steps with knowledge of the sources: every type of event, in
// forms that look as honest as they can.
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import { CORNER } from './goods-world.ts';
import { type Attack, BATCH, type Scene } from './insiders.ts';
import { ACME, HILL } from './network.ts';

/** Details of the types that have a row for the pack. */
const DETAILS: Readonly<Record<string, JsonObject>> = {
  ship: { to: CORNER.gln },
  return: { to: ACME.gln, reason: 'return' },
  receive: { from: ACME.gln },
  void: { reason: 'x' },
  dispense: {},
  decommission: { reason: 'stolen' },
  reinstate: { reason: 'x', notSupplied: true },
  missing: {},
  found: {},
  quarantine: { reason: 'suspect' },
  release: {},
  assign: { to: CORNER.gln, reason: 'x' },
  unpack: { opens: [b64u(new Uint8Array(16))] },
};
/** The step at which the former holder had the pack, and sent it on. */
const ITS_STEP = 3;

const row = ({ key }: Scene, n: number) => [{ key, token: itemToken(key, n) }];
const typeOf = (name: string) => (name === 'return' ? 'ship' : name);

/** An event of a type about the pack, over and over; `step` says at which step of its life. */
export const atStep = (type: string, by: Attack['by'], step: (i: number) => number): Attack => ({
  what: `${type} by ${by}`,
  by,
  draft: (scene, i): Draft => ({
    type: typeOf(type),
    public: {},
    items: row(scene, step(i)),
    details: DETAILS[type] ?? {},
  }),
});

const atOldStep = (name: string): Attack => ({
  ...atStep(name, 'midway', () => ITS_STEP),
  what: `${name} at the step at which it sent the pack on, by the former holder`,
});

/** One of every type, over and over. */
const mixed = (what: string, by: Attack['by'], step: (i: number) => number): Attack => ({
  what,
  by,
  draft: (scene, i): Draft => {
    const names = Object.keys(DETAILS);
    const name = names[i % names.length] ?? 'ship';
    return { type: typeOf(name), public: {}, items: row(scene, step(i)), details: DETAILS[name] ?? {} };
  },
});

export const OLD_STEPS: readonly Attack[] = [
  ...Object.keys(DETAILS).map(atOldStep),
  mixed('every type at every old step, by the former holder', 'midway', (i) => i % 5),
  mixed('every type at every old step, by one who never had it', 'corner', (i) => i % 5),
  mixed('every type at the twenty steps from the next on, by the former holder', 'midway', (i) => 5 + (i % 20)),
  {
    what: 'the same said and taken back again and again at the step at which it sent the pack on, by the former holder',
    by: 'midway',
    draft: (scene, i, home): Draft => {
      if (i % 2 === 0)
        return { type: 'quarantine', public: {}, items: row(scene, ITS_STEP), details: { reason: 'suspect' } };
      const size = home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);
      return { type: 'retract', public: { seq: size + (i % BATCH) - 1 } };
    },
  },
  {
    what: 'a pack into containers of its own at an old step, by the former holder',
    by: 'midway',
    draft: (scene, i): Draft => {
      const key = Buffer.alloc(32, `box ${i}`);
      return {
        type: 'pack',
        public: {},
        items: [...row(scene, ITS_STEP), { key, token: itemToken(key, 0) }],
        details: { container: b64u(key) },
      };
    },
  },
  {
    what: 'a shipment with as long details as there may be, at an old step, by the former holder',
    by: 'midway',
    draft: (scene): Draft => ({
      type: 'ship',
      public: {},
      items: row(scene, ITS_STEP),
      details: { to: CORNER.gln, reason: 'x'.repeat(500), opens: openings(200) },
    }),
  },
  {
    what: 'a recall of the pack by its serial, by a pharmacy',
    by: 'corner',
    draft: (scene, i): Draft => ({
      type: 'recall',
      public: { kind: 'issue', gtin: '09506000134352', class: 1, reason: `x${i}`, serials: 1 },
      items: row(scene, 4),
    }),
  },
  {
    what: 'settlements of the chain of the holder, by a pharmacy',
    by: 'corner',
    draft: (_, i, home): Draft => ({
      type: 'settle',
      public: {
        chain: home.ledger.read((view) => view.authority().party(HILL.gln)?.chains[0]?.chain ?? ''),
        size: 1 + i,
        root: b64u(Buffer.alloc(32, `r${i}`)),
      },
    }),
  },
  {
    what: 'endorsements of chains that nobody knows, by a pharmacy',
    by: 'corner',
    draft: (_, i): Draft => ({
      type: 'endorse',
      public: { chain: chainNamed(i), roles: ['dispenser'] },
    }),
  },
  {
    what: 'accreditations of chains that nobody knows, by a pharmacy',
    by: 'corner',
    draft: (_, i): Draft => ({
      type: 'accredit',
      public: { chain: chainNamed(i), party: { name: `x${i}`, gln: CORNER.gln }, roles: ['regulator'] },
    }),
  },
  {
    what: 'recalls of as many other products, by a pharmacy',
    by: 'corner',
    draft: (_, i): Draft => ({
      type: 'recall',
      public: { kind: 'issue', gtin: gtinNamed(i), class: 1, reason: 'x', all: true },
    }),
  },
];

function openings(count: number): string[] {
  return Array.from({ length: count }, (_, i) => b64u(Buffer.alloc(16, `o${i}`)));
}

/** An id as chains have it: 26 characters of base 32. */
function chainNamed(i: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from({ length: 26 }, (_, at) => letters[(i >> (at % 16)) & 31] ?? 'a').join('');
}

function gtinNamed(i: number): string {
  const digits = `0950601${String(i).padStart(6, '0')}`;
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
