// What is read of many events: those of chains with the right to them, and of one token the first uses of a chain.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { recallsKnown } from '../../src/app/judging/recall.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { packItem } from '../../src/custody/item.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, commission, folder, GTIN, give, type Party, party } from './network.ts';

afterAll(cleanUp);

const agency = party('Agency', '9506000110004', null);
const maker = party('Acme', '9506000110011', agency.chain);
const shop = party('Corner', '9506000110028', agency.chain);
accredit(agency, maker, ['manufacturer'], { prefixes: ['9506000'] });
accredit(agency, shop, ['dispenser']);
const key = packKey(agency.chain, GTIN, 'SN1');
const token = itemToken(key, 1);

/** A node that has everything of these parties, in this order. */
function node(...parties: readonly Party[]): Ledger {
  const ledger = openLedger(folder(), { create: true });
  for (const { ledger: from } of [agency, ...parties]) give(from, ledger);
  return ledger;
}

const recallsKnownIn = (ledger: Ledger) => ledger.read((view) => recallsKnown(view).length);
const use = (type = 'dispense'): Draft => ({ type, public: {}, items: [{ key, token }], details: { n: 1 } });
const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const usesOf = (ledger: Ledger) => ledger.read((view) => view.rows(token).map(({ event }) => event.ref)).sort();

describe('one token', () => {
  it('of which a chain makes use over and over is read sixteen times', () => {
    add(shop, ...repeat(40, use));
    const uses = usesOf(node(shop, maker));
    expect(uses).toEqual(
      repeat(16, () => '')
        .map((_, i) => `${shop.chain}/${i + 1}`)
        .sort(),
    );
  });

  it('is read of all others as before, and in every recall of whoever may recall', () => {
    const recall: Draft = {
      type: 'recall',
      public: { kind: 'issue', gtin: GTIN, class: 1, reason: 'x', serials: 1 },
      items: [{ key, token }],
    };
    add(maker, ...repeat(20, use), recall);
    add(shop, recall);
    const uses = usesOf(node(shop, maker));
    expect(uses.filter((ref) => ref.startsWith(shop.chain))).toHaveLength(16);
    expect(uses.filter((ref) => ref.startsWith(maker.chain))).toHaveLength(17);
  });

  it('is read of a forked chain the same, whichever branch came first', () => {
    const forker = party('Twice', '9506000110035', agency.chain);
    accredit(agency, forker, ['dispenser']);
    add(forker, ...repeat(10, use));
    const dir = folder();
    forker.ledger.close();
    copyFileSync(join(forker.dir, 'ledger.db'), join(dir, 'ledger.db'));
    const first = { ...forker, ledger: openLedger(forker.dir) };
    const twin = { ...forker, dir, ledger: openLedger(dir) };
    twin.ledger.confirmHead();
    const branch = (by: Party, types: readonly string[]) => {
      add(by, ...types.map((type) => use(type)));
      return batchOf(by.ledger, forker.chain);
    };
    const one = branch(
      first,
      repeat(10, () => 'dispense'),
    );
    const two = branch(
      twin,
      repeat(10, () => 'missing'),
    );
    const seen = [
      [one, two],
      [two, one],
    ].map((batches) => {
      const ledger = node();
      for (const batch of batches) ledger.admit(batch);
      return usesOf(ledger);
    });
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toHaveLength(10 + 2 * 6);
  });
});

describe('in a ledger as in custody alone', () => {
  const second = packKey(agency.chain, GTIN, 'SN2');
  const at = (type: string, n: number, details: object): Draft => ({
    type,
    public: {},
    items: [{ key: second, token: itemToken(second, n) }],
    details: { ...details },
  });
  const sizeOf = ({ ledger, chain }: Party) => ledger.read((view) => view.chain(chain)?.size ?? 0);

  it('whoever said something and took it back twenty times is believed the twenty-first time', () => {
    const bringer = party('Midway', '9506000110042', agency.chain);
    accredit(agency, bringer, ['distributor']);
    const other = party('Zenith', '9506000110059', agency.chain);
    accredit(agency, other, ['manufacturer'], { prefixes: ['9506000'] });
    add(other, commission(agency.chain, ['SN2'], 'L2'), at('ship', 1, { to: bringer.gln }));
    for (let i = 0; i < 20; i++) {
      add(bringer, at('found', 2, {}), { type: 'retract', public: { seq: sizeOf(bringer) } });
    }
    add(bringer, at('receive', 2, { from: other.gln }));
    const ledger = node(other, bringer);
    const life = ledger.read((view) => traceItem(packItem(agency.chain, GTIN, 'SN2'), view));
    expect(life.state).toEqual({ at: 'active', holder: bringer.gln });
  });
});

