// Goods that are quiet are not looked at again, and nobody is told anything else for it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { lookedAt, underWay } from '../../src/app/judging/watch.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../../src/app/record/knowledge.ts';
import { shipments } from '../../src/app/record/shipments-known.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming, listings, outgoing, outstanding } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { b64u } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { PedigreeError } from '../../src/errors.ts';
import { dice } from '../dice.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

const PARTIES: readonly Who[] = ['agency', 'acme', 'midway', 'hill', 'corner'];
const GLN: Partial<Record<Who, string>> = {
  acme: ACME.gln,
  midway: MIDWAY.gln,
  hill: HILL.gln,
  corner: CORNER.gln,
};

/** As if nothing had been looked at before. */
function forgetful(known: Knowledge): Knowledge {
  const { index } = known;
  const mine = (key: string) => key.startsWith('quiet');
  return {
    ...known,
    index: {
      ...index,
      get: (key) => (mine(key) ? undefined : index.get(key)),
      put: (key, value) => {
        if (!mine(key)) index.put(key, value);
      },
    },
  };
}

function told(home: Home, known: Knowledge): unknown {
  catchUp(known);
  const coming = shipments(known).map((shipment) => [
    shipment.ref,
    outstanding(known, shipment).map(({ input }) => input),
  ]);
  return { coming, alerts: alertsOf(home, known) };
}

