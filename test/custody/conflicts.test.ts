// Several entries at one step, and entries that lost: who is believed, and what is told of the rest.
import { beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import { alertsOfLife } from '../../src/custody/alerts.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import type { Life } from '../../src/custody/life.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import { GTIN, type Party, World } from './world.ts';

let world: World;
let maker: Party;
let till: Party;
let shop: Party;
let other: Party;
let p: ItemKey;
let q: ItemKey;
let box: ItemKey;
let pallet: ItemKey;

function begin(policy: 'required' | 'endpoints' = 'required'): void {
  world = new World(policy);
  maker = world.party('Acme', ['manufacturer', 'dispenser']);
  till = world.till(maker, ['manufacturer', 'dispenser']);
  shop = world.party('Corner', ['dispenser']);
  other = world.party('Hill', ['dispenser']);
  world.commission(maker, ['P', 'Q', ...Array.from({ length: 260 }, (_, i) => `S${i}`)]);
  p = world.pack('P');
  q = world.pack('Q');
  box = world.container('box');
  pallet = world.container('pallet');
}

beforeEach(() => begin());

const reasons = (life: Life): string[] => life.findings.map(({ reason }) => reason);
const told = (life: Life): [string, number | undefined][] =>
  life.findings.map(({ reason, around }) => [reason, around]);

describe('where hand-overs are optional', () => {
  beforeEach(() => begin('endpoints'));

  it('a dispense from anywhere beats what the custodian did to move the pack', () => {
    world.packInto(maker, box, [p]);
    const n = world.trace(p).next;
    world.act(maker, { type: 'unpack', items: [p], opens: [{ item: box, n: 1 }] });
    world.act(shop, { type: 'dispense', items: [p], steps: [n], opens: [] });
    expect(world.trace(p)).toMatchObject({ state: { at: 'dispensed', by: shop.gln }, next: n + 1 });
    expect(reasons(world.trace(p))).toEqual(['custody-gap']);
  });

  it('it beats an opening, which moves nothing, and accuses nobody who opened', () => {
    for (const type of ['dispense', 'unpack']) {
      const restore = world.moment();
      world.packInto(maker, box, [p, q]);
      world.act(maker, { type, items: [p], steps: [2], opens: [{ item: box, n: 1 }] });
      world.act(shop, { type: 'decommission', items: [box], steps: [1], opens: [], details: { reason: 'other' } });
      expect(world.trace(box)).toMatchObject({ state: { at: 'decommissioned', by: shop.gln }, next: 2 });
      expect(reasons(world.trace(q))).toEqual(['custody-gap']);
      expect(reasons(world.trace(p))).not.toContain('unauthorised-use');
      expect(world.trace(p).state.at).toBe(type === 'dispense' ? 'dispensed' : 'inside');
      restore();
    }
  });

  it('it does not beat a quarantine: then both parties say something that the other denies', () => {
    world.act(maker, { type: 'quarantine', items: [p], steps: [1], details: { reason: 'suspect' } });
    world.act(shop, { type: 'dispense', items: [p], steps: [1] });
    expect(world.trace(p).state).toEqual({ at: 'disputed', between: [maker.gln, shop.gln].sort() });
  });
});

describe('what the custodian records against its own records', () => {
  it('counts for nothing, and a dispense is told all the same', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(shop, { type: 'quarantine', items: [p], details: { reason: 'suspect' } });
    world.act(shop, { type: 'dispense', items: [p] });
    expect(world.trace(p).state).toMatchObject({ at: 'quarantined' });
    expect(reasons(world.trace(p))).toEqual(['unauthorised-use', 'already-dispensed']);
    world.act(other, { type: 'dispense', items: [p] });
    expect(reasons(world.trace(p)).sort()).toEqual(['already-dispensed', 'unauthorised-use', 'unauthorised-use']);
  });
});

