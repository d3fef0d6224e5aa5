// How often one chain may write under one token: whoever is honest is believed, however often it took back what it said, and whoever
// goes on and on says no more by it.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { itemToken } from '../../src/chain/item-key.ts';
import { Entries } from '../../src/custody/entries.ts';
import type { CustodyEvent } from '../../src/custody/evidence.ts';
import { lotFacts } from '../../src/custody/lot.ts';
import { withoutEvents } from '../../src/custody/same-evidence.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { GTIN, LOT, type Party, World } from './world.ts';

let world: World;
let maker: Party;
let shop: Party;

beforeEach(() => {
  world = new World();
  maker = world.party('Acme', ['manufacturer', 'distributor']);
  shop = world.party('Corner', ['dispenser', 'distributor']);
  world.commission(maker, ['P']);
});

const pack = () => world.pack('P');
const write = (by: Party, type: string, n: number, details = {}) =>
  world.write(by, { type, public: {}, items: [{ key: pack().key, token: itemToken(pack().key, n) }], details });
const takeBack = (by: Party, { leaf }: ReturnType<typeof write>) =>
  world.write(by, { type: 'retract', public: { seq: leaf.seq } });
const times = (count: number, fn: (i: number) => void) => {
  for (let i = 0; i < count; i++) fn(i);
};
const life = () => world.trace(pack());
const told = () => life().findings.map(({ reason }) => reason);

describe('a chain', () => {
  it('that took its receipt back twenty times is believed the twenty-first time', () => {
    write(maker, 'ship', 1, { to: shop.gln });
    times(20, () => takeBack(shop, write(shop, 'receive', 2, { from: maker.gln })));
    write(shop, 'receive', 2, { from: maker.gln });
    expect(life().state).toEqual({ at: 'active', holder: shop.gln });
    write(shop, 'dispense', 3);
    expect(life().state).toMatchObject({ at: 'dispensed', by: shop.gln });
    expect(told()).toEqual([]);
  });

  it('that ships a pack and gets it back twenty times has it', () => {
    let n = 1;
    times(20, () => {
      write(maker, 'ship', n, { to: shop.gln });
      write(shop, 'receive', n + 1, { from: maker.gln });
      write(shop, 'ship', n + 2, { to: maker.gln });
      write(maker, 'receive', n + 3, { from: shop.gln });
      n += 4;
    });
    expect(life()).toMatchObject({ state: { at: 'active', holder: maker.gln }, next: 81, findings: [] });
  });

  it('of which what it wrote first was not allowed is believed in what it wrote later', () => {
    times(10, () => write(maker, 'found', 1));
    write(maker, 'ship', 1, { to: shop.gln });
    expect(life().state).toMatchObject({ at: 'transit', to: shop.gln });
  });

  it('that took back twenty times what nothing allowed is believed then, and what others built on that stays', () => {
    times(20, () => takeBack(maker, write(maker, 'found', 1)));
    write(maker, 'ship', 1, { to: shop.gln });
    write(shop, 'receive', 2, { from: maker.gln });
    times(30, () => takeBack(maker, write(maker, 'found', 1)));
    times(30, () => write(maker, 'quarantine', 1, { reason: 'other' }));
    expect(life().state).toEqual({ at: 'active', holder: shop.gln });
  });

  it('that used a token six times is read whole: that it claims the end besides is told', () => {
    write(maker, 'ship', 1, { to: shop.gln });
    times(4, () => write(maker, 'quarantine', 1, { reason: 'other' }));
    write(maker, 'decommission', 1, { reason: 'destroyed' });
    write(shop, 'receive', 2, { from: maker.gln });
    expect(life().state).toEqual({ at: 'active', holder: shop.gln });
    expect(told()).toContain('decommissioned');
  });

  it('with two histories is believed in what each says first of what is allowed', () => {
    times(5, () => write(maker, 'found', 1));
    const twin = world.fork(maker, world.path(maker.chain).length);
    const on = (branch: number, type: string, details = {}) =>
      world.write(
        maker,
        { type, public: {}, items: [{ key: pack().key, token: itemToken(pack().key, 1) }], details },
        undefined,
        branch,
      );
    on(0, 'ship', { to: shop.gln });
    times(2, () => on(twin, 'found'));
    on(twin, 'decommission', { reason: 'destroyed' });
    const all = world.evidence();
    // As a ledger that gives no more than it is asked for.
    const rows: typeof all.rows = (token, most = 16) => {
      const hits = all.rows(token);
      const before = (event: CustodyEvent) => hits.filter((hit) => all.earlier(hit.event, event)).length;
      return hits.filter(({ event }) => before(event) < most);
    };
    const { findings } = traceItem(pack(), { ...all, rows });
    expect(findings.map(({ reason, kind }) => `${reason} ${kind}`)).toContain('own-conflict ship');
  });

  it('that crowds steps with what it has no role for is told of, and not read for that again', () => {
    const opened = vi.spyOn(Entries.prototype, 'open');
    const crowd = (n: number) => times(10, () => write(maker, 'dispense', n));
    crowd(1);
    write(maker, 'ship', 1, { to: shop.gln });
    crowd(2);
    write(shop, 'receive', 2, { from: maker.gln });
    write(shop, 'ship', 3, { to: maker.gln });
    crowd(4);
    write(maker, 'receive', 4, { from: shop.gln });
    expect(life().state).toEqual({ at: 'active', holder: maker.gln });
    const read = opened.mock.calls.filter(([{ event }]) => event.leaf.type === 'dispense');
    opened.mockRestore();
    expect(read).toHaveLength(3);
    expect(told()).toEqual(['unaccredited', 'unaccredited', 'unaccredited']);
  });

  it('that has nothing to do with a pack is read a few times and changes nothing', () => {
    const stranger = world.party('Hill', ['dispenser', 'distributor']);
    write(maker, 'ship', 1, { to: shop.gln });
    times(60, () => write(stranger, 'receive', 2, { from: maker.gln }));
    times(60, () => write(stranger, 'dispense', 5));
    write(shop, 'receive', 2, { from: maker.gln });
    expect(life().state).toEqual({ at: 'active', holder: shop.gln });
    expect(told().length).toBeLessThan(16);
    expect(told()).toEqual(expect.arrayContaining(['unauthorised-use', 'already-dispensed']));
  });

  it('that writes far ahead of the life is told of by the end that it claims, behind whatever else it wrote', () => {
    write(maker, 'ship', 1, { to: shop.gln });
    times(8, (i) => write(shop, i % 2 === 0 ? 'quarantine' : 'release', 3 + i, { reason: 'other' }));
    write(shop, 'dispense', 11);
    expect(told()).toEqual(expect.arrayContaining(['custody-gap', 'already-dispensed']));
  });

  it('is followed in every way to read a life, also where its first entries are left out of one', () => {
    const bringer = world.party('Midway', ['distributor']);
    write(maker, 'ship', 1, { to: bringer.gln });
    write(bringer, 'receive', 2, { from: maker.gln });
    times(12, () => write(maker, 'void', 2, { reason: 'x' }));
    expect(life().lines?.map(({ life: one }) => one.state)).toEqual([
      { at: 'active', holder: bringer.gln },
      { at: 'active', holder: maker.gln },
    ]);
  });
});

