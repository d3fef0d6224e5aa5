// In worlds where whatever can happen does, every recall comes to what was commissioned, at each party, in any order of
// arrival; and the list of patients is who was supplied, and nobody else.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import type { Home } from '../../src/app/node/home.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { shareWithTills } from '../../src/app/parties/share-keys.ts';
import { recallAffected } from '../../src/app/recalls/recall-affected.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { packItem } from '../../src/custody/item.ts';
import { pedigreeOf } from '../../src/custody/pedigree.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { copyFolder } from '../copy-folder.ts';
import { type Dice, dice } from '../dice.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

const NODES: readonly Who[] = ['agency', 'acme', 'midway', 'hill', 'corner'];
const HANDS: readonly Who[] = ['acme', 'midway', 'hill', 'corner', 'corner'];
const CONSIGNEES = [MIDWAY.gln, HILL.gln, CORNER.gln, ACME.gln];
const serialOf = (scan: string) => scan.replace('(21)', '\u001d21').split('\u001d21').at(-1) ?? '';

const total = (of: object): number =>
  Object.values(of).reduce((sum: number, value) => sum + (typeof value === 'number' ? value : total(value)), 0);

/** The fields that add up. */
function parts<T extends { readonly commissioned: number; readonly contested: number }>(sum: T) {
  const { commissioned: _, contested: __, ...rest } = sum;
  return rest;
}