describe('two tills', () => {
  // Leaf hashes fall out by chance, so each of these is tried with several packs.
  const serials = ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'];

  it('that write the same thing: the earlier one speaks for both', () => {
    for (const serial of serials) {
      const pack = world.pack(serial);
      const first = world.act(till, { type: 'dispense', items: [pack], steps: [1] });
      world.act(maker, { type: 'dispense', items: [pack], steps: [1] });
      expect(world.trace(pack)).toMatchObject({ state: { at: 'dispensed', when: first.leaf.at }, findings: [] });
    }
  });

  it('that do different things: what leads furthest stands, whichever hash is lower', () => {
    const order: readonly [string, JsonObject][] = [
      ['dispense', {}],
      ['decommission', { reason: 'other' }],
      ['ship', { to: shop.gln }],
      ['pack', {}],
      ['quarantine', { reason: 'damaged' }],
      ['missing', {}],
    ];
    for (const [i, [further, details]] of order.slice(0, -1).entries()) {
      const [less, other] = order[i + 1] ?? [further, details];
      for (const serial of serials) {
        const restore = world.moment();
        const pack = world.pack(serial);
        for (const [by, type, said] of [
          [maker, further, details],
          [till, less, other],
        ] as const) {
          if (type === 'pack') world.packInto(by, box, [pack], { steps: [1, 0] });
          else world.act(by, { type, items: [pack], steps: [1], details: said });
        }
        expect(world.trace(pack).steps.at(-1)?.kind).toBe(further);
        restore();
      }
    }
  });

  it('of which one takes a case off its pallet and the other takes a pack out of it', () => {
    for (const serial of serials) {
      const pack = world.pack(serial);
      const [inner, outer] = [world.container(`case ${serial}`), world.container(`pallet ${serial}`)];
      world.packInto(maker, inner, [pack]);
      world.packInto(maker, outer, [inner]);
      const opens = [{ item: outer, n: 1 }];
      world.act(maker, { type: 'unpack', items: [inner], steps: [2], opens });
      world.act(till, { type: 'unpack', items: [pack], steps: [2], opens: [...opens, { item: inner, n: 2 }] });
      expect(world.trace(inner)).toMatchObject({ state: { at: 'active' }, findings: [{ reason: 'own-conflict' }] });
      expect(world.trace(pack)).toMatchObject({ state: { at: 'inside' }, findings: [{ reason: 'own-conflict' }] });
    }
  });

  it('of which one lost and went on from there: what moved nothing is the same conflict', () => {
    world.act(maker, { type: 'quarantine', items: [p], steps: [1], details: { reason: 'damaged' } });
    world.act(till, { type: 'missing', items: [p], steps: [1] });
    world.act(till, { type: 'found', items: [p], steps: [2] });
    world.packInto(till, box, [p], { steps: [2, 0] });
    expect(world.trace(p)).toMatchObject({ state: { at: 'quarantined' }, next: 2 });
    expect(reasons(world.trace(p))).toEqual(['own-conflict', 'own-conflict', 'own-conflict']);
    world.ship(till, shop, [p], { steps: [2] });
    expect(reasons(world.trace(p)).sort()).toEqual([...Array(3).fill('own-conflict'), 'unauthorised-use']);
  });
});

describe('a pallet opened by one till and shipped by another', () => {
  it('is shipped with all that is in it, and the opening is a conflict at every level', () => {
    world.packInto(maker, box, [p, q]);
    world.packInto(maker, pallet, [box]);
    const opens = [box, pallet].map((item) => ({ item, n: world.trace(item).next }));
    const n = world.trace(pallet).next;
    world.act(till, { type: 'unpack', items: [p], opens });
    world.ship(maker, shop, [pallet], { steps: [n] });
    for (const item of [p, box, pallet]) {
      expect(world.trace(item)).toMatchObject({ effective: { at: 'transit', to: shop.gln } });
      expect(reasons(world.trace(item))).toEqual(['own-conflict']);
    }
    expect(world.trace(q)).toMatchObject({ effective: { at: 'transit', to: shop.gln }, findings: [] });
  });
});

describe('a case that its shipper took back after it was received', () => {
  it('can be read in two ways with all that is in it, and nobody is accused of using what it names missing', () => {
    world.packInto(maker, box, [p, q]);
    world.ship(maker, shop, [box]);
    const n = world.trace(box).next;
    world.act(maker, { type: 'void', items: [box], details: { reason: 'x' } });
    const missing = [b64u(itemToken(p.key, 2))];
    world.receive(shop, maker, [box, p], { steps: [n, 2], details: { missing } });
    const ways = (item: ItemKey) => world.trace(item).lines?.map(({ life, main }) => [life.effective.at, main]);
    expect(ways(p)).toEqual([
      ['transit', true],
      ['active', false],
    ]);
    for (const item of [q, box]) {
      expect(ways(item)).toEqual([
        ['active', true],
        ['active', false],
      ]);
    }
    expect([p, q].flatMap((item) => reasons(world.trace(item)))).toEqual([]);
  });
});

