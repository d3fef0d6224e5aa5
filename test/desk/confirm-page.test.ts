import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, scanKeys } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'what supplies at a till', (path) => {
  let { world, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, page, close } = await deskPage(path));
  }, 240_000);
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

  /** The node takes its time with each pack, so that scans come faster than its answers. */
  const slowly = (command: string) =>
    page.route(`**/v1/do/${command}`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });

  test('packs that are scanned faster than the node answers are supplied one after the other', async () => {
    for (const command of ['verify', 'dispense']) await slowly(command);
    await scanKeys(page, ram(2));
    await scanKeys(page, ram(0));
    await page.getByText('RECORDING', { exact: false }).first().waitFor();
    await scanKeys(page, ram(3));
    await page.getByText('2 scans waiting').waitFor();
    // What was stopped between two that were supplied stays in sight.
    await page.locator('ol.rows li.stop', { hasText: ram(0).slice(-4) }).waitFor();
    await page.locator('.card', { hasText: ram(3).slice(-4) }).waitFor();
    await page.getByText('DISPENSED', { exact: true }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    expect(await dispensed()).toBe(4);
  });

  test('a pack that waited for the node is judged and not supplied, which is said', async () => {
    await page.context().setOffline(true);
    await scanKeys(page, ram(4));
    await page.getByText('1 scan waiting').waitFor();
    await page.context().setOffline(false);
    await page.locator('ol.rows li', { hasText: 'Not supplied.' }).waitFor();
    expect(await dispensed()).toBe(4);
  });

  test('a page that is open hears that the setting was changed, and the node takes no scan of one that has not', async () => {
    await set('auto');
    await page.route('**/v1/me', (route) => route.abort());
    await world.H.expect(0, 'config', 'set', 'desk-confirm', 'button');
    await scanKeys(page, ram(4));
    await page.getByText('No scan supplies here any more', { exact: false }).waitFor();
    expect(await dispensed()).toBe(4);
    await page.unroute('**/v1/me');
    const told = page.waitForResponse('**/v1/me');
    await world.H.expect(0, 'config', 'set', 'desk-confirm', 'rescan');
    await told;
    await scanKeys(page, ram(4));
    await page.getByText('Or scan it once more within ten seconds.').waitFor();
    const again = page.waitForResponse('**/v1/me');
    await world.H.expect(0, 'config', 'set', 'desk-confirm', 'button');
    await again;
    await scanKeys(page, ram(4));
    await page.waitForTimeout(500);
    await expect.poll(() => page.locator('[data-status=genuine]').count()).toBe(1);
    expect(await dispensed()).toBe(4);
  });

  test('where a button supplies, a pack that another overtook is told as well', async () => {
    await set('button');
    await slowly('verify');
    await scanKeys(page, ram(0));
    await scanKeys(page, ram(5));
    await page.locator('.card', { hasText: ram(5).slice(-4) }).waitFor();
    await page.locator('ol.rows li.stop', { hasText: ram(0).slice(-4) }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });
});