describe('looking at what is new alone', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('finds what looking at everything finds, whatever anybody writes, and whenever it arrives', async () => {
    const roll = dice(7);
    const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
    const { scans } = await world.mint({ count: 60 });
    const cased = await world.mint({ count: 24, caseOf: 4, lot: 'CASES' });
    const goods = [...scans, ...(cased.ssccs ?? [])];
    const serials = [...scans, ...cased.scans].map((scan) => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '');
    const raw = (home: Home): void => {
      const key = packKey(home.self.network, GTIN, one(serials));
      const row = { key, token: itemToken(key, roll(6)) };
      const to = one(Object.values(GLN));
      const drafts: readonly Draft[] = [
        { type: 'dispense', public: {}, items: [row] },
        { type: 'ship', public: {}, items: [row], details: { to } },
        { type: 'receive', public: {}, items: [row], details: { from: to } },
        { type: 'void', public: {}, items: [row], details: { reason: 'x' } },
        { type: 'quarantine', public: {}, items: [row], details: { reason: 'suspect' } },
        {
          type: 'retract',
          public: { seq: 1 + roll(home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 2) - 1) },
        },
      ];
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add(one(drafts)));
    };
    const deeds: readonly ((home: Home, who: Who) => unknown)[] = [
      (home) =>
        ship(home, {
          to: one(Object.values(GLN)),
          items: [one(goods), one(goods)].filter((a, i, all) => all.indexOf(a) === i),
        }),
      (home) => ship(home, { to: one(Object.values(GLN)), items: [one(goods)] }),
      (home) => receive(home, { items: [], all: true }),
      (home) => receive(home, { items: [], all: true, missing: [one(cased.scans)] }),
      (home) => dispense(home, [one(scans)]),
      (home) => pack(home, { into: 'new', items: [one(scans), one(scans)] }),
      (home) => unpack(home, { items: [one(cased.ssccs ?? [])], all: true } as never),
      (home) => voidShipment(home, { items: [one(outgoing(home).shipments)?.shipment ?? ''], reason: 'error' }),
      raw,
    ];
    for (let from = 0; from < goods.length; from += 6) {
      const to = one([MIDWAY.gln, MIDWAY.gln, HILL.gln, CORNER.gln]);
      await world.as('acme', (home) => ship(home, { to, items: goods.slice(from, from + 6) }));
    }
    await world.share();
    let done = 0;
    for (let turn = 0; turn < 120; turn++) {
      const who = one(PARTIES.slice(1));
      try {
        if (turn === 70) await world.as('agency', (home) => revoke(home, { who: CORNER.gln, reason: 'gone' } as never));
        else if (turn === 40)
          await world.as('agency', (home) =>
            accredit(home, { who: MIDWAY.gln, roles: ['dispenser'], prefixes: [], gtins: [] }),
          );
        else await world.as(who, (home) => one(deeds)(home, who));
        done++;
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
      }
      if (roll(3) > 0) await world.carry(one(PARTIES), one(PARTIES));
      if (roll(3) === 0) await world.as(one(PARTIES), (home) => retryOutbox(home));
      if (turn % 4 > 0) continue;
      const at = one(PARTIES);
      await world.as(at, (home) => {
        const [quick, whole] = [true, false].map((is) =>
          home.ledger.read((view) => {
            const known = knowledgeOf(home, view);
            return told(home, is ? known : forgetful(known));
          }),
        );
        expect(quick, `${at} at ${turn}`).toEqual(whole);
      });
    }
    expect(done).toBeGreaterThan(40);
    await world.share();
    const looked = await world.as('acme', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        const all = shipments(known).flatMap((shipment) => listings(known, shipment));
        return {
          all: all.flatMap((one) => one.goods()).length,
          due: all.flatMap((one) => lookedAt(known, one)).length,
        };
      }),
    );
    expect(looked.due).toBeLessThan(looked.all);
  }, 240_000);

  test('leaves goods on their way alone, unless it is asked what is on its way', async () => {
    const fresh = await makeWorld();
    const { scans } = await fresh.mint({ count: 6 });
    await fresh.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans }));
    await fresh.share();
    const counts = (who: Who) =>
      fresh.as(who, (home) =>
        home.ledger.read((view) => {
          const known = knowledgeOf(home, view);
          catchUp(known);
          const all = shipments(known).flatMap((shipment) => listings(known, shipment));
          return [lookedAt, underWay].map((look) => all.flatMap((listing) => look(known, listing)).length);
        }),
      );
    const announced = (who: Who) => fresh.as(who, (home) => incoming(home).shipments.map(({ items }) => items));
    for (const who of ['acme', 'midway'] as const) expect(await counts(who)).toEqual([0, 6]);
    await fresh.as('midway', (home) => receive(home, { items: scans.slice(0, 2) }));
    expect(await announced('midway')).toEqual([4]);
    await fresh.carry('midway', 'acme');
    expect(await counts('acme')).toEqual([2, 6]);
    await fresh.as('acme', retryOutbox);
    expect(await counts('acme')).toEqual([0, 4]);
    expect(await fresh.as('acme', (home) => outgoing(home).shipments.map(({ items }) => items))).toEqual([4]);
    fresh.remove();
  });

  test('finds goods that rest on a right which is taken away', async () => {
    const fresh = await makeWorld();
    const { scans } = await fresh.mint({ count: 4 });
    await fresh.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans }));
    await fresh.share();
    await fresh.as('midway', (home) => receive(home, { items: [], all: true }));
    await fresh.share();
    const due = (_home: Home, known: Knowledge) =>
      shipments(known).flatMap((one) => listings(known, one).flatMap((listing) => lookedAt(known, listing))).length;
    const look = <T>(fn: (home: Home, known: Knowledge) => T) =>
      fresh.as('midway', (home) => home.ledger.read((view) => fn(home, knowledgeOf(home, view))));
    expect(await look(due)).toBe(0);
    // Nothing of the maker's but its opening event is honoured.
    await fresh.as('agency', (home) => {
      const maker = home.ledger.read((view) => view.authority().party(ACME.gln)?.chains[0]?.chain) ?? '';
      const root = home.ledger.read((view) => view.rootAt(maker, 0, 1)) ?? new Uint8Array();
      const body = { chain: maker, size: 1, root: b64u(root), reason: 'never had a licence' };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'revoke', public: body }));
    });
    await fresh.carry('agency', 'midway');
    expect(await look(due)).toBe(4);
    const alerts = await look((home, known) => alertsOf(home, known).map(({ code }) => code));
    expect(alerts).toEqual(await look((home, known) => alertsOf(home, forgetful(known)).map(({ code }) => code)));
    expect(new Set(alerts)).toContain('maker-revoked');
    fresh.remove();
  });

  test('finds a copy of a pack that was supplied out of a case long ago', async () => {
    const fresh = await makeWorld();
    const { scans, ssccs = [] } = await fresh.mint({ count: 540, caseOf: 180 });
    await fresh.as('acme', (home) => ship(home, { to: HILL.gln, items: ssccs }));
    await fresh.share();
    await fresh.as('hill', (home) => receive(home, { items: [], all: true }));
    await fresh.as('hill', (home) => {
      for (const scan of scans) dispense(home, [scan]);
    });
    await fresh.share();
    const alerts = (whole: boolean) =>
      fresh.as('hill', (home) =>
        home.ledger.read((view) =>
          alertsOf(home, whole ? forgetful(knowledgeOf(home, view)) : knowledgeOf(home, view)),
        ),
      );
    expect(await alerts(false)).toEqual([]);
    await fresh.as('corner', (home) => {
      const serial = /21([0-9A-Z]{16})/.exec(scans[3] ?? '')?.[1] ?? '';
      const key = packKey(home.self.network, GTIN, serial);
      const copy: Draft = { type: 'dispense', public: {}, items: [{ key, token: itemToken(key, 3) }] };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add(copy));
    });
    await fresh.carry('corner', 'hill');
    const found = await alerts(false);
    expect(found).toMatchObject([{ code: 'unauthorised-use', parties: [CORNER.name] }]);
    expect(found).toEqual(await alerts(true));
    fresh.remove();
  }, 240_000);
});