describe('what its author took back', () => {
  it('is no use without right of what was in the case', () => {
    world.packInto(maker, box, [p]);
    const opened = world.act(maker, { type: 'unpack', items: [p], opens: [{ item: box, n: 1 }] });
    world.ship(till, shop, [box], { steps: [1] });
    world.write(maker, { type: 'retract', public: { seq: opened.leaf.seq } });
    expect(world.trace(box)).toMatchObject({ state: { at: 'transit', to: shop.gln }, findings: [] });
    expect(reasons(world.trace(p))).toEqual(['own-conflict']);
  });

  it('is no end of the pack any more: nobody is asked about it', () => {
    world.packInto(maker, box, [p]);
    world.ship(till, shop, [box]);
    world.receive(shop, till, [box]);
    const ended = world.act(maker, { type: 'dispense', items: [p], steps: [2], opens: [{ item: box, n: 1 }] });
    expect(reasons(world.trace(p))).toContain('already-dispensed');
    world.write(maker, { type: 'retract', public: { seq: ended.leaf.seq } });
    expect(reasons(world.trace(p))).not.toContain('already-dispensed');
    const beyond = world.act(maker, { type: 'dispense', items: [q], steps: [3] });
    expect(reasons(world.trace(q))).toEqual(['custody-gap', 'already-dispensed']);
    world.write(maker, { type: 'retract', public: { seq: beyond.leaf.seq } });
    expect(reasons(world.trace(q))).toEqual(['custody-gap']);
  });
});

describe('a receipt that names a case missing', () => {
  it('leaves in the case what it names missing beside it', () => {
    world.packInto(maker, box, [p, q]);
    world.packInto(maker, pallet, [box]);
    world.ship(maker, shop, [pallet]);
    const rows = [box, p].map((item) => ({ item, n: world.trace(item).next }));
    world.receive(shop, maker, [pallet, box, p], {
      details: { missing: rows.map(({ item, n }) => b64u(itemToken(item.key, n))) },
    });
    expect(world.trace(box).state).toMatchObject({ at: 'transit', from: maker.gln, to: shop.gln });
    expect(world.trace(pallet).state).toEqual({ at: 'active', holder: shop.gln });
    expect(world.trace(p)).toMatchObject({ state: { at: 'inside' }, effective: { at: 'transit', to: shop.gln } });
  });
});

describe('what is told of the containers around', () => {
  it('names how far out each lies', () => {
    world.packInto(maker, box, [p]);
    world.packInto(maker, pallet, [box]);
    world.act(shop, { type: 'missing', items: [box], steps: [2], opens: [] });
    world.act(shop, { type: 'missing', items: [pallet], steps: [1], opens: [] });
    expect(told(world.trace(p))).toEqual([
      ['sibling-suspect', 1],
      ['sibling-suspect', 2],
    ]);
  });
});

