// The life of an item: the ordinary road of goods, and what is not allowed on it.
import { beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import type { Life } from '../../src/custody/life.ts';
import { DAY, HOUR, type Party, World } from './world.ts';

let world: World;
let maker: Party;
let middle: Party;
let shop: Party;
let other: Party;
let p: ItemKey;
let q: ItemKey;

beforeEach(() => {
  world = new World();
  maker = world.party('Acme', ['manufacturer']);
  middle = world.party('Midway', ['distributor']);
  shop = world.party('Corner', ['dispenser']);
  other = world.party('Hill', ['dispenser']);
  world.commission(maker, ['P', 'Q', 'R']);
  p = world.pack('P');
  q = world.pack('Q');
});

const reasons = (life: Life): string[] => life.findings.map(({ reason }) => reason);
const effective = (item: ItemKey) => world.trace(item).effective;

describe('a pack on its road', () => {
  it('is its maker’s once it is commissioned', () => {
    expect(world.trace(p)).toMatchObject({ state: { at: 'active', holder: maker.gln }, next: 1, findings: [] });
  });

  it('is on the way until it is received, and then the receiver’s', () => {
    world.ship(maker, middle, [p]);
    expect(effective(p)).toMatchObject({ at: 'transit', from: maker.gln, to: middle.gln });
    world.receive(middle, maker, [p]);
    expect(effective(p)).toEqual({ at: 'active', holder: middle.gln });
    expect(world.trace(p).steps.map(({ kind }) => kind)).toEqual(['commission', 'ship', 'receive']);
  });

  it('travels in a case on a pallet and is taken out by the pharmacy', () => {
    const box = world.container('case');
    const pallet = world.container('pallet');
    world.packInto(maker, box, [p, q]);
    world.packInto(maker, pallet, [box]);
    world.ship(maker, middle, [pallet]);
    expect(effective(p)).toMatchObject({ at: 'transit', to: middle.gln });
    world.receive(middle, maker, [pallet]);
    expect(effective(p)).toEqual({ at: 'active', holder: middle.gln });
    expect(world.trace(p).around).toHaveLength(2);
    world.act(middle, { type: 'unpack', items: [box] });
    world.ship(middle, shop, [box]);
    world.receive(shop, middle, [box]);
    world.act(shop, { type: 'dispense', items: [p] });
    expect(effective(p)).toMatchObject({ at: 'dispensed', by: shop.gln });
    expect(effective(q)).toEqual({ at: 'active', holder: shop.gln });
    expect([...reasons(world.trace(p)), ...reasons(world.trace(q)), ...reasons(world.trace(box))]).toEqual([]);
    expect(world.trace(pallet).effective).toEqual({ at: 'active', holder: middle.gln });
  });

  it('that is missing from a case stays in the shipper’s charge', () => {
    const box = world.container('case');
    world.packInto(maker, box, [p, q]);
    world.ship(maker, middle, [box]);
    const n = world.trace(p).next;
    world.receive(middle, maker, [box, p], { details: { missing: [b64u(itemToken(p.key, n))] } });
    expect(effective(p)).toMatchObject({ at: 'transit', from: maker.gln, to: middle.gln });
    expect(effective(q)).toEqual({ at: 'active', holder: middle.gln });
    world.receive(middle, maker, [p]);
    expect(effective(p)).toEqual({ at: 'active', holder: middle.gln });
    expect(reasons(world.trace(p))).toEqual([]);
  });

  it('that is missing from a case on a pallet is missed through both', () => {
    const box = world.container('case');
    const pallet = world.container('pallet');
    world.packInto(maker, box, [p, q]);
    world.packInto(maker, pallet, [box]);
    world.ship(maker, middle, [pallet]);
    const missing = [b64u(itemToken(p.key, world.trace(p).next))];
    world.receive(middle, maker, [pallet, p], {
      details: { missing },
      opens: [{ item: box, n: world.trace(box).next }],
    });
    expect(effective(p)).toMatchObject({ at: 'transit', from: maker.gln, to: middle.gln });
    expect(effective(q)).toEqual({ at: 'active', holder: middle.gln });
    expect(reasons(world.trace(box))).toEqual([]);
  });

  it('comes back quarantined when it was returned, and stays quarantined on the way', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(shop, { type: 'quarantine', items: [p], details: { reason: 'recall' } });
    world.ship(shop, maker, [p], { details: { reason: 'recall' } });
    expect(effective(p)).toMatchObject({ at: 'transit', held: 'recall', reason: 'recall' });
    world.receive(maker, shop, [p]);
    expect(effective(p)).toEqual({ at: 'quarantined', holder: maker.gln, reason: 'return-inspection' });
    world.act(maker, { type: 'release', items: [p], details: { reason: 'looked at' } });
    expect(effective(p)).toEqual({ at: 'active', holder: maker.gln });
  });

  it('whose shipment is taken back is the shipper’s again, quarantined if it left so', () => {
    world.ship(maker, shop, [p]);
    world.act(maker, { type: 'void', items: [p], details: { reason: 'wrong address' } });
    expect(effective(p)).toEqual({ at: 'active', holder: maker.gln });
    world.act(maker, { type: 'quarantine', items: [p], details: { reason: 'damaged' } });
    world.ship(maker, shop, [p], { details: { reason: 'damaged' } });
    world.act(shop, { type: 'void', items: [p], details: { reason: 'never came' } });
    expect(effective(p)).toEqual({ at: 'quarantined', holder: maker.gln, reason: 'damaged' });
  });

  it('cannot be taken back after ten days, nor from another chain of the shipper', () => {
    const till = world.till(maker, ['manufacturer']);
    world.ship(maker, shop, [p]);
    world.act(till, { type: 'void', items: [p], details: { reason: 'x' } });
    expect(effective(p)).toMatchObject({ at: 'transit' });
    world.act(maker, { type: 'void', items: [p], details: { reason: 'x' }, at: world.now + 10 * DAY + HOUR });
    expect(effective(p)).toMatchObject({ at: 'transit' });
  });

  it('that was lost and found again, and one lost for good', () => {
    world.act(maker, { type: 'missing', items: [p] });
    expect(effective(p)).toEqual({ at: 'unaccounted', holder: maker.gln });
    world.act(maker, { type: 'found', items: [p] });
    expect(effective(p)).toEqual({ at: 'active', holder: maker.gln });
    world.act(maker, { type: 'missing', items: [p] });
    world.act(maker, { type: 'decommission', items: [p], details: { reason: 'sample' } });
    expect(effective(p)).toEqual({ at: 'unaccounted', holder: maker.gln });
    world.act(maker, { type: 'decommission', items: [p], details: { reason: 'stolen' } });
    expect(effective(p)).toMatchObject({ at: 'decommissioned', reason: 'stolen' });
  });

  it('lost on the way is one loss, whoever writes it down', () => {
    world.ship(maker, shop, [p]);
    const n = world.trace(p).next;
    world.act(maker, { type: 'decommission', items: [p], steps: [n], details: { reason: 'lost' } });
    world.act(shop, { type: 'decommission', items: [p], steps: [n], details: { reason: 'stolen' } });
    expect(effective(p)).toMatchObject({ at: 'decommissioned' });
    expect(reasons(world.trace(p))).toEqual([]);
  });
});

