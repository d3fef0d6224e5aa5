import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, scanKeys } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'what supplies at a till', (path) => {
  let { world, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, page, close } = await deskPage(path));
  }, 120_000);
  afterAll(() => close());

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  const set = async (confirm: string): Promise<void> => {
    await world.H.expect(0, 'config', 'set', 'desk-confirm', confirm);
    await page.reload();
    await page.locator('main h1').waitFor();
  };
  const dispensed = async () => (await world.H.expect(0, 'log', '--type', 'dispense')).json.events.length as number;

  test('by itself a second scan supplies nothing', async () => {
    for (const _ of [1, 2]) {
      await scanKeys(page, ram(0));
      await page.locator('[data-status=genuine]').waitFor();
    }
    await page.waitForTimeout(500);
    expect(await dispensed()).toBe(0);
  });

  test('the code once more, where it is set so; another pack and one that asks for a look are not supplied by it', async () => {
    await set('rescan');
    await scanKeys(page, ram(0));
    await page.getByText('Or scan it once more within ten seconds.').waitFor();
    await scanKeys(page, ram(1));
    await page.getByText(`ends in ${ram(1).slice(-4)}`).waitFor();
    for (const _ of [1, 2]) {
      await scanKeys(page, world.scans.old[0] ?? '');
      await page.locator('[data-status=caution]').waitFor();
    }
    expect(await dispensed()).toBe(0);
    await scanKeys(page, ram(0));
    await page.locator('[data-status=genuine]').waitFor();
    await scanKeys(page, ram(0));
    await page.getByText('DISPENSED', { exact: true }).waitFor();
    expect(await dispensed()).toBe(1);
  });

  test('the scan itself, where it is set so, and never a stop', async () => {
    await set('auto');
    await scanKeys(page, ram(1));
    await page.getByText('DISPENSED', { exact: true }).waitFor();
    await scanKeys(page, ram(0));
    await page.locator('[data-status=stop]').waitFor();
    await scanKeys(page, world.scans.old[0] ?? '');
    await page.locator('[data-status=caution]').waitFor();
    expect(await dispensed()).toBe(2);
  });
});
