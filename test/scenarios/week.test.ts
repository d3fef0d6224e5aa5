// A week of a network with a hub: what is made, shipped, received and supplied goes through two processes of one hub, its database is
// lost in the middle of it and a copy that lags takes its place, a lot is recalled. At the end every node, and the hub, judge each pack
// as a node does that was given all chains by hand.
import { execFileSync } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { hubAudit } from '../../src/app/hub/hub-audit.ts';
import { hubInit } from '../../src/app/hub/hub-init.ts';
import { hubServe } from '../../src/app/hub/hub-serve.ts';
import { hubStatus } from '../../src/app/hub/hub-status.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { identify } from '../../src/app/scans/identify.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { packItem } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { checkDigit } from '../../src/gs1/keys.ts';
import { EXPIRY, GTIN, makeWorld, type World } from '../app/goods-world.ts';
import { MIDWAY, START } from '../app/network.ts';
import { POSTGRES } from '../cli/hub-stage.ts';
import { startServer, type TestServer } from '../ledger/postgres/server.ts';
import { describeGiven } from '../left-out.ts';
import { inTurnOver, urlOf } from './in-turn.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
const PHARMACIES = LONG ? 50 : 2;
/** Of the long form, on a busy machine. */
const MOST_TIME = LONG ? 10_800_000 : 600_000;
const DAYS = 7;
const DAY = 86_400_000;
const RECALLED = 'L1';

const glnOf = (n: number): string => {
  const body = `95060002${String(n).padStart(4, '0')}`;
  return `${body}${checkDigit(body)}`;
};
const NORTH = { name: 'North Wholesale', gln: glnOf(0) };

