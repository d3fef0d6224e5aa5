// Forks of chains that hand out rights: which branch counts, by whose word, whatever the order of arrival.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { signPair } from '../../src/chain/key-pair.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { TreeOf } from '../../src/custody/trees.ts';
import type { Stored } from './memory.ts';
import { type Party, World } from './world.ts';

let world: World;
let agency: Party;
let shop: Party;

beforeEach(() => {
  world = new World('required', 'with a recovery key');
  agency = world.regulator;
  shop = world.party('Corner', ['dispenser']);
});

const authority = (here?: readonly TreeOf[]): Authority =>
  world.evidence(here === undefined ? {} : { here }).authority();
const author = (event: Stored, here?: readonly TreeOf[]) => authority(here).authorOf(event);
const said = (by: Party, branch = 0): Stored =>
  world.write(by, { type: 'profile', public: { name: by.name } }, undefined, branch);
const accredited = (by: Party, branch = 0, name = 'New'): Party => {
  const party = world.newChain(name);
  const body = { chain: party.chain, party: { name, gln: party.gln }, roles: ['dispenser'], from: 0 };
  world.write(by, { type: 'accredit', public: body }, undefined, branch);
  return party;
};
const counts = (party: Party, here?: readonly TreeOf[]): boolean => {
  const who = author(said(party), here);
  return who !== undefined && who.disputed !== true;
};
/** A copy of the folder goes on by itself from here, and writes at least one event. */
const stolen = (party: Party): number => {
  const branch = world.fork(party, world.path(party.chain).length);
  said(party, branch);
  return branch;
};

describe('a settlement', () => {
  it('picks a branch and caps nothing: what comes later on it counts too', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const thief = stolen(region);
    const [mine, theirs] = [accredited(region), accredited(region, thief)];
    expect([counts(mine), counts(theirs)]).toEqual([false, false]);
    world.settle(region, world.path(region.chain).length);
    expect([counts(mine), counts(theirs)]).toEqual([true, false]);
    expect([counts(accredited(region)), counts(accredited(region, thief))]).toEqual([true, false]);
    expect(authority().settled(region.chain)).toBe(true);
    expect(authority().settlementOf(region.chain)).toMatchObject({ chosen: { by: 'founder' }, differ: false });
  });

  it('leaves what the other branch did with goods to its party', () => {
    const branch = stolen(shop);
    const [mine, theirs] = [said(shop), said(shop, branch)];
    world.settle(shop, 2);
    expect([author(mine)?.gln, author(theirs)?.gln]).toEqual([shop.gln, shop.gln]);
    expect([mine, theirs].map((event) => authority().disputed(event))).toEqual([false, true]);
  });

  it('goes only as far as the branch is one', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    stolen(region);
    said(region);
    world.settle(region, 2);
    const again = stolen(region);
    const mine = accredited(region);
    expect(counts(mine)).toBe(false);
    expect(authority().settled(region.chain, 1)).toBe(true);
    expect(authority().settled(region.chain, 2)).toBe(false);
    world.settle(region, 3);
    expect([counts(mine), counts(accredited(region, again))]).toEqual([true, false]);
    expect(authority().settlementOf(region.chain)?.differ).toBe(false);
  });

  it('of a tree that is not here chooses neither branch that is', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    stolen(region);
    const mine = accredited(region);
    world.write(agency, { type: 'settle', public: { chain: region.chain, size: 9, root: 'A'.repeat(43) } });
    expect(counts(mine)).toBe(false);
  });

  it('by another regulator counts, the founder’s beats it, and two regulators that differ count for nothing', () => {
    const regions = ['East', 'West'].map((name) => world.party(name, ['regulator'], { prefixes: [] })) as [
      Party,
      Party,
    ];
    const branch = stolen(shop);
    const till = world.till(shop, ['dispenser']);
    world.settle(shop, world.path(shop.chain).length, 0, regions[0]);
    expect(authority().settlementOf(shop.chain)?.chosen?.by).toBe('regulator');
    expect(counts(till)).toBe(true);
    world.settle(shop, 2, branch, regions[1]);
    expect(authority().settlementOf(shop.chain)).toEqual({ differ: true });
    expect(counts(till)).toBe(false);
    world.settle(shop, world.path(shop.chain).length);
    expect(authority().settlementOf(shop.chain)).toMatchObject({ chosen: { by: 'founder' } });
    expect(counts(till)).toBe(true);
  });

  it('by a thief counts for nothing: on a disputed branch, for its own party, for the founder, or without the role', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const desk = world.till(region, ['regulator']);
    const [theirs, founders] = [stolen(region), stolen(agency)];
    for (const one of [region, agency]) said(one);
    for (const [by, on] of [
      [region, theirs],
      [region, 0],
      [desk, 0],
      [shop, 0],
      [agency, founders],
    ] as const) {
      for (const [of, branch] of [
        [region, theirs],
        [agency, founders],
      ] as const) {
        const { chain, size, root } = world.tree(of, 2, branch);
        const body = { chain, size, root: Buffer.from(root).toString('base64url') };
        world.write(by, { type: 'settle', public: body }, undefined, on);
      }
    }
    expect(authority().settlementOf(region.chain)).toBeUndefined();
    expect(authority().settlementOf(agency.chain)).toBeUndefined();
  });

  it('does not lift a revocation, which counts on either branch', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const branch = stolen(region);
    const { chain, size, root } = world.tree(shop, 1);
    const body = { chain, size, root: Buffer.from(root).toString('base64url'), reason: 'x' };
    world.write(region, { type: 'revoke', public: body }, undefined, branch);
    world.settle(region, 2);
    expect(counts(shop)).toBe(false);
    // Whoever ends the regulator at its own branch disowns what the thief revoked.
    world.revoke(region, world.path(region.chain).length);
    expect(counts(shop)).toBe(true);
  });
});