describe('undoing', () => {
  beforeEach(() => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
  });

  it('a dispense is undone by the same party within ten days', () => {
    world.act(shop, { type: 'dispense', items: [p] });
    world.act(shop, { type: 'reinstate', items: [p], details: { reason: 'wrong patient', notSupplied: true } });
    expect(effective(p)).toEqual({ at: 'active', holder: shop.gln });
  });

  it.each([
    ['on the eleventh day', 10 * DAY + 1],
    ['long before it happened', -10 * DAY - 1],
  ])('a dispense is not undone %s', (_, later) => {
    const dispensed = world.act(shop, { type: 'dispense', items: [p] });
    const at = dispensed.leaf.at + later;
    world.act(shop, { type: 'reinstate', items: [p], details: { reason: 'x', notSupplied: true }, at });
    expect(effective(p)).toMatchObject({ at: 'dispensed' });
  });

  it('a dispense is not undone by another party or another site', () => {
    const till = world.till(shop, ['dispenser'], '9501101539999');
    world.act(shop, { type: 'dispense', items: [p] });
    for (const by of [other, till]) {
      world.act(by, { type: 'reinstate', items: [p], details: { reason: 'x', notSupplied: true } });
    }
    expect(effective(p)).toMatchObject({ at: 'dispensed' });
  });

  it('by a till whose clock is behind the one that dispensed', () => {
    const till = world.till(shop, ['dispenser']);
    const dispensed = world.act(shop, { type: 'dispense', items: [p] });
    const at = dispensed.leaf.at - 60_000;
    world.act(till, { type: 'reinstate', items: [p], details: { reason: 'x', notSupplied: true }, at });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: shop.gln }, findings: [] });
  });

  it('nothing is undone after the expiry', () => {
    world.commission(maker, ['old'], { lot: 'OLD', expiry: '2026-11-00' });
    const old = world.pack('old');
    world.act(maker, { type: 'decommission', items: [old], details: { reason: 'sample' } });
    const undo = { type: 'reinstate', items: [old], details: { reason: 'x', notSupplied: true } };
    world.act(maker, { ...undo, at: Date.UTC(2026, 11, 1) });
    expect(effective(old)).toMatchObject({ at: 'decommissioned' });
    world.act(world.till(maker, ['manufacturer']), { ...undo, at: Date.UTC(2026, 10, 30, 23) });
    expect(effective(old)).toEqual({ at: 'active', holder: maker.gln });
  });

  it.each(['destroyed', 'damaged', 'stolen', 'lost', 'expired', 'other'])(
    'what is decommissioned as %s stays so',
    (reason) => {
      world.act(shop, { type: 'decommission', items: [p], details: { reason } });
      world.act(shop, { type: 'reinstate', items: [p], details: { reason: 'x', notSupplied: true } });
      expect(effective(p)).toMatchObject({ at: 'decommissioned', reason });
    },
  );
});