it('what a way to read a life leaves out makes room for as many others of its chain', () => {
  write(maker, 'ship', 1, { to: shop.gln });
  times(9, () => write(shop, 'void', 2, { reason: 'x' }));
  const all = world.evidence();
  // As a ledger that gives no more than it is asked for.
  const few: typeof all = { ...all, rows: (token, most = 16) => all.rows(token).slice(0, most) };
  const token = itemToken(pack().key, 2);
  const [one, two] = few.rows(token, 7).map(({ event }) => event.id);
  const left = withoutEvents(few, [one ?? -1, two ?? -1]).rows(token, 7);
  expect(left).toHaveLength(7);
  expect(left.map(({ event }) => event.id)).not.toContain(one);
});

it('a lot of which much was said is looked through once', () => {
  let asked = 0;
  const evidence = () => {
    const all = world.evidence();
    const earlier: typeof all.earlier = (a, b) => {
      asked++;
      return all.earlier(a, b);
    };
    return { ...all, earlier };
  };
  const notice = (by: Party, kind: string) =>
    world.write(by, { type: 'lot-notice', public: { gtin: GTIN, kind, reason: 'x', all: true } });
  times(150, () => notice(maker, 'hold'));
  times(150, () => notice(maker, 'clear'));
  notice(maker, 'hold');
  const facts = lotFacts(GTIN, [LOT], evidence());
  expect(facts.holds).toHaveLength(1);
  expect(asked).toBeLessThan(3 * 302);
});

it('a life that can be read in two ways is looked for beyond its end once', () => {
  const bringer = world.party('Midway', ['distributor']);
  write(maker, 'ship', 1, { to: bringer.gln });
  write(bringer, 'receive', 2, { from: maker.gln });
  write(maker, 'void', 2, { reason: 'x' });
  const all = world.evidence();
  const noRows = vi.fn(all.noRows);
  expect(traceItem(pack(), { ...all, noRows }).lines).toHaveLength(2);
  expect(noRows).toHaveBeenCalledTimes(1);
});
