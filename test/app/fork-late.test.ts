// A chain turns out to have split after goods moved on it: its events go by other refs from then on, and whatever a partner, a till or
// the author itself had noted of them stays true.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { setProfile } from '../../src/app/parties/profile.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { report } from '../../src/app/verdict/report.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { copyFolder } from '../copy-folder.ts';
import { CORNER, makeWorld, type World } from './goods-world.ts';
import { keep } from './kept-stock.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
const scan = (at: number): string => scans[at] ?? '';
const WHO = ['acme', 'hill'] as const;

let quiet: readonly string[];

// Both folders were copied before any of it happened; the copies write, and everybody hears of that afterwards.
beforeAll(async () => {
  world = await makeWorld();
  await world.share();
  for (const who of WHO) {
    copyFolder(world.path(who), world.path(`${who}-copy`));
    await world.at(`${who}-copy`, (home) => home.ledger.confirmHead());
    for (const contact of ['a', 'b', 'c', 'd', 'e', 'f'])
      await world.at(`${who}-copy`, (home) => setProfile(home, { contact }));
  }
  await world.carry('acme-copy', 'midway');
  copyFolder(world.path('acme'), world.path('acme-short'));
  await world.at('acme-short', (home) => home.ledger.confirmHead());
  await world.at('acme-short', (home) => setProfile(home, { contact: 'g' }));
  await world.carry('acme-short', 'corner');
  scans = (await world.mint({ count: 12 })).scans;
  await world.as('acme', (home) => pack(home, { into: 'new', items: [scan(0), scan(1), scan(2)] }));
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(0), scan(1), scan(2), scan(3), scan(4)] }));
  const sendCase = (to: string, items: readonly string[]) =>
    world.as('acme', (home) => ship(home, { to, items: [pack(home, { into: 'new', items }).container] }));
  await sendCase(MIDWAY.gln, [scan(7), scan(8)]);
  await sendCase(CORNER.gln, [scan(9), scan(10)]);
  quiet = (await world.mint({ count: 4, lot: 'QUIET1' })).scans;
  await world.share('acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true, missing: [scan(4)] }));
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(5), scan(6)] }));
  await world.as('hill', (home) => ship(home, { to: ACME.gln, items: [scan(1)] }));
  await world.as('hill', (home) => dispense(home, [scan(3)], { ref: 'RX 7', once: 'till-1' }));
  await report(world.env('hill'), scan(0), { as: 'suspect', note: 'blurred' });
  await world.carry('acme', 'hill');
  for (const who of WHO) await said(who);
  for (const who of WHO) await world.as(who, keep);
  copyFolder(world.path('hill'), world.path('hill-proof'));
  await world.carry('acme-copy', 'acme');
  await said('acme');
  await world.share('acme', 'hill');
  for (const from of WHO) for (const to of WHO) await world.carry(`${from}-copy`, to);
}, 240_000);
afterAll(() => world.remove());

async function said(who: (typeof WHO)[number]): Promise<unknown> {
  const verdicts: unknown[] = [];
  for await (const line of verifyScans(world.env(who), scans, { strict: false })) verdicts.push(line);
  const goods = await world.as(who, (home) => ({ stock: stock(home, { all: true }), coming: incoming(home) }));
  return JSON.parse(JSON.stringify({ verdicts, goods }, (key, value) => (key === 'micros' ? 0 : value)));
}

test('a shipment on its way is found where the fork is proved and its leaves have not come', async () => {
  const coming = () => world.at('hill-proof', (home) => incoming(home).shipments.map(({ packs }) => packs));
  await world.at('hill-proof', (home) => home.ledger.confirmHead());
  expect(await coming()).toEqual([1, 2]);
  const proofs = await world.as('acme', (home) =>
    home.ledger.read((view) => view.forks().flatMap((fork) => view.forkProof(fork) ?? [])),
  );
  const proved = await world.at('hill-proof', (home) => proofs.map((proof) => home.ledger.prove(proof)));
  expect(proved).toEqual(['fork', 'fork']);
  expect(await coming()).toEqual([1, 2]);
  const { findings } = auditFolder(world.env('hill-proof'));
  expect(findings.filter(({ code }) => code !== 'forked')).toEqual([]);
});

test('what is used of a lot that was counted before the split goes out of the stock', async () => {
  const active = async () => (await world.counts('acme')).active ?? 0;
  const before = await active();
  await world.as('acme', (home) => decommission(home, { reason: 'destroyed', items: quiet.slice(0, 1) }));
  expect(await active()).toBe(before - 1);
});

describe.each(WHO)('%s', (who) => {
  test('has no finding but the forks', () => {
    expect(auditFolder(world.env(who)).findings.filter(({ code }) => code !== 'forked')).toEqual([]);
  });

  test('says the same as after a rebuild', async () => {
    const before = await said(who);
    if (who === 'hill') expect(JSON.stringify(before)).toContain('RX 7');
    await world.as(who, (home) => rebuild(home));
    expect(before).toEqual(await said(who));
  });
});

// The copy that midway had seen is as long as the chain; corner's ends before the case was packed.
test.each(['midway', 'corner'] as const)('a case is opened by %s, which had seen a copy first', async (who) => {
  await world.carry('acme', who);
  const { shipments } = await world.as(who, (home) => incoming(home));
  expect(shipments).toMatchObject([{ packs: 2 }]);
  await world.as(who, (home) => receive(home, { items: [], all: true }));
  expect(await world.counts(who)).toEqual({ active: 2 });
});
