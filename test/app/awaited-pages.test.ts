// Leaves do not wait for their pages: whoever looks after a folder is told of those that have not come, and that they are no damage.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../src/app/maintenance/audit.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { audit as auditText } from '../../src/ui/text/maintenance.ts';
import { batchOf } from '../ledger/network.ts';
import { makeWorld, type Who, type World } from './goods-world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const checked = (who: Who) => doctor(world.env(who)).checks.filter(({ code }) => code === 'pages');

test('where all pages are here nothing is said of them by the audit, and by doctor that they are', async () => {
  await world.share();
  expect(await world.as('hill', (home) => audit(home))).not.toHaveProperty('awaited');
  expect(checked('hill')).toEqual([{ code: 'pages', level: 'ok', message: 'all that events name is here' }]);
});

test('events of which pages are to come are counted by chain, and are no finding', async () => {
  const chain = await world.as('acme', (home) => home.self.chain);
  const before = await world.as('hill', ({ ledger }) => ledger.read((view) => view.chain(chain)?.size ?? 0));
  await world.mint({ count: 600 });
  await world.mint({ count: 700 });
  const batches = await world.as('acme', ({ ledger }) => {
    const size = ledger.read((view) => view.chain(chain)?.size ?? 0);
    return [batchOf(ledger, chain, before, size)];
  });
  await world.as('hill', ({ ledger }) => {
    for (const batch of batches)
      expect(ledger.admit({ ...batch, withoutPages: true })).toMatchObject({ kind: 'stored' });
  });
  const data = await world.as('hill', (home) => audit(home));
  expect(data).toMatchObject({ findings: [], exit: 0, awaited: [{ chain, events: 2, party: 'Acme' }] });
  expect(auditText(data, plainStyle())).toContain(`2 events of Acme, chain ${chain}`);
  const [said, ...more] = checked('hill');
  expect(more).toEqual([]);
  expect(said).toMatchObject({ level: 'warning', hint: expect.stringContaining('pedigree sync') });
  expect(said?.message).toContain(`2 events cannot be read yet, pages have not come: chain ${chain}, Acme`);
  await world.share();
  expect(await world.as('hill', (home) => audit(home))).not.toHaveProperty('awaited');
  expect(checked('hill')[0]?.level).toBe('ok');
}, 240_000);
