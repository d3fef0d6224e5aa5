// Receiving everything that came: it looks at what is on its way and at what was taken back, and not at all that ever arrived.
import { afterEach, expect, it, vi } from 'vitest';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import { makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

let world: World | undefined;
afterEach(() => world?.remove());

const DAY = 24 * 3_600_000;

/** Hill is sent each of these packs by itself, and has what the agency and Acme wrote. */
async function send(to: World, scans: readonly string[]): Promise<readonly string[]> {
  const sent = await to.as('acme', (home) => scans.map((scan) => ship(home, { to: HILL.gln, items: [scan] }).shipment));
  await heard(to);
  return sent;
}

const heard = (at: World) => at.share('agency', 'acme', 'hill');

const takeAll = (at: World) => at.as('hill', (home) => receive(home, { items: [], all: true }));

it('asks as little of the ledger after ten times as many shipments that have arrived', async () => {
  world = await makeWorld();
  const here = world;
  const scans = [...(await here.mint({ count: 26, lot: 'LOOSE' })).scans];
  const asked = async (some: readonly string[]) => {
    await send(here, some);
    await takeAll(here);
    await heard(here);
    await send(here, scans.splice(0, 1));
    const calls = [vi.spyOn(Sql.prototype, 'row'), vi.spyOn(Sql.prototype, 'rows'), vi.spyOn(Sql.prototype, 'values')];
    const { received } = await takeAll(here);
    const count = calls.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const spy of calls) spy.mockRestore();
    expect(received).toBe(1);
    return count;
  };
  const few = await asked(scans.splice(0, 2));
  const many = await asked(scans.splice(0, 20));
  expect(many / few).toBeLessThan(1.3);
});

it('goes on telling for ten days of a shipment that was taken back, however long ago all was compared', async () => {
  world = await makeWorld();
  const here = world;
  const { scans } = await here.mint({ count: 4, lot: 'LOOSE' });
  const [first] = await send(here, scans.slice(0, 2));
  if (first === undefined) throw new Error('two were sent');
  await here.as('acme', (home) => voidShipment(home, { items: [first], reason: 'not-sent' }));
  await heard(here);
  await heard(here);
  await heard(here);
  await send(here, scans.slice(2, 3));
  expect((await takeAll(here)).items).toMatchObject([{ input: first, code: 'voided' }]);
  await heard(here);
  here.later(11 * DAY);
  await send(here, scans.slice(3));
  expect((await takeAll(here)).items).toEqual([]);
});

it('tells of goods that were sent and taken back twice by the shipment that they were in last', async () => {
  world = await makeWorld();
  const here = world;
  const { scans } = await here.mint({ count: 2, lot: 'LOOSE' });
  const takeBack = (shipment: string) =>
    here.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'not-sent' }));
  const [first = ''] = await send(here, scans.slice(0, 1));
  await takeBack(first);
  const [second = ''] = await send(here, scans.slice(0, 1));
  await takeBack(second);
  await heard(here);
  await send(here, scans.slice(1));
  expect((await takeAll(here)).items?.map(({ input }) => input)).toEqual([second]);
});
