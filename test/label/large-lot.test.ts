// A lot as large as they come prints, and its dry run says the same.
import { rmSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LabelRequest, printLabels } from '../../src/app/labels/label.ts';
import { makeWorld, type World } from '../app/goods-world.ts';

const PACKS = 200_000;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await world.mint({ lot: 'LARGE', count: PACKS });
}, 240_000);
afterAll(() => world.remove());

const print = (request: Partial<LabelRequest>, options: { readonly dryRun?: boolean } = {}) =>
  world.at(
    'acme',
    (home) =>
      printLabels(home, {
        scans: [],
        lot: { lot: 'LARGE' },
        format: 'zpl',
        graphics: false,
        reprint: false,
        ...request,
      }),
    options,
  );

test('200 000 labels, as the dry run said', async () => {
  const out = world.path('large.zpl');
  const said = await print({ out }, { dryRun: true });
  const { dryRun, ...foreseen } = said;
  expect(dryRun).toBe(true);
  const printed = await print({ out });
  expect(printed).toMatchObject({ labels: PACKS, size: foreseen.size, module: foreseen.module });
  expect(printed.lots).toMatchObject([{ labels: PACKS, printed: PACKS, reprinted: 0 }]);
  expect(statSync(out).size).toBeGreaterThan(PACKS * 100);
  rmSync(out);
}, 240_000);

test('the last of them alone is called by its number', async () => {
  const out = world.path('last.svg');
  const lot = { lot: 'LARGE', range: `${PACKS - 1}-` };
  const reprint = { reprint: true, reason: 'ribbon torn' };
  expect(await print({ out, lot, format: 'svg', ...reprint })).toMatchObject({ labels: 2 });
  expect(statSync(`${out}/${PACKS}.svg`).isFile()).toBe(true);
});
