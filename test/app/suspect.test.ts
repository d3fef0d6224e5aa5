// Suspect product is compared: three packages or a tenth, whichever is greater, and all where there are fewer than three.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { compareSuspects, packagesToCompare } from '../../src/app/verdict/suspect.ts';
import { delivery, GTIN, LAKESIDE } from './epcis-files.ts';
import { makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 3],
  [29, 3],
  [30, 3],
  [31, 4],
  [40, 4],
  [41, 5],
  [1000, 100],
])('of %i packages %i are compared', (packs, due) => {
  expect(packagesToCompare(packs)).toBe(due);
});

describe('packages of a lot', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 6 })).scans;
    await world.share();
    await world.as('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
    const path = world.path('suspect.xml');
    writeFileSync(path, delivery({ to: HILL.gln, serials: ['A1', 'A2', 'A3'] }));
    await world.as('hill', (home) => importDocument(home, path));
  });
  afterAll(() => world.remove());
  const outside = (serial: string, lot = 'LOT7') => `(01)${GTIN}(21)${serial}(17)310630(10)${lot}`;
  const compare = (items: readonly string[], packs?: number) => compareSuspects(world.env('hill'), items, packs);

  it('correspond by their maker, whoever has them, and by the file of a seller who is believed', async () => {
    expect(await compare(scans.slice(0, 3), 30)).toMatchObject({
      ...{
        packs: 30,
        toCompare: 3,
        compared: 3,
        left: 0,
        exit: 0,
        counts: { corresponds: 3, differs: 0, 'not-known': 0 },
      },
    });
    expect(await compare(['A1', 'A2', 'A3'].map((serial) => outside(serial)))).toMatchObject({ exit: 0, left: 0 });
  });

  it('are asked for until there are enough, and one that is scanned twice is one', async () => {
    const [one = '', two = ''] = scans;
    expect(await compare([one, two, one], 40)).toMatchObject({ toCompare: 4, compared: 2, left: 2, exit: 20 });
  });

  it('differ where the label says something else than the maker or the seller, or nobody made them', async () => {
    const wrong = (scans[0] ?? '').replace('ABC123', 'ABC124');
    const { lines, counts, exit } = await compare([
      wrong,
      outside('A1', 'LOT8'),
      (scans[1] ?? '').replace(/21[0-9A-Z]{16}/, '21AAAAAAAAAAAAAAAA'),
    ]);
    expect(lines.map(({ is }) => is)).toEqual(['differs', 'differs', 'differs']);
    expect([counts.differs, exit]).toEqual([3, 20]);
  });

  it('are not known where nobody who is believed says anything', async () => {
    expect(await compare([outside('Z9')])).toMatchObject({ counts: { 'not-known': 1 }, exit: 20 });
  });

  it('are judged by the worse of two scans of one', async () => {
    const right = scans[0] ?? '';
    const wrong = right.replace('ABC123', 'ABC124');
    for (const both of [
      [right, wrong],
      [wrong, right],
    ])
      expect(await compare(both)).toMatchObject({ compared: 1, counts: { differs: 1 }, exit: 20 });
  });

  it('are not known where the label says no lot or no expiry', async () => {
    const [, gtin, serial] = /01(\d{14}).*21([0-9A-Z]{16})/.exec(scans[2] ?? '') ?? [];
    const short = `(01)${gtin}(21)${serial}`;
    for (const label of [short, `${short}(10)ABC123`, `${short}(17)280630`])
      expect(await compare([label])).toMatchObject({ counts: { corresponds: 0, 'not-known': 1 }, exit: 20 });
  });

  it('are scanned one by one, and no case for them', async () => {
    const { ssccs = [] } = await world.mint({ count: 2, caseOf: 2, lot: 'CASED', ssccPrefix: '9506000' });
    await expect(compare(ssccs)).rejects.toMatchObject({ code: 'usage' });
  });

  it('are no fewer than those that were scanned', async () => {
    await expect(compare(scans.slice(0, 3), 2)).rejects.toMatchObject({ code: 'usage' });
    await expect(compare([], 0)).rejects.toMatchObject({ code: 'usage' });
  });
});