describe('a fork of the founder', () => {
  it('is settled by the recovery key, from whatever chain, and not by its own chain', () => {
    const thief = stolen(agency);
    const [mine, theirs] = [accredited(agency), accredited(agency, thief)];
    world.settle(agency, world.path(agency.chain).length - 1, 0, agency);
    expect([counts(mine), counts(theirs)]).toEqual([false, false]);
    world.settle(agency, world.path(agency.chain).length, 0, world.recovery, shop);
    expect([counts(mine), counts(theirs)]).toEqual([true, false]);
    expect(authority().settlementOf(agency.chain)?.chosen?.by).toBe('recovery');
    expect(counts(accredited(agency))).toBe(true);
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    expect(counts(accredited(region))).toBe(true);
  });

  it('never keeps a recall from counting, nor a regulator of before from accrediting', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const branch = stolen(agency);
    for (const at of [0, branch]) {
      const recall = world.write(agency, { type: 'recall', public: {} }, undefined, at);
      expect(author(recall)?.roles).toEqual(['regulator']);
    }
    expect(counts(accredited(region))).toBe(true);
  });

  it('is not settled by another key, another statement, or where the founder has no such key', () => {
    const thief = stolen(agency);
    const theirs = accredited(agency, thief);
    const wrong = signPair(createHash('sha256').update('wrong').digest());
    world.settle(agency, 3, thief, wrong);
    const { leaf } = world.settle(shop, 1, 0, world.recovery);
    const { key, signature } = leaf.public;
    const tree = world.tree(agency, 3, thief);
    const body = { ...tree, root: Buffer.from(tree.root).toString('base64url'), key, signature };
    world.write(shop, { type: 'settle', public: body as never });
    expect(authority().settlementOf(agency.chain)).toBeUndefined();
    expect(counts(theirs)).toBe(false);

    world = new World();
    agency = world.regulator;
    shop = world.party('Corner', ['dispenser']);
    const again = stolen(agency);
    world.settle(agency, 2, again, world.recovery, shop);
    expect(authority().settlementOf(agency.chain)).toBeUndefined();
  });

  it('settled twice by the recovery key in different ways is not settled', () => {
    const thief = stolen(agency);
    const mine = accredited(agency);
    world.settle(agency, world.path(agency.chain).length, 0, world.recovery);
    world.settle(agency, world.path(agency.chain, thief).length, thief, world.recovery, shop);
    expect(counts(mine)).toBe(false);
    expect(authority().settlementOf(agency.chain)).toEqual({ differ: true });
  });

  it('is settled at one node by its person, marked, and overruled by a signed word', () => {
    const thief = stolen(agency);
    const [mine, theirs] = [accredited(agency), accredited(agency, thief)];
    const here = [world.tree(agency, world.path(agency.chain, thief).length, thief)];
    expect([counts(mine, here), counts(theirs, here)]).toEqual([false, true]);
    expect(author(said(theirs), here)).toMatchObject({ settledHere: true });
    expect(author(said(shop), here)).not.toHaveProperty('settledHere');
    expect(author(said(agency, thief), here)).toMatchObject({ settledHere: true });
    world.settle(agency, world.path(agency.chain).length, 0, world.recovery, shop);
    expect([counts(mine, here), counts(theirs, here)]).toEqual([true, false]);
    expect(author(said(mine), here)).not.toHaveProperty('settledHere');
  });

  it('chosen here makes what its regulators do rest on that choice', () => {
    stolen(agency);
    const region = world.newChain('Region');
    world.accredit(region, ['regulator']);
    const local = accredited(region);
    const here = [world.tree(agency, world.path(agency.chain).length)];
    expect(counts(local)).toBe(false);
    expect(author(said(local), here)).toMatchObject({ settledHere: true });
  });
});