/** Where each pack is by the main line of its life, folded for itself. */
function folded(home: Home, serials: readonly string[]): Record<string, number> {
  return home.ledger.read((view) => {
    const counts: Record<string, number> = {};
    for (const serial of serials) {
      const life = traceItem(packItem(view.network, GTIN, serial), view);
      if (life.commission === undefined) continue;
      const main = life.lines === undefined ? life : life.lines.find((line) => line.main)?.life;
      const at = main?.effective.at ?? 'disputed';
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  });
}

/** Who ever had packs, or is sent them now, by the main lines of their lives; but the maker. */
function receivers(home: Home, serials: readonly string[]): readonly string[] {
  return home.ledger.read((view) => {
    const had = new Set<string>();
    for (const serial of serials) {
      const life = traceItem(packItem(view.network, GTIN, serial), view);
      const main = life.lines === undefined ? life : (life.lines.find((line) => line.main)?.life ?? life);
      for (const { step } of pedigreeOf(main, (item) => traceItem(item, view)))
        if ('holder' in step.state) had.add(step.state.holder);
      if (main.effective.at === 'transit') had.add(main.effective.to);
    }
    return [...had].filter((gln) => gln !== ACME.gln).sort();
  });
}

describe.each([1, 3, 4])('world %i', (seed) => {
  let world: World;
  let roll: Dice;
  const scans: string[] = [];
  let lots: Record<string, readonly string[]> = {};
  const cases: string[] = [];
  const sent: string[] = [];
  const events: { readonly ref: string; readonly serials: readonly string[] }[] = [];
  /** Serials that the pharmacy with one till supplied, and did not put back. */
  const patients = new Set<string>();
  let did = 0;

  beforeAll(async () => {
    roll = dice(seed * 6151);
    world = await makeWorld();
    await world.secondTill('site');
    await world.secondTill('desk', 'corner');
    for (const lot of ['A', 'B']) {
      const made = await world.mint({ count: 12, lot, caseOf: 4, ssccPrefix: '9506000' });
      const more = await world.mint({ count: 4, lot });
      lots = { ...lots, [lot]: [...made.scans, ...more.scans].map(serialOf) };
      scans.push(...made.scans, ...more.scans);
      cases.push(...(made.ssccs ?? []));
    }
    const start: [string, string[]][] = [
      [MIDWAY.gln, [...cases.slice(0, 1), ...cases.slice(3, 4)]],
      [CORNER.gln, [...scans.slice(12, 15), ...scans.slice(28, 30)]],
      [HILL.gln, scans.slice(15, 16)],
    ];
    for (const [to, items] of start) await world.as('acme', (home) => sent.push(ship(home, { to, items }).shipment));
    await world.share();
    for (const who of HANDS) await world.as(who, (home) => receive(home, { items: [], all: true }));
    // What never left supplied nobody.
    await world.as('acme', (home) => {
      const { shipment } = ship(home, { to: HILL.gln, items: scans.slice(31) });
      voidShipment(home, { items: [shipment], reason: 'never left' });
    });
  }, 240_000);
  afterAll(() => world?.remove());

  const any = <T>(list: readonly T[]): T | undefined => list[roll(list.length)];
  let here: readonly string[] = [];
  let boxes: readonly string[] = [];
  const some = (count: number) => [
    ...new Set(Array.from({ length: 1 + roll(count) }, () => any(roll(8) === 0 ? scans : here) ?? any(scans) ?? '')),
  ];
  const box = () => any(roll(8) === 0 ? cases : boxes) ?? any(cases) ?? '';
  const goods = () => (roll(2) === 0 ? [box()] : some(3));
  const supply = (home: Home, items: readonly string[]) => {
    const { lines } = dispense(home, items, { ref: 'RX' });
    lines.forEach((line, at) => {
      if (!('result' in line) || line.result !== 'dispensed') return;
      const serials = [serialOf(items[at] ?? '')];
      if (home.self.gln === CORNER.gln) patients.add(serials[0] ?? '');
      if (line.event !== undefined) events.push({ ref: line.event, serials });
    });
  };
  const putBack = (home: Home, items: readonly string[]) => {
    const done = reinstate(home, { items, notSupplied: true, reason: 'mistake' });
    if (!done.already && home.self.gln === CORNER.gln) for (const one of items) patients.delete(serialOf(one));
  };

  const DEEDS: readonly ((home: Home) => unknown)[] = [
    (home) => sent.push(ship(home, { to: any(CONSIGNEES) ?? '', items: goods() }).shipment),
    (home) => sent.push(ship(home, { to: any(CONSIGNEES) ?? '', items: goods() }).shipment),
    (home) => receive(home, { items: [], all: true }),
    (home) => receive(home, { items: goods() }),
    (home) => receive(home, { items: [any(sent) ?? ''], missing: some(1) }),
    (home) => cases.push(pack(home, { into: 'new', items: goods() }).container),
    (home) => unpack(home, { items: [box()] }),
    (home) => unpack(home, { from: box(), items: some(2) }),
    (home) => supply(home, some(2)),
    (home) => supply(home, some(1)),
    (home) => supply(home, some(1)),
    (home) => supply(home, some(2)),
    (home) =>
      putBack(home, [any([...patients].flatMap((one) => scans.find((scan) => scan.endsWith(one)) ?? [])) ?? '']),
    (home) => voidShipment(home, { items: [any(sent) ?? ''], reason: 'never left' }),
    (home) => refuseShipment(home, { shipment: any(sent) ?? '', reason: 'wet' }),
    (home) => quarantine(home, { reason: 'suspect', items: goods() }),
    (home) => release(home, { items: goods() }),
    (home) => decommission(home, { reason: any(['sample', 'destroyed', 'lost'] as const) ?? 'lost', items: some(1) }),
    (home) => missing(home, { items: some(1) }),
    (home) => {
      const { ref = '', serials = [] } = any(events.filter((one) => one.ref.startsWith(home.self.chain))) ?? {};
      if (retract(home, { event: ref, reason: 'mistake' }).already) return;
      if (home.self.gln === CORNER.gln) for (const one of serials) patients.delete(one);
    },
  ];

  async function step(): Promise<void> {
    if (roll(3) === 0) {
      const [from, to] = [any(NODES) ?? 'acme', any(NODES) ?? 'acme'];
      if (from === to) return;
      await world.carry(from, to);
      if (roll(2) === 0) await world.at(to, (home) => retryOutbox(home));
      return;
    }
    const who = any(HANDS) ?? 'acme';
    const deed = any(DEEDS);
    await world.at(who, (home) => {
      const items = stock(home, { items: true }).items ?? [];
      here = items.filter(({ state }) => state === 'active').map(({ item }) => item);
      boxes = [...new Set(items.flatMap(({ within }) => within ?? []))];
      try {
        deed?.(home);
        did++;
      } catch {
        // Most of what is tried at random is refused.
      }
    });
    if (roll(4) === 0) world.later(3_600_000);
  }

  async function look(who: Who, number: 'R-A' | 'R-B', lot: 'A' | 'B') {
    const { data } = await recallStatus(world.env(who), number);
    const { sum, basis } = data;
    const where = `${who} ${number}`;
    expect(total(parts(sum)), where).toBe(sum.commissioned);
    expect(basis.codes + sum.notKnownHere, where).toBe(16);
    expect(data.held + data.quarantined, where).toBe(total(sum.atMaker) + total(sum.consignees) + total(sum.sentOn));
    if (who !== 'acme') return data;
    const serials = lots[lot] ?? [];
    const counts = await world.as(who, (home) => folded(home, serials));
    const named = data.parties.flatMap(({ gln, lives }) => (lives === undefined || gln === ACME.gln ? [] : [gln]));
    expect(named.sort(), where).toEqual(await world.as(who, (home) => receivers(home, serials)));
    expect(
      {
        active: data.held,
        quarantined: data.quarantined,
        transit: sum.inTransit,
        dispensed: sum.dispensed,
        decommissioned: total(sum.decommissioned),
        unaccounted: sum.unaccounted,
        disputed: sum.disputed,
      },
      where,
    ).toEqual({
      active: 0,
      quarantined: 0,
      transit: 0,
      dispensed: 0,
      decommissioned: 0,
      unaccounted: 0,
      disputed: 0,
      ...counts,
    });
    return data;
  }

  test('comes to what was commissioned, whoever adds it up', async () => {
    let supplied = 0;
    // A pack that is known to be recalled goes nowhere, so most happens before.
    for (let i = 0; i < 90; i++) await step();
    for (const [issuer, number, lot] of [
      ['acme', 'R-A', 'A'],
      ['agency', 'R-B', 'B'],
    ] as const) {
      const order = { gtin: GTIN, lots: [lot], confirm: [lot], reason: 'glass', class: 3, number };
      await issueRecall(world.env(issuer), { ...order, allLots: false, unknownLot: false, sync: false });
    }
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 6; i++) await step();
      for (const who of NODES) {
        const heard = await world.as(who, (home) =>
          home.ledger.read((view) => [...view.eventsOf(['recall'])].map(({ leaf }) => leaf.public.number)),
        );
        if (heard.includes('R-A')) await look(who, 'R-A', 'A');
        if (heard.includes('R-B')) await look(who, 'R-B', 'B');
        if (who === 'hill' && heard.includes('R-A') && roll(4) === 0)
          await respondToRecall(world.env('hill'), 'R-A', {});
      }
    }
    await world.share();
    await world.share();
    for (const [number, lot] of [
      ['R-A', 'A'],
      ['R-B', 'B'],
    ] as const) {
      const [maker, agency] = [await look('acme', number, lot), await look('agency', number, lot)];
      // What the regulator knows of a pack is what its maker knows; of the others it says that it does not.
      const [of, by] = [flat(parts(maker.sum)), flat(parts(agency.sum))];
      for (const [name, count] of Object.entries(by))
        if (name !== 'notKnownHere') expect(count, `${number} ${name}`).toBeLessThanOrEqual(of[name] ?? 0);
      expect(maker.sum.notKnownHere).toBe(0);
      // Whoever was supplied is named by both.
      const names = (one: typeof maker) => one.parties.filter(({ lives }) => lives).map(({ gln }) => gln);
      expect(
        names(agency)
          .filter((gln) => gln !== ACME.gln)
          .sort(),
      ).toEqual(names(maker).sort());
      const { data } = await recallAffected(world.env('corner'), number, { dispensed: true });
      const expected = [...patients].filter((serial) => lots[lot]?.includes(serial)).sort();
      expect([...new Set(data.packs.map(({ serial }) => serial))].sort()).toEqual(expected);
      supplied += expected.length;
      expect(data.packs.every(({ ref }) => ref === 'RX')).toBe(true);
    }
    expect(did).toBeGreaterThan(20);
    expect(supplied).toBeGreaterThan(0);
  }, 600_000);

  /** What a till makes of all of it, once it has heard all. */
  async function told(till: string) {
    const recalls = [];
    for (const number of ['R-A', 'R-B']) {
      const { data } = await recallStatus(world.env(till), number);
      const { data: affected } = await recallAffected(world.env(till), number, { dispensed: false });
      const parties = data.parties.map(({ gln, state, lives, level, counts, effective }) => [
        ...[gln, state, level, effective],
        ...[lives, counts],
      ]);
      // What this till alone has waiting is no news to others.
      const packs = affected.packs.filter(({ unrecorded }) => unrecorded === undefined);
      recalls.push({
        sum: data.sum,
        parties,
        own: data.own,
        packs: packs.map((pack) => ({ ...pack, till: undefined })),
      });
    }
    const alerts = await world.at(till, (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return alertsOf(home, known).filter(({ till: here }) => here === undefined);
      }),
    );
    return { recalls, alerts: alerts.map(({ id, code, state }) => `${code} ${state} ${id}`).sort() };
  }

  test('is the same to whoever hears of it in another order', async () => {
    for (const who of ['acme', 'corner'] as const) await world.as(who, (home) => shareWithTills(home));
    await world.share();
    const last = NODES.map((who) => world.path(`last-${who}.pedigree`));
    for (const [i, who] of NODES.entries()) await world.as(who, (home) => writeBundle(home.ledger, last[i] ?? ''));
    // Some of what was carried on the way, and all at some time.
    const earlier = readdirSync(world.dir).filter((file) => /^\d+\.pedigree$/.test(file));
    for (const [first, other] of [
      ['acme', 'site'],
      ['corner', 'desk'],
    ] as const) {
      const seen = [];
      for (const order of ['one', 'two', 'three']) {
        const till = `${other}-${order}`;
        copyFolder(world.path(other), world.path(till));
        await world.at(till, (home) => home.ledger.confirmHead());
        const some = Array.from({ length: 6 }, () => world.path(any(earlier) ?? ''));
        for (const file of shuffled(roll, [...last, ...some]))
          await world.at(till, (home) =>
            readBundle(home.ledger, file, { now: home.env.clock(), expectNetwork: home.self.network }),
          );
        seen.push(await told(till));
      }
      const [one, ...others] = seen;
      expect(one?.recalls.some(({ packs }) => packs.length > 0)).toBe(true);
      for (const another of others) expect(another, other).toEqual(one);
      const here = await told(first);
      expect(one?.alerts, other).toEqual(here.alerts);
      expect(one?.recalls.map(({ sum }) => sum)).toEqual(here.recalls.map(({ sum }) => sum));
      expect(
        one?.recalls.map(({ packs }) => packs.map(({ serial, state, ref }) => [serial, state, ref]).sort()),
      ).toEqual(here.recalls.map(({ packs }) => packs.map(({ serial, state, ref }) => [serial, state, ref]).sort()));
    }
  }, 600_000);
});

function shuffled<T>(roll: Dice, list: readonly T[]): readonly T[] {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = roll(at + 1);
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}

function flat(of: object, name = ''): Record<string, number> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([key, value]): [string, number][] =>
      typeof value === 'number' ? [[name + key, value]] : Object.entries(flat(value, `${name}${key}.`)),
    ),
  );
}