describe('rows', () => {
  it('copied into an event that another item has opened already belong to nobody', () => {
    const shipped = world.act(maker, { type: 'ship', items: [p], steps: [1], details: { to: shop.gln } });
    const token = itemToken(q.key, 1);
    const evidence = world.evidence();
    const event = evidence.rows(itemToken(p.key, 1))[0]?.event;
    if (event === undefined) throw new Error('the shipment has no row');
    expect(event.ref).toBe(shipped.ref);
    const copied = {
      ...evidence,
      rows: (asked: Uint8Array) =>
        Buffer.compare(asked, token) === 0 ? [{ event, opener: new Uint8Array(16) }] : evidence.rows(asked),
    };
    const cache = createLifeCache();
    expect(traceItem(p, copied, cache).state).toMatchObject({ at: 'transit' });
    expect(traceItem(q, copied, cache)).toMatchObject({ state: { at: 'active' }, next: 1, findings: [] });
  });

  it('of an event with malformed details are no rows for anybody, also for the second who asks', () => {
    world.act(maker, { type: 'ship', items: [p, q], steps: [1, 1], details: { to: 'nowhere' } });
    const evidence = world.evidence();
    const cache = createLifeCache();
    for (const item of [p, q]) {
      expect(traceItem(item, evidence, cache)).toMatchObject({ state: { at: 'active' }, findings: [] });
    }
  });

  it('all here, without one for the container, take nothing in', () => {
    const many = Array.from({ length: 260 }, (_, i) => world.pack(`S${i}`));
    const steps = many.map(() => 1);
    world.act(maker, { type: 'pack', items: many, steps, opens: [], details: { container: b64u(box.key) } });
    const [first = p] = many;
    expect(world.trace(first)).toMatchObject({ state: { at: 'active' } });
    expect(reasons(world.trace(first))).toEqual(['unauthorised-use']);
  });

  it('for the first step of a container by a chain without rights make no container', () => {
    const nobody = world.newChain('Nobody');
    world.act(nobody, { type: 'pack', items: [box], steps: [0], opens: [], details: { container: b64u(box.key) } });
    world.packInto(maker, box, [p], { steps: [1, 0] });
    expect(world.trace(box)).toMatchObject({ origin: maker.gln, state: { at: 'active', holder: maker.gln } });
    expect(world.trace(p)).toMatchObject({ state: { at: 'inside', origin: maker.gln } });
  });
});