describe('a successor', () => {
  it('takes the founder’s place, and nothing of the founder’s chain counts beyond its end', () => {
    const before = accredited(agency);
    const size = world.path(agency.chain).length;
    const after = accredited(agency);
    const revoked = world.revoke(before, 1);
    const next = world.newChain('Agency', agency.gln);
    world.succeed(next, size, world.recovery);
    expect(authority().founders()).toEqual([agency.chain, next.chain]);
    expect([counts(before), counts(after)]).toEqual([true, false]);
    expect(author(revoked)).toBeUndefined();
    expect(counts(accredited(next))).toBe(true);
    const region = world.newChain('Region');
    world.accredit(region, ['regulator'], {}, next);
    expect(counts(accredited(region))).toBe(true);
    world.revoke(region, world.path(region.chain).length, 0, next);
    expect(counts(region)).toBe(false);
  });

  it('may be succeeded in its turn, never in a circle', () => {
    const [second, third] = [world.newChain('Agency', agency.gln), world.newChain('Agency', agency.gln)];
    world.succeed(second, world.path(agency.chain).length, world.recovery);
    world.succeed(third, 2, world.recovery, third, second);
    expect(authority().founders()).toEqual([agency.chain, second.chain, third.chain]);
    world.succeed(agency, 1, world.recovery, third, third);
    expect(authority().founders()).toEqual([agency.chain, second.chain, third.chain]);
    expect(counts(accredited(third))).toBe(true);
  });

  it('that differs from another counts for nothing, and neither does one that another key has signed', () => {
    const [second, third] = [world.newChain('Agency', agency.gln), world.newChain('Agency', agency.gln)];
    const wrong = signPair(createHash('sha256').update('wrong').digest());
    world.succeed(second, 1, wrong);
    expect(authority().founders()).toEqual([agency.chain]);
    world.succeed(second, world.path(agency.chain).length, world.recovery);
    world.succeed(third, world.path(agency.chain).length, world.recovery);
    expect(authority().founders()).toEqual([agency.chain]);
    expect(authority().settlementOf(agency.chain)).toEqual({ differ: true });
    expect(counts(accredited(agency))).toBe(true);
  });

  it('is not revoked or settled by anybody but the recovery key', () => {
    const next = world.newChain('Agency', agency.gln);
    world.succeed(next, world.path(agency.chain).length, world.recovery);
    world.revoke(next, 1, 0, next);
    world.revoke(next, 1, 0, agency);
    expect(counts(accredited(next))).toBe(true);
  });
});