describeGiven('PostgreSQL', POSTGRES, 'a week of a network with a hub', (programs) => {
  let world: World;
  let server: TestServer;
  let copy: TestServer;
  let proxy: Server;
  let hub: Home;
  let inside: string;
  const behind: string[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  const shops = Array.from({ length: PHARMACIES }, (_, i) => ({ name: `Pharmacy ${i + 1}`, gln: glnOf(i + 1) }));
  const keyOf = (i: number) => `shop${i}`;

  beforeAll(async () => {
    server = startServer(programs);
    world = await makeWorld();
    await world.join('north', NORTH, { roles: ['distributor'] });
    await world.join('hub', { name: 'Hub', gln: glnOf(999) }, { roles: ['distributor'] });
    for (const [i, shop] of shops.entries()) await world.join(keyOf(i), shop, { roles: ['dispenser'] });
    await world.carry('agency', 'hub');
    proxy = await inTurnOver(behind);
  }, MOST_TIME);
  afterAll(async () => {
    for (const stop of stops.splice(0)) await stop();
    proxy.closeAllConnections();
    proxy.close();
    hub?.close();
    copy?.remove();
    server.remove();
    world.remove();
  });

  const addressesOf = ({ host }: TestServer) => ({ primary: `postgresql:///week?host=${host}&user=hub`, copies: [] });

  /** Two processes of the hub, each with what it keeps for itself. */
  async function serveTwo(at: TestServer): Promise<void> {
    for (const stop of stops.splice(0)) await stop();
    behind.length = 0;
    for (let i = 0; i < 2; i++) {
      const stop = new AbortController();
      const options = { port: 0, insidePort: 0, told: (answer: object) => answer };
      const served = hubServe(hub, addressesOf(at), options, stop.signal);
      const { value } = await served.next();
      behind.push(value?.url ?? '');
      inside = value?.inside ?? '';
      const over = served.next();
      stops.push(() => {
        stop.abort();
        return over;
      });
    }
  }

  /** One exchange with the hub, as `sync` of that party does it. */
  const sync = (who: string) =>
    world.at(who, async (home) => {
      const { peers } = await syncWith(home);
      expect(peers.map(({ error }) => error)).toEqual([undefined]);
    });

  it(
    'ends with one judgement of every pack, at every node and at the hub',
    async () => {
      hub = openHome({ ...world.env('hub'), clock: () => world.env('hub').clock() });
      execFileSync(join(programs, 'createdb'), ['-h', server.host, '-U', 'hub', 'week'], { cwd: '/tmp' });
      await hubInit(hub, addressesOf(server));
      await serveTwo(server);
      const nodes = ['agency', 'acme', 'midway', 'north', ...shops.map((_, i) => keyOf(i))];
      for (const one of nodes) {
        await world.at(one, (home) => addPeer(home, 'hub', urlOf(proxy)));
        await sync(one);
      }
      const minted: string[] = [];

      for (let day = 0; day < DAYS; day++) {
        const { scans } = await world.mint({ lot: `L${day}`, expiry: EXPIRY, count: 2 * PHARMACIES });
        for (const scan of scans) minted.push(scan);
        const halves = [
          ['midway', MIDWAY.gln, scans.slice(0, PHARMACIES)],
          ['north', NORTH.gln, scans.slice(PHARMACIES)],
        ] as const;
        await world.at('acme', (home) => {
          for (const [, to, items] of halves) ship(home, { to, items });
        });
        await sync('acme');
        if (day === 3) {
          copy = server.standby('copy');
          // The copy hears nothing more of this day.
          copy.stop();
        }
        for (const [who, , items] of halves) {
          await sync(who);
          await world.at(who, (home) => {
            receive(home, { items: [], all: true });
            for (const [i, { gln }] of shops.entries()) ship(home, { to: gln, items: items.slice(i, i + 1) });
          });
          await sync(who);
        }
        if (day === 3) {
          const before = await hubStatus(addressesOf(server));
          server.stop('immediate');
          copy.start();
          copy.promote();
          await serveTwo(copy);
          const after = await hubStatus(addressesOf(copy));
          expect(after.events).toBeLessThan(before.events);
          expect(after.epoch).not.toBe(before.epoch);
          // What the copy never heard is with those who wrote it.
          for (const [who] of halves) await sync(who);
          expect((await hubStatus(addressesOf(copy))).events).toBe(before.events);
        }
        if (day === 4) {
          const order = { gtin: GTIN, lots: [RECALLED], allLots: false, class: 1, reason: 'glass particles' };
          await issueRecall(world.env('acme'), { ...order, confirm: [RECALLED], unknownLot: false, sync: true });
        }
        for (const [i] of shops.entries()) {
          // On the last day nobody is in at the first one.
          if (day === DAYS - 1 && i === 0) continue;
          await sync(keyOf(i));
          await world.at(keyOf(i), (home) => {
            receive(home, { items: [], all: true });
            expect(dispense(home, scans.slice(i, i + 1)).lines).toMatchObject([{ exit: 0 }]);
          });
          await sync(keyOf(i));
        }
        world.later(DAY);
      }
      for (const one of nodes) await sync(one);

      await world.init('whole', { name: 'Observer', gln: glnOf(998), network: world.path('agency.card') });
      for (const one of [...nodes, 'hub']) await world.carry(one, 'whole');
      const judged = (home: Home) => home.ledger.read((view) => minted.map((scan) => verdictOn(home, scan, view)));
      const whole = await world.at('whole', judged);
      const statuses = whole.map(({ status, reasons }) => [status, ...reasons.map(({ code }) => code)].join(' '));
      expect([...new Set(statuses)].toSorted()).toEqual([
        'genuine',
        'stop already-dispensed',
        'stop recalled',
        'stop recalled already-dispensed',
      ]);
      expect(statuses.filter((one) => one.includes('recalled'))).toHaveLength(2 * PHARMACIES);
      for (const one of nodes) expect(await world.at(one, judged), one).toEqual(whole);

      for (const [i, scan] of minted.entries()) {
        const answer = await fetch(`${inside}/v1/verify`, { method: 'POST', body: JSON.stringify({ scan }) });
        const { verdict } = (await answer.json()) as { readonly verdict: ReturnType<typeof verdictOn> };
        expect([verdict.status, verdict.reasons.map(({ code }) => code)], scan).toEqual([
          whole[i]?.status,
          whole[i]?.reasons.map(({ code }) => code),
        ]);
      }
      expect(await hubAudit(world.env('hub'), addressesOf(copy))).toMatchObject({ exit: 0, findings: [] });
    },
    MOST_TIME,
  );

  function verdictOn(home: Home, scan: string, view: Parameters<typeof judge>[2]) {
    const { label } = identify(scan);
    if (label?.kind !== 'pack') throw new Error(`no pack: ${scan}`);
    const now = START + DAYS * DAY;
    const question = { now, today: '2026-11-29', fresh: { peers: 1 }, maxAge: 1e12 };
    return judge(label, traceItem(packItem(home.self.network, label.gtin, label.serial), view), view, question);
  }
});
