// Who is who, read from the index: each answer by itself is the one that all events give.
import { afterEach, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger, View } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, GTIN, give, moves, NOW, type Party, party } from './network.ts';

afterEach(cleanUp);

const GLNS = ['9506000100018', '9506000100025', '9506000100032', '9506000100049', '9506000100056', '9506000100063'];

it('is the same for one chain, party, name or product as for all of them, as it comes and after a rebuild', () => {
  const founder = party('Agency', '9506000100001', null);
  const others = GLNS.map((gln, i) => party(`Party ${i}`, gln, founder.chain));
  const [region, maker, second, shop, ended, stranger] = others;
  if (!region || !maker || !second || !shop || !ended || !stranger) throw new Error('six parties');
  const till = party(shop.name, shop.gln, founder.chain);
  for (const other of others) founder.ledger.admit(batchOf(other.ledger, other.chain));
  accredit(founder, region, ['regulator']);
  accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
  accredit(founder, ended, ['dispenser']);
  region.ledger.admit(batchOf(founder.ledger, founder.chain));
  accredit(region, second, ['manufacturer', 'distributor'], { prefixes: ['9506000'] });
  accredit(region, shop, ['dispenser']);
  founder.ledger.admit(batchOf(region.ledger, region.chain));
  add(shop, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
  founder.ledger.admit(batchOf(shop.ledger, shop.chain));
  founder.ledger.admit(batchOf(till.ledger, till.chain));
  const root = founder.ledger.read((view) => view.rootAt(ended.chain, 0, 1)) ?? new Uint8Array();
  add(founder, {
    type: 'revoke',
    public: { chain: ended.chain, size: 1, root: Buffer.from(root).toString('base64url'), reason: 'closed' },
  });

  const asked = <T>(ask: (view: View) => T): T => {
    const ledger: Ledger = openLedger(founder.dir);
    try {
      return ledger.read(ask);
    } finally {
      ledger.close();
    }
  };
  const check = () => {
    const all = asked((view) => view.authority().parties());
    expect(all.map(({ name }) => name).sort()).toEqual([
      'Agency',
      'Party 0',
      'Party 1',
      'Party 2',
      'Party 3',
      'Party 4',
    ]);
    for (const { chain, gln, name } of [founder, ...others, till]) {
      const expected = all.find((one) => one.chains.some((own) => own.chain === chain));
      expect(asked((view) => view.authority().partyOf(chain))).toEqual(expected);
      expect(asked((view) => view.authority().admitted(chain))).toBe(expected !== undefined);
      expect(asked((view) => view.authority().party(gln))).toEqual(all.find((one) => one.gln === gln));
      expect(asked((view) => view.authority().resolve(name.toUpperCase()))).toEqual(expected);
    }
    expect(all.find(({ gln }) => gln === shop.gln)?.chains).toHaveLength(2);
    expect(asked((view) => view.authority().settled(ended.chain))).toBe(true);
    expect(
      asked((view) =>
        view
          .authority()
          .makersOf(GTIN)
          .map(({ name }) => name),
      ),
    ).toEqual(['Party 1', 'Party 2']);
    expect(
      asked((view) =>
        view
          .authority()
          .regulators()
          .map(({ name }) => name),
      ),
    ).toEqual(['Agency', 'Party 0']);
  };
  check();
  founder.ledger.rebuild();
  check();
  expect(founder.ledger.audit().findings).toEqual([]);
});

it('takes back nothing by the word of an author who has no rights there any more', () => {
  const founder = party('Agency', '9506000100001', null);
  const maker = party('Acme', '9506000100018', founder.chain);
  accredit(founder, maker, ['distributor']);
  add(
    maker,
    moves('ship', founder.chain, ['S1'], 1, { to: '9506000100025' }),
    moves('ship', founder.chain, ['S2'], 1, { to: '9506000100025' }),
  );
  add(maker, { type: 'retract', public: { seq: 1 } });
  const honoured = maker.ledger.read((view) => view.chain(maker.chain));
  add(maker, { type: 'retract', public: { seq: 2 } });
  const retracted = () =>
    founder.ledger.read((view) =>
      [1, 2].map((seq) => {
        const event = view.eventAt(maker.chain, 0, seq);
        return event && view.retracted(event);
      }),
    );
  give(maker.ledger, founder.ledger);
  expect(retracted()).toEqual([true, true]);
  const { size = 0, root = new Uint8Array() } = honoured ?? {};
  add(founder, { type: 'revoke', public: { chain: maker.chain, size, root: b64u(root), reason: 'ended' } });
  expect(retracted()).toEqual([true, false]);
});

it('knows when others were last heard', () => {
  const founder = party('Agency', '9506000100001', null);
  expect(founder.ledger.read((view) => view.lastHeard())).toBeUndefined();
  const other = party('Acme', '9506000100018', founder.chain);
  founder.ledger.admit(batchOf(other.ledger, other.chain));
  expect(founder.ledger.read((view) => view.lastHeard())).toBe(NOW);
  // A file that lay in a drawer for a week is no news of today.
  const late = party('Late', '9506000100025', founder.chain);
  founder.ledger.admit({ ...batchOf(late.ledger, late.chain), now: NOW + 7 * 86_400_000 });
  expect(founder.ledger.read((view) => view.lastHeard())).toBe(NOW);
  founder.ledger.confirm(NOW + 5_000);
  add(founder, { type: 'profile', public: { name: 'Agency' } });
  expect(founder.ledger.read((view) => view.lastHeard())).toBe(NOW + 5_000);
});

it('knows of each chain until when it was heard, though an exchange that told all writes no row for each', () => {
  const founder = party('Agency', '9506000100001', null);
  const parties = [18, 25, 32].map((end) => party(`P${end}`, `95060001000${end}`, founder.chain));
  for (const one of parties) accredit(founder, one, ['dispenser']);
  const [a, b, late] = parties;
  if (a === undefined || b === undefined || late === undefined) throw new Error('too few');
  const { ledger } = founder;
  const seen = (one: Party) => ledger.read((view) => (view.chain(one.chain)?.seen ?? 0) - NOW);
  for (const one of [a, b]) ledger.admit(batchOf(one.ledger, one.chain));
  ledger.confirm(NOW + 5_000);
  expect([seen(a), seen(b)]).toEqual([5_000, 5_000]);
  // What comes afterwards was not told of then, and what grows was.
  ledger.admit(batchOf(late.ledger, late.chain));
  add(a, { type: 'missing', public: {} });
  ledger.admit(batchOf(a.ledger, a.chain, 1));
  expect(seen(a)).toBeGreaterThanOrEqual(5_000);
  expect([seen(b), seen(late)]).toEqual([5_000, 0]);
  expect(ledger.read((view) => view.lastHeard([a.chain, b.chain]))).toBe(NOW);
  // A clock that had been ahead says what it is.
  ledger.confirm(NOW + 3_000);
  expect([a, b, late].map(seen)).toEqual([3_000, 3_000, 3_000]);
  expect(ledger.audit().findings).toEqual([]);
});

it('knows the roots of all branches as they are, whoever wrote them', () => {
  const founder = party('Agency', '9506000100001', null);
  const others = [18, 25].map((end) => party(`P${end}`, `95060001000${end}`, founder.chain));
  for (const one of others) accredit(founder, one, ['dispenser']);
  const [here, there] = [founder.ledger, openLedger(founder.ledger.dir)];
  const rootsIn = (ledger: Ledger) =>
    ledger.read((view) => view.roots().map(({ chain, root }) => `${chain} ${b64u(root)}`)).toSorted();
  const asRead = () => here.read((view) => view.chains().map(({ chain, root }) => `${chain} ${b64u(root)}`)).toSorted();
  for (const writer of [here, there]) {
    for (const one of others) {
      const start = here.read((view) => view.chain(one.chain)?.size ?? 0);
      if (start > 0) add(one, { type: 'missing', public: {} });
      writer.admit(batchOf(one.ledger, one.chain, start));
      expect([rootsIn(here), rootsIn(there)]).toEqual([asRead(), asRead()]);
    }
    add(founder, { type: 'profile', public: { name: 'Agency' } });
    expect([rootsIn(here), rootsIn(there)]).toEqual([asRead(), asRead()]);
  }
  there.close();
});
