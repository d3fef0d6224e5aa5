// Worlds in which whatever gives cause for an alert happens, and whatever ends one: two tills of a maker and two of a pharmacy, the other
// party and whoever remembers nothing say the same of each, in any order of delivery.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { inventoryFindings } from '../../src/app/maintenance/audit-inventory.ts';
import type { Home } from '../../src/app/node/home.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { shareWithTills } from '../../src/app/parties/share-keys.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { emptyIndex } from '../../src/app/record/inventory-index.ts';
import { type Knowledge, knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { answerException, resolveException, tellException } from '../../src/app/steps/exception-handling.ts';
import { listExceptions } from '../../src/app/steps/exceptions.ts';
import { missing } from '../../src/app/steps/missing.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { closeAlert } from '../../src/app/verdict/alert-handling.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { answerReport, listReports } from '../../src/app/verdict/report-answer.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { EXCEPTIONS } from '../../src/custody/exceptions.ts';
import { copyFolder } from '../copy-folder.ts';
import { type Dice, dice } from '../dice.ts';
import { CORNER, GTIN, makeWorld, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

const NODES = ['agency', 'acme', 'site', 'midway', 'hill', 'corner', 'desk'] as const;
type Node = (typeof NODES)[number];
const HANDS: readonly Node[] = ['acme', 'site', 'midway', 'midway', 'hill', 'corner', 'desk'];
const PARTIES = [ACME.gln, MIDWAY.gln, HILL.gln, CORNER.gln];
/** Tills of one party. */
const PAIRS = [
  ['acme', 'site'],
  ['corner', 'desk'],
] as const;

describe.each([2, 7])('world %i', (seed) => {
  let world: World;
  let roll: Dice;
  const scans: string[] = [];
  const sent: string[] = [];
  const events: string[] = [];
  /** What a person closed, and as what at first. */
  const closed: { readonly tills: readonly string[]; readonly id: string; readonly as: string }[] = [];
  const codes = new Set<string>();
  let did = 0;
  let files = 0;

  beforeAll(async () => {
    roll = dice(seed * 7919);
    world = await makeWorld();
    await world.secondTill('site');
    await world.secondTill('desk', 'corner');
    for (const lot of ['A', 'B']) scans.push(...(await world.mint({ count: 10, lot })).scans);
    await world.as('acme', (home) => {
      sent.push(ship(home, { to: MIDWAY.gln, items: scans.slice(0, 8) }).shipment);
      sent.push(ship(home, { to: CORNER.gln, items: scans.slice(8, 13) }).shipment);
    });
    await everybody();
    await world.as('midway', (home) => receive(home, { items: [sent[0] ?? ''], missing: [scans[7] ?? ''] }));
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    await world.as('corner', (home) => tellException(home, { kind: 'label', items: [sent[1] ?? ''] }));
  }, 240_000);
  afterAll(() => world?.remove());

  const any = <T>(list: readonly T[]): T | undefined => list[roll(list.length)];
  let here: readonly string[] = [];
  const scan = () => any(roll(4) === 0 ? scans : here) ?? any(scans) ?? '';
  const some = (count: number) => [...new Set(Array.from({ length: 1 + roll(count) }, scan))];
  const shipment = () => any(sent) ?? '';
  const openException = (home: Home) => any(listExceptions(home, { open: true }).exceptions)?.id ?? '';

  const DEEDS: readonly ((home: Home) => unknown)[] = [
    (home) => sent.push(ship(home, { to: any(PARTIES) ?? '', items: some(3) }).shipment),
    (home) => sent.push(ship(home, { to: any(PARTIES) ?? '', items: some(3) }).shipment),
    (home) => receive(home, { items: [], all: true }),
    (home) => receive(home, { items: [shipment()], missing: some(1) }),
    (home) => receive(home, { items: [shipment()], damaged: some(1) }),
    (home) => receive(home, { items: some(2) }),
    (home) => voidShipment(home, { items: [shipment()], reason: 'never left' }),
    (home) => refuseShipment(home, { shipment: shipment(), reason: 'wet' }),
    (home) => dispense(home, some(2), { ref: 'RX' }),
    (home) => dispense(home, some(1), { ref: 'RX' }),
    (home) => reinstate(home, { items: some(1), notSupplied: true, reason: 'mistake' }),
    (home) => quarantine(home, { reason: 'suspect', items: some(1) }),
    (home) => release(home, { items: some(1) }),
    (home) => decommission(home, { reason: any(['sample', 'destroyed', 'lost'] as const) ?? 'lost', items: some(1) }),
    (home) => missing(home, { items: some(1) }),
    (home) => retract(home, { event: any(events) ?? '', reason: 'mistake' }),
    (home) => tellException(home, { kind: any(EXCEPTIONS) ?? 'label', items: [shipment(), ...some(1)] }),
    (home) => tellException(home, { kind: any(EXCEPTIONS) ?? 'label', items: [shipment()] }),
    (home) => answerException(home, openException(home), { note: 'which?' }),
    (home) => resolveException(home, openException(home), { as: 'send-product' }),
    (home) =>
      report(home.env, scan(), { as: any(['suspect', 'illegitimate', 'cleared'] as const) ?? 'suspect', note: 'x' }),
    (home) => {
      const asked = any(listReports(home, { open: true }).reports)?.event ?? '';
      return answerReport(home, asked, {
        as: any(['suspect', 'illegitimate', 'cleared'] as const) ?? 'suspect',
        note: 'y',
      });
    },
    (home) => close(home),
    (home) => close(home),
  ];

  /** At one till, and often at the other one as well, which has not heard of it and has other words for it: the first word stands. */
  async function close(home: Home): Promise<void> {
    const { id = '' } = any(alerts(home).filter(({ state, till }) => state === 'open' && till === undefined)) ?? {};
    const as = any(['scan', 'data', 'state'] as const) ?? 'scan';
    closeAlert(home, id, { as, note: 'seen' });
    const node = NODES.find((one) => world.path(one) === home.dir);
    const pair = PAIRS.find((two) => two.some((one) => one === node));
    closed.push({ tills: pair ?? [node ?? 'agency'], id, as });
    const other = pair?.find((one) => one !== node);
    if (other === undefined) return;
    world.later();
    await world.at(other, (there) => closeAlert(there, id, { as: 'suspect', note: 'mine' }));
  }

  async function carry(from: Node, to: Node): Promise<void> {
    const file = world.path(`carried-${++files}.pedigree`);
    await world.at(from, (home) => writeBundle(home.ledger, file));
    await hear(to, file);
  }
  async function hear(to: string, file: string): Promise<void> {
    await world.at(to, async (home) => {
      await readBundle(home.ledger, file, { now: home.env.clock(), expectNetwork: home.self.network });
      retryOutbox(home);
    });
  }
  /** All hear all. */
  async function everybody(): Promise<void> {
    for (const one of NODES) if (one !== 'agency') await carry(one, 'agency');
    for (const one of NODES) if (one !== 'agency') await carry('agency', one);
  }

  async function step(): Promise<void> {
    if (roll(3) === 0) {
      const [from, to] = [any(NODES) ?? 'acme', any(NODES) ?? 'acme'];
      if (from !== to) await carry(from, to);
      return;
    }
    await world.at(any(HANDS) ?? 'acme', async (home) => {
      here = (stock(home, { items: true }).items ?? []).map(({ item }) => item);
      try {
        const done = (await any(DEEDS)?.(home)) as { readonly event?: string } | undefined;
        did++;
        if (typeof done?.event === 'string') events.push(done.event);
      } catch {
        // Most of what is tried at random is refused.
      }
    });
    if (roll(4) === 0) world.later();
  }

  /** Doubled tokens of packs that nobody has shipped are looked for once an hour. */
  async function catchUpAll(nodes: readonly string[]): Promise<void> {
    world.later(2 * 3_600_000);
    for (const node of nodes) await world.at(node, retryOutbox);
  }

  test('each opens and ends alike, whoever remembers what and whatever came first', async () => {
    for (let i = 0; i < 110; i++) await step();
    const order = { gtin: GTIN, lots: ['A'], confirm: ['A'], reason: 'glass', class: 2, number: 'R-A' };
    await issueRecall(world.env('acme'), { ...order, allLots: false, unknownLot: false, sync: false });
    world.later();
    for (let i = 0; i < 70; i++) await step();
    await catchUpAll(NODES);
    for (const node of NODES) {
      const [kept, anew] = await world.at(node, (home) => [alerts(home), alerts(home, true)]);
      expect(shown(kept), node).toEqual(shown(anew));
      for (const { code } of kept) codes.add(code);
    }
    if (seed === 2) await endRecall(world.env('acme'), 'R-A', { outcome: 'rescinded', confirm: 'R-A', reason: 'typo' });
    for (const _ of [1, 2]) {
      for (const pair of PAIRS) for (const till of pair) await world.at(till, (home) => shareWithTills(home));
      await everybody();
    }
    await catchUpAll(NODES);
    for (const [one, other] of PAIRS) {
      const [here, there] = [
        await world.at(one, (home) => alerts(home)),
        await world.at(other, (home) => alerts(home)),
      ];
      expect(shown(there), other).toEqual(shown(here));
      for (const { code } of here) codes.add(code);
      // A person's word stays, the first of two.
      for (const { tills, id, as } of closed) {
        if (!tills.includes(one)) continue;
        for (const till of [here, there])
          expect(till.find((alert) => alert.id === id)?.closing, id).toMatchObject({ as });
      }
    }
    for (const node of NODES) expect(await world.at(node, (home) => inventoryFindings(home)), node).toEqual([]);
    expect(did).toBeGreaterThan(25);
    expect(codes.size).toBeGreaterThan(2);
  }, 600_000);

  test('of an exception both parties say the same', async () => {
    const seen = new Map<string, Set<string>>();
    for (const node of NODES) {
      const { exceptions } = await world.at(node, (home) => listExceptions(home, { open: false }));
      for (const { id, kind, state, settled, words } of exceptions) {
        const said = `${kind} ${state} ${settled ?? ''} ${words.map(({ event }) => event).join()}`;
        seen.set(id, (seen.get(id) ?? new Set()).add(`${said}`));
      }
    }
    expect(seen.size).toBeGreaterThan(0);
    // The alert of one is open as long as it goes on and whoever was told has not answered.
    for (const node of NODES) {
      const { exceptions } = await world.at(node, (home) => listExceptions(home, { open: false }));
      const told = new Map((await world.at(node, (home) => alerts(home))).map((alert) => [alert.id, alert]));
      const gln = await world.at(node, ({ self }) => self.gln);
      for (const { id, from, to, state, words } of exceptions) {
        if (from === gln) continue;
        const { closing, state: as } = told.get(id) ?? {};
        const ends = closing?.as !== undefined || state === 'resolved' || words.some((word) => word.gln === to);
        expect(as, `${node} ${id}`).toBe(ends ? 'closed' : 'open');
      }
    }
    for (const [id, said] of seen) expect([...said], id).toHaveLength(1);
  });

  test('is the same to a till that hears of it in another order', async () => {
    const files = readdirSync(world.dir)
      .filter((file) => /^carried-\d+\.pedigree$/.test(file))
      .map((file) => world.path(file));
    for (const [one, other] of PAIRS) {
      const all = world.path(`all-${one}.pedigree`);
      await world.at(one, (home) => writeBundle(home.ledger, all));
      const due = shown(await world.at(one, (home) => alerts(home)));
      for (const order of ['first', 'second']) {
        const till = `${other}-${order}`;
        copyFolder(world.path(other), world.path(till));
        await world.at(till, (home) => {
          home.ledger.confirmHead();
          home.ledger.rebuild();
        });
        const some = Array.from({ length: 8 }, () => any(files) ?? all);
        for (const file of [...some.slice(0, 4), all, ...some.slice(4)].sort(() => roll(3) - 1)) await hear(till, file);
        await catchUpAll([till]);
        expect(shown(await world.at(till, (home) => alerts(home))), till).toEqual(due);
      }
    }
  }, 600_000);
});

/** As the till tells them, or worked out by whoever remembers nothing. */
function alerts(home: Home, anew = false) {
  return home.ledger.read((view) => {
    const known: Knowledge = anew
      ? knowledgeOf(home, view, undefined, undefined, emptyIndex().index)
      : knowledgeOf(home, view);
    catchUp(known);
    return alertsOf(home, known);
  });
}

/** What is the same at all tills. What only an outbox gave up is known at one. */
function shown(all: ReturnType<typeof alerts>): readonly string[] {
  return all
    .filter(({ till }) => till === undefined)
    .map(({ id, code, state, closing }) => `${code} ${state} ${closing?.as ?? closing?.by ?? ''} ${id}`)
    .sort();
}
