import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoverWithNewChain } from '../../src/app/care/care-recover.ts';
import { doctor } from '../../src/app/care/doctor.ts';
import { decommission } from '../../src/app/deeds/decommission.ts';
import { dispense } from '../../src/app/deeds/dispense.ts';
import { listOutbox } from '../../src/app/deeds/outbox.ts';
import { pack } from '../../src/app/deeds/pack.ts';
import { quarantine, release } from '../../src/app/deeds/quarantine.ts';
import { knowledgeOf } from '../../src/app/knowledge.ts';
import { accredit } from '../../src/app/party/accredit.ts';
import { writeCard } from '../../src/app/party/card.ts';
import { unfinishedKeyFiles } from '../../src/app/party/key-file.ts';
import { rotateKeys } from '../../src/app/party/keys.ts';
import { listParties } from '../../src/app/party/parties.ts';
import { status } from '../../src/app/status.ts';
import { retryOutbox } from '../../src/app/sync/outbox-retry.ts';
import { receive } from '../../src/app/transfer/receive.ts';
import { ship } from '../../src/app/transfer/ship.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { copyFolder } from '../copy-folder.ts';
import { makeWorld, refused, type World } from './goods-world.ts';

let world: World;
let scans: readonly string[];
const scan = (at: number): string => scans[at] ?? '';

// Corner's folder was copied, both copies were taken for good and supplied something, and then one heard of the other.
beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 12 })).scans;
  await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: scans.slice(0, 10) }));
  await world.share();
  await world.as('corner', (home) => receive(home, { items: [], all: true }));
  copyFolder(world.path('corner'), world.path('copy'));
  await world.at('copy', (home) => home.ledger.confirmHead());
  await world.as('corner', (home) => dispense(home, [scan(0)]));
  await world.at('copy', (home) => dispense(home, [scan(1)]));
  await world.carry('copy', 'corner');
}, 120_000);
afterAll(() => world.remove());

const FORKED = { code: 'chain-forked', exit: 15 };

describe('an own chain that forked', () => {
  test('supplies, moves, makes and changes nothing', async () => {
    await world.as('corner', (home) => {
      expect(refused(() => dispense(home, [scan(2)]))).toMatchObject({
        ...FORKED,
        hint: expect.stringMatching(/settle.*pedigree recover --new-chain/),
      });
      expect(refused(() => ship(home, { to: 'Midway Wholesale', items: [scan(2)] }))).toMatchObject(FORKED);
      expect(refused(() => pack(home, { into: 'new', items: [scan(2)] }))).toMatchObject(FORKED);
      expect(refused(() => rotateKeys(home, ['sign']))).toMatchObject(FORKED);
      expect(unfinishedKeyFiles(home.dir)).toEqual([]);
    });
    await world.at('corner', (home) => expect(refused(() => dispense(home, [scan(2)]))).toMatchObject(FORKED), {
      dryRun: true,
    });
  });

  test('still takes goods out of use and sets them aside, and lets none of them go again', async () => {
    await world.as('corner', (home) => {
      expect(quarantine(home, { reason: 'suspect', items: [scan(3)] }).event).toBeDefined();
      expect(refused(() => release(home, { items: [scan(3)] }))).toMatchObject(FORKED);
      expect(decommission(home, { reason: 'destroyed', items: [scan(4)] }).event).toBeDefined();
    });
  });

  test('is what status, doctor, parties and alerts say, with the ways on', async () => {
    const { todo } = await status(world.env('corner'));
    expect(todo).toContainEqual({ what: 'forked', count: 1, command: 'pedigree recover --new-chain' });
    const { checks, exit } = doctor(world.env('corner'));
    expect(exit).toBe(78);
    expect(checks.find(({ code }) => code === 'fork')).toMatchObject({
      level: 'error',
      hint: expect.stringMatching(/settle.*pedigree recover --new-chain/),
    });
    const { parties } = await world.at('corner', listParties);
    expect(parties.find(({ self }) => self)?.forked).toBe(true);
    const alerts = await world.as('corner', (home) =>
      home.ledger.read((view) => alertsOf(home, knowledgeOf(home, view))),
    );
    expect(alerts.map(({ code }) => code)).toContain('author-forked');
  });

  test('keeps what was supplied for later, until it can be recorded on a new chain', async () => {
    const later = await world.as('corner', (home) => dispense(home, [scan(5)], { later: true }));
    expect(later.lines[0]).toMatchObject({ exit: 17, result: 'queued' });
    expect(await world.as('corner', (home) => retryOutbox(home))).toMatchObject({ recorded: 0, waiting: 1 });
    expect(await world.as('corner', (home) => listOutbox(home).pending)).toMatchObject([{ reason: 'chain-forked' }]);
    await world.as('corner', recoverWithNewChain);
    await world.at('corner', (home) => writeCard(home, world.path('corner2.card')));
    await world.at('agency', (home) =>
      accredit(home, { who: world.path('corner2.card'), roles: [], prefixes: [], gtins: [], sameParty: true }),
    );
    await world.carry('agency', 'corner');
    expect(await world.as('corner', (home) => retryOutbox(home))).toMatchObject({ recorded: 1, waiting: 0 });
    expect((await world.as('corner', (home) => dispense(home, [scan(2)]))).lines[0]).toMatchObject({
      result: 'dispensed',
    });
  });
});
