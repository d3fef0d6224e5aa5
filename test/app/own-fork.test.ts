import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover, recoverWithNewChain } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { unfinishedKeyFiles } from '../../src/app/node/key-file.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { rotateKeys } from '../../src/app/parties/keys.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { listOutbox } from '../../src/app/steps/outbox.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
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
}, 240_000);
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

  test('is what plain recover says, with another chain as the way on', async () => {
    const data = await world.as('corner', (home) => recover(home));
    expect(data).toMatchObject({ state: 'forked', fetched: 0, already: true });
    expect(data.warnings).toEqual([expect.stringMatching(/two histories.*settle.*pedigree recover --new-chain/)]);
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