describe('of events of a type', () => {
  it('those of chains with a right are read, and nothing of others', () => {
    const recall = (gtin: string): Draft => ({
      type: 'recall',
      public: { kind: 'issue', gtin, class: 2, reason: 'x', all: true },
    });
    add(shop, ...repeat(300, () => recall(GTIN)));
    add(maker, recall(GTIN));
    const ledger = node(shop, maker);
    const read = vi.spyOn(LedgerView.prototype, 'eventById');
    const found = ledger.read((view) => [...view.eventsOf(['recall'], { of: (chain) => chain === maker.chain })]);
    expect(found.map(({ author }) => author?.name)).toContain('Acme');
    expect(found.every(({ chain }) => chain === maker.chain)).toBe(true);
    const recalls = read.mock.results.flatMap(({ value }) => (value?.leaf.type === 'recall' ? [value.chain] : []));
    expect(new Set(recalls)).toEqual(new Set([maker.chain]));
    read.mockRestore();
    const marks = ledger.read((view) => view.marks());
    add(maker, recall(GTIN));
    give(maker.ledger, ledger);
    const since = ledger.read((view) => [
      ...view.eventsOf(['recall'], { since: marks, of: (chain) => chain === maker.chain }),
    ]);
    expect(since).toHaveLength(1);
    expect(recallsKnownIn(ledger)).toBe(found.length + 1);
  });

  it('that came since, the tokens that stand twice are those that stand twice of all', () => {
    const ledger = node(shop, maker);
    const before = ledger.read((view) => ({ marks: view.marks(), doubled: view.doubled() }));
    const [once, twice, old] = ['D1', 'D2', 'SN2'].map((serial) => itemToken(packKey(agency.chain, GTIN, serial), 7));
    const uses = (tokens: readonly (Uint8Array | undefined)[]): Draft => ({
      type: 'missing',
      public: {},
      items: tokens.flatMap((token) => (token === undefined ? [] : [{ key, token }])),
    });
    add(maker, uses([old, twice]));
    give(maker.ledger, ledger);
    const middle = ledger.read((view) => view.marks());
    add(shop, uses([twice, once]));
    add(maker, uses([old]));
    for (const by of [shop, maker]) give(by.ledger, ledger);
    const [all, sinceBefore, sinceMiddle] = ledger.read((view) => [
      view.doubled(),
      view.doubled(before.marks),
      view.doubled(middle),
    ]);
    const fresh = [...(all ?? [])].filter((token) => !before.doubled.has(token)).sort();
    expect(fresh).toHaveLength(2);
    expect([...(sinceBefore ?? [])].sort()).toEqual(fresh);
    expect([...(sinceMiddle ?? [])].sort()).toEqual(fresh);
  });
});

describe('what is said of a product', () => {
  const notice = (reason: string): Draft => ({
    type: 'lot-notice',
    public: { gtin: GTIN, kind: 'hold', reason, all: true },
  });

  it('is read of makers and regulators alone where there is much of it', () => {
    add(shop, ...repeat(200, () => notice('x')));
    add(maker, notice('mine'));
    add(agency, notice('ours'));
    const found = node(shop, maker).read((view) => view.notices(GTIN));
    expect(new Set(found.map(({ author }) => author?.name))).toEqual(new Set(['Acme', 'Agency']));
  });

  it('is a lot of the maker, however many strangers name', () => {
    const mine = commission(agency.chain, ['SN1']);
    add(shop, ...repeat(100, () => commission(agency.chain, ['SN1'])));
    const before = node(shop, maker);
    const by = (ledger: Ledger) =>
      ledger.read((view) => view.commissions(GTIN, itemToken(key, 0)).map(({ author }) => author?.name));
    expect(by(before)).toHaveLength(100);
    add(maker, mine);
    const after = node(shop, maker);
    expect(by(after).filter((name) => name === 'Acme')).toHaveLength(1);
    expect(by(after).length).toBeLessThan(40);
    expect(after.read((view) => [...view.lots(GTIN)].map(({ author }) => author?.name))).toEqual(['Acme']);
  });
});
