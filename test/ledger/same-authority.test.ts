// Every connection on one database, whenever it was opened, and a ledger made anew from its leaves say the same of who is who.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recovered } from '../../src/app/node/recovery.ts';
import { b64u, hex } from '../../src/chain/bytes.ts';
import { signPair } from '../../src/chain/key-pair.ts';
import { recoveryHash } from '../../src/chain/recovery.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch, Ledger, Reader, View } from '../../src/ledger/types.ts';
import { openView } from '../../src/ledger/view.ts';
import { accredit, add, batchOf, cleanUp, folder, give, type Party, party, random } from './network.ts';

const batches: Batch[] = [];
let network = '';
let types: readonly string[] = [];

afterAll(cleanUp);

const treeOf = ({ ledger, chain }: Party, size: number) => ({
  chain,
  size,
  root: b64u(ledger.read((view) => view.rootAt(chain, 0, size)) ?? new Uint8Array(32)),
});
const report = { type: 'report', public: {} };
const profile = (by: Party) => ({ type: 'profile', public: { name: by.name, contact: `desk of ${by.name}` } });

/** The folder was copied, and both go on. */
function copyOf(of: Party): Party {
  const dir = folder();
  of.ledger.close();
  copyFileSync(join(of.dir, 'ledger.db'), join(dir, 'ledger.db'));
  Object.assign(of, { ledger: openLedger(of.dir) });
  const copy = { ...of, dir, ledger: openLedger(dir) };
  copy.ledger.confirmHead();
  return copy;
}

