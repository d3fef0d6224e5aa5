// The stock that is kept up to date is that of folding every pack, in worlds where whatever can happen does, in any order of arrival.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { NAME, StockIndex } from '../../src/app/judging/stock-index.ts';
import { type LotCounts, lotName } from '../../src/app/judging/stock-parts.ts';
import { HERE, stockStateOf } from '../../src/app/judging/stock-state.ts';
import { StockStore } from '../../src/app/judging/stock-store.ts';
import { inventoryFindings } from '../../src/app/maintenance/audit-inventory.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { shipments } from '../../src/app/record/shipments-known.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming, lineOf, outgoing } from '../../src/app/steps/incoming.ts';
import { missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { hex } from '../../src/chain/bytes.ts';
import { packItem } from '../../src/custody/item.ts';
import { type Dice, dice } from '../dice.ts';
import { CORNER, GTIN, makeWorld, type World } from './goods-world.ts';
import { keep } from './kept-stock.ts';
import { HILL, MIDWAY } from './network.ts';

/** What of a stock is compared: packs by lot and state, and containers. */
type Counts = Readonly<Record<string, LotCounts>>;

const serialOf = (scan: string) => scan.split('\u001d21').at(-1) ?? '';

/** Every pack that was made, folded for itself. */
function folded(home: Home, scans: readonly string[]): Counts {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const lots: Record<string, { states: Record<string, number>; boxes: Record<string, number> }> = {};
    for (const scan of scans) {
      const life = known.trace(packItem(view.network, GTIN, serialOf(scan)));
      const state = life.commission === undefined ? undefined : stockStateOf(life, home.self.gln);
      if (life.commission === undefined || state === undefined) continue;
      const { lot, expiry } = life.commission.leaf.public;
      const name = lotName({ gtin: GTIN, lot: String(lot), expiry: String(expiry) });
      lots[name] ??= { states: {}, boxes: {} };
      const { states, boxes } = lots[name];
      states[state] = (states[state] ?? 0) + 1;
      const [outer] = life.around;
      if (outer !== undefined && HERE.includes(state)) boxes[hex(outer.key)] = (boxes[hex(outer.key)] ?? 0) + 1;
    }
    return lots;
  });
}

function countsOf(index: StockIndex): Counts {
  return Object.fromEntries(index.lots().map(({ is, counts }) => [lotName(is), counts]));
}

function kept(home: Home): Counts {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const index = new StockIndex(known, new StockStore(NAME, home.ledger.local));
    index.update();
    return countsOf(index);
  });
}

const byRef = (refs: readonly string[]) => [...refs].sort();

function listedUnderWay(home: Home): readonly string[] {
  return byRef([...incoming(home).shipments, ...outgoing(home).shipments].map(({ shipment }) => shipment));
}

/** Every shipment from or to here, looked at whole. */
function allUnderWay(home: Home): readonly string[] {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const found = shipments(known).filter((shipment) => lineOf(known, shipment) !== undefined);
    return byRef(found.flatMap(({ ref, from, to }) => (from === to ? [ref, ref] : [ref])));
  });
}

const NODES = ['acme', 'site', 'midway', 'hill', 'till', 'corner'] as const;
type Node = (typeof NODES)[number];
const CONSIGNEES = [MIDWAY.gln, HILL.gln, CORNER.gln];