describe('double spends', () => {
  const holders = (item: ItemKey) =>
    world
      .trace(item)
      .lines?.map(({ life, main, closed }) => [
        'holder' in life.effective ? life.effective.holder : life.effective.at,
        main ? 'main' : closed ? 'closed' : 'other',
      ]);

  it('a receipt and a void at one step can be read in two ways until one gives way', () => {
    world.ship(maker, middle, [p]);
    const n = world.trace(p).next;
    const voided = world.act(maker, { type: 'void', items: [p], steps: [n], details: { reason: 'x' } });
    world.receive(middle, maker, [p], { steps: [n] });
    expect(holders(p)).toEqual([
      [middle.gln, 'main'],
      [maker.gln, 'other'],
    ]);
    world.write(maker, { type: 'retract', public: { seq: voided.leaf.seq } });
    expect(world.trace(p).lines).toBeUndefined();
    expect(effective(p)).toEqual({ at: 'active', holder: middle.gln });
  });

  it('are not settled by what is written on a chain after it was revoked', () => {
    world.ship(maker, middle, [p]);
    const n = world.trace(p).next;
    world.act(maker, { type: 'void', items: [p], steps: [n], details: { reason: 'x' } });
    const received = world.receive(middle, maker, [p], { steps: [n] });
    world.revoke(middle, received.leaf.seq + 1);
    world.write(middle, { type: 'retract', public: { seq: received.leaf.seq } });
    expect(world.trace(p).lines).toHaveLength(2);
  });

  it('are ended by a regulator at the step where the ways part; what else was allowed there is a way that has ended', () => {
    world.ship(maker, middle, [p]);
    const n = world.trace(p).next;
    world.act(maker, { type: 'void', items: [p], steps: [n], details: { reason: 'x' } });
    world.receive(middle, maker, [p], { steps: [n] });
    const assigned = { to: shop.gln, reason: 'ruling' };
    world.act(world.regulator, { type: 'assign', items: [p], steps: [n], details: assigned });
    expect(world.trace(p)).toMatchObject({ state: { at: 'active', holder: shop.gln }, next: n + 1, findings: [] });
    expect(holders(p)).toEqual([
      [shop.gln, 'main'],
      [middle.gln, 'closed'],
      [maker.gln, 'closed'],
    ]);
  });

  it('a regulator may take back what it assigned, for another to stand', () => {
    const second = world.party('Second agency', ['regulator']);
    const [n] = [world.trace(p).next];
    const assign = (by: Party, to: Party) =>
      world.act(by, { type: 'assign', items: [p], steps: [n], details: { to: to.gln, reason: 'ruling' } });
    const wrong = assign(world.regulator, other);
    assign(second, shop);
    expect(effective(p)).toMatchObject({ at: 'disputed' });
    world.write(world.regulator, { type: 'retract', public: { seq: wrong.leaf.seq } });
    expect(effective(p)).toEqual({ at: 'active', holder: shop.gln });
  });

  it('what a regulator takes out of a case disputes nothing about the case', () => {
    const box = world.container('case');
    world.packInto(maker, box, [p, q]);
    const n = world.trace(box).next;
    const opens = [{ item: box, n }];
    world.act(world.regulator, {
      type: 'assign',
      items: [p],
      details: { to: shop.gln, reason: 'ruling' },
      opens,
    });
    expect(world.trace(box)).toMatchObject({ next: n + 1, state: { at: 'active', holder: maker.gln } });
    world.ship(maker, middle, [box], { steps: [n] });
    expect(effective(p)).toEqual({ at: 'active', holder: shop.gln });
    expect(world.trace(q)).toMatchObject({ effective: { at: 'transit', to: middle.gln }, findings: [] });
    expect(world.trace(box)).toMatchObject({ next: n + 1, findings: [] });
  });

  it('both may retract, and then it is as if none had', () => {
    world.ship(maker, middle, [p]);
    const n = world.trace(p).next;
    const a = world.act(maker, { type: 'void', items: [p], steps: [n], details: { reason: 'x' } });
    const b = world.receive(middle, maker, [p], { steps: [n] });
    world.write(maker, { type: 'retract', public: { seq: a.leaf.seq } });
    world.write(middle, { type: 'retract', public: { seq: b.leaf.seq } });
    expect(holders(p)).toEqual([
      [middle.gln, 'main'],
      [maker.gln, 'other'],
    ]);
  });

  it('by one chain count once: the second shipment is a use without right', () => {
    world.ship(maker, middle, [p]);
    world.ship(maker, other, [p], { steps: [1] });
    expect(effective(p)).toMatchObject({ at: 'transit', to: middle.gln });
    expect(world.trace(p).findings).toMatchObject([{ reason: 'unauthorised-use', by: [maker.gln] }]);
  });

  it('by two tills of one party: the furthest stands, with a word about it', () => {
    const till = world.till(shop, ['dispenser']);
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    const n = world.trace(p).next;
    world.act(till, { type: 'quarantine', items: [p], steps: [n], details: { reason: 'damaged' } });
    world.act(shop, { type: 'dispense', items: [p], steps: [n] });
    expect(effective(p)).toMatchObject({ at: 'dispensed' });
    expect(world.trace(p).findings).toMatchObject([{ reason: 'own-conflict', by: [shop.gln] }]);
  });

  it('the same thing written by two tills counts once', () => {
    const till = world.till(shop, ['dispenser']);
    world.ship(maker, shop, [p]);
    const n = world.trace(p).next;
    world.receive(shop, maker, [p], { steps: [n] });
    world.receive(till, maker, [p], { steps: [n] });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: shop.gln }, findings: [] });
  });

  it('a use by somebody who does not have it names that somebody', () => {
    world.act(other, { type: 'dispense', items: [p] });
    expect(effective(p)).toEqual({ at: 'active', holder: maker.gln });
    expect(world.trace(p).findings).toMatchObject([{ reason: 'unauthorised-use', by: [other.gln], kind: 'dispense' }]);
  });
});
