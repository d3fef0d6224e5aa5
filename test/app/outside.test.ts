// Partners outside the network: what a person says of them here, and when their licences end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { listOutside, type OutsideRequest, setOutside } from '../../src/app/outside/partners.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const LAKESIDE = '9521321000117';
const DAY = 86_400_000;
let net: Network;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
});
afterAll(() => net.remove());

const set = (request: Omit<OutsideRequest, 'gln'>, gln = LAKESIDE, more = {}) =>
  net.at('hill', (home) => setOutside(home, { gln, ...request }), more);
const list = (later = 0) =>
  net.at('hill', listOutside, { now: net.env('hill').clock() + later }).then(({ outside }) => outside);
const day = (later: number) => new Date(net.env('hill').clock() + later * DAY).toISOString().slice(0, 10);

describe('a partner outside the network', () => {
  it('is named by a person here, and trusted for no more than that until told', async () => {
    await expect(set({})).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('--name') });
    expect(await set({ name: 'Lakeside' }, LAKESIDE, { dryRun: true })).toMatchObject({ dryRun: true, already: false });
    expect(await list()).toEqual([]);
    expect((await set({ name: 'Lakeside' })).outside).toMatchObject([
      { gln: LAKESIDE, name: 'Lakeside', trust: 'named' },
    ]);
    expect(await set({ name: 'Lakeside' })).toMatchObject({ already: true });
    expect(await set({ trust: 'trusted' })).toMatchObject({
      already: false,
      outside: [{ name: 'Lakeside', trust: 'trusted' }],
    });
    expect(await set({ trust: 'none', name: 'Lakeside Wholesale' })).toMatchObject({
      outside: [{ name: 'Lakeside Wholesale', trust: 'none' }],
    });
    expect(await list()).toMatchObject([{ gln: LAKESIDE, name: 'Lakeside Wholesale', trust: 'none' }]);
  });

  it('is told of when its licence ends', async () => {
    const until = day(100);
    expect(await set({ licence: 'WDA-1', until })).toMatchObject({
      warnings: [],
      outside: [{ licence: 'WDA-1', until }],
    });
    const states = async (days: number) => (await list(days * DAY))[0]?.licensed;
    expect([await states(0), await states(69), await states(71), await states(100), await states(101)]).toEqual([
      undefined,
      undefined,
      'ends-soon',
      'ends-soon',
      'ended',
    ]);
    expect((await set({ until: day(3) })).warnings).toEqual([expect.stringMatching(/licence of .* ends on/)]);
    expect((await set({ until: day(-3) })).warnings).toEqual([expect.stringMatching(/licence of .* ended on/)]);
  });

  it('outlives a rebuild, and comes back with a backup', async () => {
    const before = await list();
    expect(before).toHaveLength(1);
    await net.at('hill', rebuild);
    expect(await list()).toEqual(before);
    await net.at('hill', (home) => backUp(home, net.path('hill.backup')));
    restore(net.env('again'), net.path('hill.backup'));
    expect((await net.at('again', listOutside)).outside).toEqual(before);
  });

  it.each([
    ['9521321000118', 'bad-input'],
    ['952132100011', 'bad-input'],
    ['Lakeside', 'bad-input'],
    [HILL.gln, 'usage'],
  ])('%s is none', async (gln, code) => {
    await expect(set({ name: 'X' }, gln)).rejects.toMatchObject({ code });
  });

  it.each(['2028-02-30', '31.12.2028', 'soon'])('has no licence until %s', async (until) => {
    await expect(set({ until })).rejects.toMatchObject({ code: 'usage' });
  });
});