describe.each([1, 2, 3])('world %i', (seed) => {
  let world: World;
  let roll: Dice;
  const scans: string[] = [];
  const cases: string[] = [];
  const sentOut: string[] = [];
  const events: string[] = [];
  let did = 0;

  beforeAll(async () => {
    roll = dice(seed * 7919);
    world = await makeWorld();
    await world.secondTill('site');
    await world.init('till', { ...HILL, network: world.path('agency.card') });
    await world.at('till', (home) => writeCard(home, world.path('till.card')));
    const rights = { roles: [], prefixes: [], gtins: [], sameParty: true };
    await world.at('agency', (home) => accredit(home, { who: world.path('till.card'), ...rights }));
    for (const node of NODES) await world.carry('agency', node);
    for (const lot of ['A', 'B']) {
      const made = await world.mint({ count: 12, lot, caseOf: 4, ssccPrefix: '9506000' });
      scans.push(...made.scans);
      cases.push(...(made.ssccs ?? []));
    }
    scans.push(...(await world.mint({ count: 8, lot: 'A' })).scans);
    // Something is everywhere, or on its way.
    const loose = scans.slice(-6);
    const sent: [string, string[]][] = [
      [MIDWAY.gln, cases.slice(0, 2)],
      [HILL.gln, [...cases.slice(2, 3), ...loose.slice(0, 2)]],
      [CORNER.gln, [...cases.slice(3, 4), ...loose.slice(2, 4)]],
    ];
    for (const [to, items] of sent) {
      await world.as('acme', (home) => sentOut.push(ship(home, { to, items }).shipment));
    }
    for (const node of NODES) await world.carry('acme', node);
    for (const node of ['midway', 'hill', 'corner'] as const) {
      await world.as(node, (home) => receive(home, { items: [], all: true }));
    }
  }, 240_000);
  afterAll(() => world?.remove());

  const any = <T>(list: readonly T[]): T | undefined => list[roll(list.length)];
  const few = (list: readonly string[], count: number) => [
    ...new Set(Array.from({ length: 1 + roll(count) }, () => any(list) ?? any(scans) ?? '')),
  ];
  /** What the node has, most of the time; else anything, which most often is refused, and sometimes contradicts what others say. */
  let here: readonly string[] = [];
  let boxes: readonly string[] = [];
  const some = (count: number) => few(roll(8) === 0 ? scans : here, count);
  const box = () => any(roll(8) === 0 ? cases : boxes) ?? any(cases) ?? '';
  const goods = () => (roll(2) === 0 ? [box()] : some(3));
  const look = (home: Home) => {
    const items = stock(home, { items: true }).items ?? [];
    here = items.filter(({ state }) => state === 'active').map(({ item }) => item);
    boxes = [...new Set(items.flatMap(({ within }) => within ?? []))];
  };

  const DEEDS: readonly ((home: Home) => unknown)[] = [
    (home) => sentOut.push(ship(home, { to: any(CONSIGNEES) ?? '', items: goods() }).shipment),
    (home) => sentOut.push(ship(home, { to: any(CONSIGNEES) ?? '', items: goods() }).shipment),
    (home) => receive(home, { items: [], all: true }),
    (home) => receive(home, { items: goods() }),
    (home) => receive(home, { items: [any(sentOut) ?? ''], missing: some(1) }),
    (home) => cases.push(pack(home, { into: 'new', items: goods() }).container),
    (home) => unpack(home, { items: [box()] }),
    (home) => unpack(home, { from: box(), items: some(2) }),
    (home) => dispense(home, some(2)),
    (home) => dispense(home, some(1)),
    (home) => voidShipment(home, { items: [any(sentOut) ?? ''], reason: 'never left' }),
    (home) => refuseShipment(home, { shipment: any(sentOut) ?? '', reason: 'wet' }),
    (home) => quarantine(home, { reason: 'suspect', items: goods() }),
    (home) => release(home, { items: goods() }),
    (home) => decommission(home, { reason: 'sample', items: some(1) }),
    (home) => missing(home, { items: some(1) }),
    (home) => reinstate(home, { items: some(1), notSupplied: true, reason: 'mistake' }),
    (home) => retract(home, { event: any(events) ?? '', reason: 'mistake' }),
  ];

  async function step(): Promise<void> {
    if (roll(3) === 0) {
      const [from, to] = [any(NODES) as Node, any(NODES) as Node];
      if (from === to) return;
      await world.carry(from, to);
      if (roll(2) === 0) await world.at(to, (home) => retryOutbox(home));
      return;
    }
    const node = any(NODES) as Node;
    const deed = any(DEEDS);
    await world.at(node, (home) => {
      look(home);
      try {
        const done = deed?.(home) as { readonly event?: string } | undefined;
        did++;
        if (typeof done?.event === 'string') events.push(done.event);
      } catch {
        // Most of what is tried at random is refused.
      }
    });
    if (roll(4) === 0) world.later(3_600_000);
  }

  test('is counted as if every pack were folded', async () => {
    for (let round = 0; round < 14; round++) {
      for (let i = 0; i < 8; i++) await step();
      for (const node of NODES) {
        if (roll(3) === 0) await world.at(node, keep);
        const [quick, slow] = await world.at(node, (home) => [kept(home), folded(home, scans)]);
        expect(quick, `${node} in round ${round}`).toEqual(slow);
        const [listed, all] = await world.at(node, (home) => [listedUnderWay(home), allUnderWay(home)]);
        expect(listed, `${node} in round ${round}`).toEqual(all);
      }
    }
    for (const node of NODES) {
      const found = await world.at(
        node,
        (home) => [inventoryFindings(home), stock(home, { items: true, all: true })] as const,
      );
      expect(found[0], node).toEqual([]);
      expect(found[1].items?.length, node).toBe(found[1].packs);
    }
    // A world in which nothing happens shows nothing.
    expect(did).toBeGreaterThan(20);
  }, 600_000);
});