describe('order', () => {
  it('of arrival changes nothing', () => {
    const regions = ['East', 'West'].map((name) => world.party(name, ['regulator'], { prefixes: [] })) as [
      Party,
      Party,
    ];
    const [a, b, c] = [stolen(agency), stolen(regions[0]), stolen(shop)];
    accredited(agency);
    accredited(agency, a);
    accredited(regions[0], b, 'Other');
    world.settle(agency, world.path(agency.chain).length, 0, world.recovery, shop);
    world.settle(regions[0], 2);
    world.settle(shop, 2, 0, regions[1]);
    world.settle(shop, 2, c, regions[0]);
    world.revoke(shop, 2, c, regions[1]);
    const next = world.newChain('Agency', agency.gln);
    world.succeed(next, world.path(agency.chain).length, world.recovery, regions[1]);
    said(next);
    const plain = (of: Authority) =>
      JSON.stringify([of.parties(), world.events.map((event) => [of.authorOf(event), of.disputed(event)])]);
    const all = [...world.events];
    const expected = plain(authority());
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (events) => {
        expect(plain(world.evidence({ events }).authority())).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });
});

describe('any of what thieves, regulators and whoever has the recovery words may say', () => {
  it('never lets a thief admit anybody without those words, in whatever order it comes', () => {
    const regions = ['East', 'West'].map((name) => world.party(name, ['regulator'], { prefixes: [] })) as [
      Party,
      Party,
    ];
    const [thief, copy] = [stolen(agency), stolen(regions[0])];
    const [mine, theirs] = [accredited(agency), accredited(agency, thief)];
    const [ours, copied] = [accredited(regions[0]), accredited(regions[0], copy)];
    const size = (of: Party, branch = 0) => world.path(of.chain, branch).length;
    const settled = (of: Party, branch: number, by: Party, on = 0) => {
      const tree = world.tree(of, size(of, branch), branch);
      const body = { ...tree, root: Buffer.from(tree.root).toString('base64url') };
      return world.write(by, { type: 'settle', public: body }, undefined, on);
    };
    const next = world.newChain('Agency', agency.gln);
    const before = [...world.events];
    const pool = {
      'the thief of the founder settles it for itself': settled(agency, thief, agency, thief),
      'the thief of the founder settles East for its thief': settled(regions[0], copy, agency, thief),
      'the thief of East settles East for itself': settled(regions[0], copy, regions[0], copy),
      'West settles East': settled(regions[0], 0, regions[1]),
      'the founder settles East': settled(regions[0], 0, agency),
      'the recovery key settles the founder': world.settle(agency, size(agency), 0, world.recovery, shop),
      'whoever stole the recovery key settles the founder for the thief': world.settle(
        agency,
        size(agency, thief),
        thief,
        world.recovery,
        regions[1],
      ),
      'the recovery key names a successor': world.succeed(next, size(agency), world.recovery, next),
    } as const;
    const all = Object.entries(pool);
    for (let some = 0; some < 1 << all.length; some++) {
      const chosen = all.filter((_, i) => (some >> i) % 2 === 1);
      const said = new Set(chosen.map(([what]) => what));
      const story = [...said].join('; ');
      const events = [...before, ...chosen.map(([, event]) => event)];
      const of = world.evidence({ events }).authority();
      const counted = (party: Party): boolean => {
        const [first] = world.path(party.chain);
        return first !== undefined && of.authorOf(first) !== undefined;
      };
      const rightly = said.has('the recovery key settles the founder');
      const wrongly = said.has('whoever stole the recovery key settles the founder for the thief');
      const succeeded = said.has('the recovery key names a successor');
      expect(counted(mine), story).toBe(succeeded || (rightly && !wrongly));
      // A successor is named at the end of the rightful branch.
      expect(counted(theirs), story).toBe(wrongly && !rightly && !succeeded);
      if (!wrongly) expect(counted(copied), story).toBe(false);
      if (said.has('West settles East') && chosen.length === 1) expect(counted(ours), story).toBe(true);
      const turned = world.evidence({ events: [...events].reverse() }).authority();
      for (const event of before) {
        expect(turned.authorOf(event)?.gln, story).toBe(of.authorOf(event)?.gln);
        expect(turned.disputed(event), story).toBe(of.disputed(event));
      }
    }
  });
});