// A regulator that forked, a maker, a shop that was ended at a size that has not arrived everywhere, its tills, seen and unseen.
beforeAll(() => {
  const founder = party('Agency', '9506000100001', null);
  network = founder.chain;
  const join = (name: string, gln: string) => party(name, gln, network);
  const [region, maker, shop] = [
    join('Region', '9506000100018'),
    join('Acme', '9506000100025'),
    join('Corner', '9506000100032'),
  ];
  const tills = ['9506000100032', '9506000100032'].map((gln) => join('Corner', gln)) as [Party, Party];
  accredit(founder, region, ['regulator']);
  accredit(founder, shop, ['dispenser']);
  const copy = copyOf(region);
  accredit(region, maker, ['manufacturer'], { prefixes: ['9506000'] });
  accredit(copy, { ...maker, name: 'Bogus' }, ['manufacturer'], { prefixes: ['4012345'] });
  for (const till of tills) add(shop, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
  for (const one of [maker, shop, ...tills, region, copy]) {
    add(one, profile(one));
    add(one, report);
  }
  add(founder, { type: 'settle', public: treeOf(region, 3) });
  add(founder, { type: 'revoke', public: { ...treeOf(shop, 4), reason: 'closed' } });
  add(founder, { type: 'revoke', public: { ...treeOf(tills[0], 2), reason: 'closed' } });
  for (const one of [founder, region, maker, shop, ...tills, copy]) {
    const sizes = one.ledger.read((view) => view.noteSizes(one.chain, 0, 0, 1000));
    for (const [i, size] of sizes.entries()) batches.push(batchOf(one.ledger, one.chain, sizes[i - 1] ?? 0, size));
    one.ledger.read((view) => {
      types = [...new Set([...types, ...Array.from(view.eventsOf(ALL), ({ leaf }) => leaf.type)])];
    });
  }
});

const ALL = ['open', 'profile', 'accredit', 'endorse', 'revoke', 'settle', 'report'];

/** Who is who, and of every event who its author is; without what the order of arrival may decide. */
function told(view: View): unknown {
  const authority = view.authority();
  const events = Array.from(view.eventsOf(types), (event) => {
    const { mayMake, ...author } = event.author ?? {};
    const says = [author, mayMake?.('09506000134352'), event.contested, authority.refusal(event), event.ref];
    return [`${event.chain}/${event.leaf.seq} ${hex(event.leaf.hash)}`, says] as const;
  });
  events.sort(([a], [b]) => (a < b ? -1 : 1));
  const chains = view.chains().map(({ chain }) => [chain, authority.settlementOf(chain), authority.admitted(chain)]);
  return { parties: authority.parties(), events, chains: chains.map((one) => JSON.stringify(one)).sort() };
}

const fresh = (dir: string): unknown => {
  const reader = openView(dir);
  try {
    return reader.read(told);
  } finally {
    reader.close();
  }
};

/** Gives batches to ledgers in many orders, and compares who is who after each. @returns how often */
function compareAfterEach(batches: readonly Batch[], network: string, runs: number): number {
  let seen = 0;
  fc.assert(
    fc.property(fc.shuffledSubarray([...batches], { minLength: batches.length }), (order) => {
      const [ledger, rebuilt] = [openLedger(folder(), { create: true }), openLedger(folder(), { create: true })];
      const founding = batches.find((one) => one.chain === network && one.start === 0);
      if (founding === undefined) throw new Error('no founder');
      for (const one of [ledger, rebuilt]) one.admit(founding);
      const open: Reader = openView(ledger.dir);
      const first = open.read(told);
      expect(first).toEqual(ledger.read(told));
      const take = (batch: Batch): boolean => {
        if (ledger.admit(batch).kind === 'aside') return false;
        rebuilt.admit(batch);
        rebuilt.rebuild();
        const expected = fresh(ledger.dir);
        expect(ledger.read(told)).toEqual(expected);
        expect(open.read(told)).toEqual(expected);
        expect(rebuilt.read(told)).toEqual(expected);
        seen++;
        return true;
      };
      for (let waiting: readonly Batch[] = order; waiting.length > 0; ) {
        const left = waiting.filter((batch) => !take(batch));
        if (left.length === waiting.length) break;
        waiting = left;
      }
      open.close();
      ledger.close();
      rebuilt.close();
    }),
    { numRuns: runs },
  );
  return seen;
}

it('after every batch, in whatever order they come', () => {
  expect(compareAfterEach(batches, network, 8)).toBeGreaterThan(80);
}, 240_000);

it('where a till was added above a fork, a right ends, and another chain takes the place of the founder', () => {
  const key = signPair(random(32));
  const founder = party('Agency', '9506000100001', null, undefined, { recovery: b64u(recoveryHash(key.public)) });
  const shop = party('Corner', '9506000100032', founder.chain);
  const till = party('Corner', '9506000100032', founder.chain);
  const cargo = party('Cargo', '9506000100049', founder.chain);
  const next = party('Agency', '9506000100001', founder.chain);
  accredit(founder, shop, ['dispenser']);
  const copy = copyOf(shop);
  add(shop, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
  for (const one of [shop, copy, till]) add(one, profile(one));
  add(cargo, profile(cargo));
  const ends = cargo.ledger.read((view) => view.eventAt(cargo.chain, 0, 1)?.leaf.at ?? 0);
  add(cargo, report);
  accredit(founder, cargo, ['logistics'], { until: ends });
  const end = treeOf(founder, 3);
  add(founder, { type: 'settle', public: treeOf(shop, 3) });
  const tree = { chain: founder.chain, size: end.size, root: Buffer.from(end.root, 'base64url') };
  const successor = recovered(key, { network: founder.chain, ...tree, successor: next.chain });
  add(next, { type: 'successor', public: successor });
  add(next, { type: 'settle', public: treeOf(shop, 3) });
  const given: Batch[] = [];
  for (const one of [founder, shop, copy, till, cargo, next]) {
    const sizes = one.ledger.read((view) => view.noteSizes(one.chain, 0, 0, 1000));
    for (const [i, size] of sizes.entries()) given.push(batchOf(one.ledger, one.chain, sizes[i - 1] ?? 0, size));
  }
  types = [...types, 'successor'];
  expect(compareAfterEach(given, founder.chain, 8)).toBeGreaterThan(60);
}, 240_000);

it('where an endorsement comes before the card of the till', () => {
  const founder = party('Agency', '9506000100001', null);
  const shop = party('Corner', '9506000100032', founder.chain);
  const till = party('Corner', '9506000100032', founder.chain);
  accredit(founder, shop, ['dispenser']);
  add(shop, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
  add(till, profile(till));
  const node: Ledger = openLedger(folder(), { create: true });
  give(founder.ledger, node);
  node.admit(batchOf(shop.ledger, shop.chain));
  const open = openView(node.dir);
  const who = (reader: Reader) => reader.read((view) => view.authority().partyOf(till.chain)?.name);
  expect(who(open)).toBeUndefined();
  expect(node.admit(batchOf(till.ledger, till.chain, 0, 1))).toMatchObject({ kind: 'stored' });
  expect([who(open), who(node), who(openView(node.dir))]).toEqual(['Corner', 'Corner', 'Corner']);
  // All of it may come at once, as the endorsement is here; where the card says another GLN nothing but the card may.
  const again = openLedger(folder(), { create: true });
  give(founder.ledger, again);
  again.admit(batchOf(shop.ledger, shop.chain));
  expect(again.admit(batchOf(till.ledger, till.chain))).toMatchObject({ kind: 'stored', stored: 2 });
  const posing = party('Corner', '9506000100049', founder.chain);
  add(shop, { type: 'endorse', public: { chain: posing.chain, roles: ['dispenser'] } });
  add(posing, profile(posing));
  again.admit(batchOf(shop.ledger, shop.chain, 2));
  expect(again.admit(batchOf(posing.ledger, posing.chain))).toMatchObject({ kind: 'aside', why: 'not-accredited' });
});

it('where a revocation names a branch that is not here, and the other one grows past it', () => {
  const founder = party('Agency', '9506000100001', null);
  const region = party('Region', '9506000100018', founder.chain);
  const maker = party('Acme', '9506000100025', founder.chain);
  accredit(founder, region, ['regulator']);
  const copy = copyOf(region);
  accredit(region, maker, ['manufacturer'], { prefixes: ['9506000'] });
  for (const one of [region, copy, copy]) add(one, report);
  add(founder, { type: 'revoke', public: { ...treeOf(copy, 3), reason: 'stolen' } });
  const node = openLedger(folder(), { create: true });
  for (const one of [founder, maker]) node.admit(batchOf(one.ledger, one.chain));
  node.admit(batchOf(region.ledger, region.chain, 0, 2));
  const open = openView(node.dir);
  const name = (reader: Reader) => reader.read((view) => view.authority().partyOf(maker.chain)?.name);
  expect([name(open), name(node)]).toEqual(['Acme', 'Acme']);
  node.admit(batchOf(region.ledger, region.chain, 2, 3));
  expect([name(open), name(node), name(openView(node.dir))]).toEqual([undefined, undefined, undefined]);
});

it('where the own chain grows past a tree that a revocation names of its copy', () => {
  const founder = party('Agency', '9506000100001', null);
  const region = party('Region', '9506000100018', founder.chain);
  const maker = party('Acme', '9506000100025', founder.chain);
  accredit(founder, region, ['regulator']);
  const copy = copyOf(region);
  accredit(region, maker, ['manufacturer'], { prefixes: ['9506000'] });
  for (const one of [copy, copy]) add(one, report);
  add(founder, { type: 'revoke', public: { ...treeOf(copy, 3), reason: 'stolen' } });
  for (const one of [founder, maker]) region.ledger.admit(batchOf(one.ledger, one.chain));
  const open = openView(region.dir);
  const name = (reader: Reader) => reader.read((view) => view.authority().partyOf(maker.chain)?.name);
  expect([name(open), name(region.ledger)]).toEqual(['Acme', 'Acme']);
  add(region, report);
  expect([name(open), name(region.ledger), name(openView(region.dir))]).toEqual([undefined, undefined, undefined]);
});
