// Every type of event at steps that are over, by those who had the pack and by those who never did: the holder
// has the pack, and what others have many of is not read.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/verify.ts';
import { manyForks, manyTills } from './crowds.ts';
import { GTIN } from './goods-world.ts';
import { ATTACKS, effort, makeScene, type Scene, strike } from './insiders.ts';
import { OLD_STEPS } from './old-steps.ts';

const SOME = 208;
const MANY = 312;
const PAGE = 24;

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene();
});
afterAll(() => scene.world.remove());

test('whatever is written at them, the holder has the pack, and hardly more is read of more', async () => {
  for (const attack of OLD_STEPS) await strike(scene, attack, 0, SOME);
  const some = await effort(scene);
  for (const attack of OLD_STEPS) await strike(scene, attack, SOME, MANY);
  const { verdict, events } = await effort(scene);
  expect(verdict.status).toBe('caution');
  expect(verdict.custody).toMatchObject({ state: 'active', holder: { name: 'Hill Pharmacy' } });
  const page = text({ ...verdict, micros: 0 }, plainStyle(), {} as never).split('\n');
  expect(page.length).toBeLessThanOrEqual(PAGE);
  // Some 2,400 more events, of which each step takes up to the sixteenth where nothing is allowed.
  expect(events - some.events).toBeLessThan((MANY - SOME) / 3);
}, 240_000);

test('tills and forks of somebody who never had the pack are not read', async () => {
  const other = await makeScene();
  const before = await effort(other);
  await manyTills(other, 40);
  await manyForks(other, 750, 3);
  expect(await other.world.as('hill', ({ ledger }) => ledger.read((view) => view.forks().length))).toBe(3);
  const after = await effort(other);
  other.world.remove();
  expect(after.events).toBeLessThanOrEqual(before.events + 10);
}, 240_000);

test('the makers of a product are told after reading a few times what two hundred accreditations by a pharmacy say', async () => {
  const accreditation = ATTACKS.find(({ what }) => what === 'accreditation by a pharmacy');
  if (accreditation === undefined) throw new Error('no such kind');
  await strike(scene, accreditation, 0, 200);
  const asked = vi.spyOn(LedgerView.prototype, 'eventById');
  const makers = await scene.world.as('hill', ({ ledger }) => ledger.read((view) => view.authority().makersOf(GTIN)));
  const { length } = asked.mock.calls;
  asked.mockRestore();
  expect(makers.map(({ name }) => name)).toEqual(['Acme']);
  expect(length).toBeLessThan(200 * 20);
}, 240_000);