describe('what another party has received', () => {
  const holder = (item: ItemKey) => {
    const { effective } = world.trace(item);
    return 'holder' in effective ? effective.holder : effective.at;
  };
  const YEAR_AND_MORE = 400 * 24 * 3_600_000;

  it('is not lost because its shipper says so, however late', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(till, {
      type: 'decommission',
      items: [p],
      steps: [2],
      details: { reason: 'stolen' },
      at: world.now + YEAR_AND_MORE,
    });
    expect(holder(p)).toBe(shop.gln);
    expect(reasons(world.trace(p))).toEqual(['loss-overtaken']);
    world.act(shop, { type: 'dispense', items: [p] });
    expect(holder(p)).toBe('dispensed');
    expect(alertsOfLife(world.trace(p))).toMatchObject([{ code: 'loss-overtaken', parties: [maker.gln] }]);
  });

  it('is not dispensed because a second till of a past holder says so at an older step, two hand-overs on', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.ship(shop, other, [p]);
    world.receive(other, shop, [p]);
    world.act(till, { type: 'dispense', items: [p], steps: [1], at: world.now + YEAR_AND_MORE });
    expect(holder(p)).toBe(other.gln);
    expect(world.trace(p).findings).toMatchObject([
      { reason: 'own-conflict', by: [maker.gln] },
      { reason: 'already-dispensed', by: [maker.gln], overtaken: true },
    ]);
  });

  it('nor because the same till uses the token of its hand-over again', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(maker, { type: 'dispense', items: [p], steps: [1] });
    expect(holder(p)).toBe(shop.gln);
    expect(world.trace(p).findings).toMatchObject([
      { reason: 'unauthorised-use', by: [maker.gln] },
      { reason: 'already-dispensed', by: [maker.gln], overtaken: true },
    ]);
  });

  it('nor is it asked because whoever has the case since says what became of a pack that was not in it any more', () => {
    world.packInto(maker, box, [p, q]);
    world.act(maker, { type: 'unpack', items: [p], opens: [{ item: box, n: 1 }] });
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.ship(maker, other, [box], { steps: [2] });
    world.receive(other, maker, [box], { steps: [3] });
    world.act(other, { type: 'dispense', items: [p], steps: [2], opens: [{ item: box, n: 4 }] });
    expect(holder(p)).toBe(shop.gln);
    expect(world.trace(p).findings).toMatchObject([
      { reason: 'own-conflict', by: [other.gln] },
      { reason: 'already-dispensed', by: [other.gln], beyond: true },
    ]);
    const asked = (viewer: Party) => {
      const question = { now: 0, today: '2026-11-22', viewer: viewer.gln, fresh: { peers: 1 }, maxAge: 1e15 };
      return judge({ gtin: GTIN, serial: 'P' }, world.trace(p), world.evidence(), question);
    };
    expect(asked(shop)).toMatchObject({ status: 'caution' });
    expect(asked(shop).confirm).toBeUndefined();
    expect(asked(other)).toMatchObject({ status: 'stop', exit: 14 });
  });

  it('stays its own where one of its tills received it and the other one declared it lost', () => {
    const counter = world.till(shop, ['dispenser']);
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(counter, { type: 'decommission', items: [p], steps: [2], details: { reason: 'lost' } });
    expect(holder(p)).toBe(shop.gln);
    expect(reasons(world.trace(p))).toEqual(['own-conflict']);
  });

  it('stays with whoever has it now where a receipt in between is taken back', () => {
    world.ship(maker, shop, [p]);
    const received = world.receive(shop, maker, [p]);
    world.ship(shop, other, [p]);
    world.receive(other, shop, [p]);
    world.act(maker, { type: 'void', items: [p], steps: [2], details: { reason: 'never left' } });
    world.write(shop, { type: 'retract', public: { seq: received.leaf.seq } });
    expect(holder(p)).toBe(other.gln);
    expect(alertsOfLife(world.trace(p)).map(({ code }) => code)).toEqual(['contested', 'retracted-too-late']);
  });

  it('and so it is where nothing contradicts the receipt: whoever went on is told of, as long as the goods are there', () => {
    world.packInto(maker, box, [p]);
    world.ship(maker, shop, [box]);
    const received = world.receive(shop, maker, [box]);
    world.write(shop, { type: 'retract', public: { seq: received.leaf.seq } });
    const late = (item: ItemKey) =>
      alertsOfLife(world.trace(item), (event) => world.evidence().retracted(event)).map(({ code, event }) => [
        code,
        event,
      ]);
    expect([late(p), late(box)]).toEqual([[], []]);
    world.ship(shop, other, [box]);
    expect(late(box)).toEqual([]);
    world.receive(other, shop, [box]);
    expect(holder(p)).toBe(other.gln);
    expect(late(box)).toEqual([['retracted-too-late', received.ref]]);
  });

  it('is the highest class of alarm where both of two parties have ended it', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(maker, { type: 'void', items: [p], steps: [2], details: { reason: 'never left' } });
    world.act(shop, { type: 'dispense', items: [p], steps: [3] });
    expect(alertsOfLife(world.trace(p))).toMatchObject([{ code: 'contested', severity: 'medium' }]);
    world.act(maker, { type: 'dispense', items: [p], steps: [3] });
    expect(alertsOfLife(world.trace(p))).toMatchObject([{ code: 'contested', severity: 'high' }]);
  });

  it('names nobody where a pack is missing from a box that it was taken out of before', () => {
    world.packInto(maker, box, [p, q]);
    world.act(maker, { type: 'unpack', items: [p], opens: [{ item: box, n: 1 }] });
    world.ship(maker, shop, [box], { steps: [2] });
    world.receive(shop, maker, [box, p], { steps: [3, 2], details: { missing: [b64u(itemToken(p.key, 2))] } });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: maker.gln }, findings: [] });
    world.act(shop, { type: 'unpack', items: [p], steps: [2], opens: [{ item: box, n: 4 }] });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: maker.gln } });
    expect(world.trace(p).findings).toMatchObject([{ reason: 'own-conflict', by: [shop.gln] }]);
  });

  it('that came back to its shipper is not lost because another of its tills says so', () => {
    world.ship(maker, shop, [p]);
    world.act(maker, { type: 'void', items: [p], steps: [2], details: { reason: 'never left' } });
    world.act(till, { type: 'decommission', items: [p], steps: [2], details: { reason: 'lost' } });
    expect(holder(p)).toBe(maker.gln);
    expect(reasons(world.trace(p))).toEqual(['own-conflict']);
  });

  it('is refused and declared lost: lost, until somebody goes on from the refusal', () => {
    world.ship(maker, shop, [p]);
    world.act(shop, { type: 'void', items: [p], steps: [2], details: { reason: 'never came' } });
    world.act(till, { type: 'decommission', items: [p], steps: [2], details: { reason: 'lost' } });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'decommissioned' }, findings: [] });
    world.ship(maker, other, [p], { steps: [3] });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'transit', to: other.gln } });
    expect(reasons(world.trace(p))).toEqual(['own-conflict']);
  });
});
