// A run of scanning in a real browser at its edges: while it opens, codes that stand for buttons, and what comes after its end.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, goTo, scanKeys, TILL } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

/** In the page: what is kept there takes its time, as on a slow disk. */
const SLOW_DISK = `(() => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...args) {
    const real = open.apply(this, args);
    const slow = { get result() { return real.result; }, get error() { return real.error; } };
    real.onupgradeneeded = (event) => slow.onupgradeneeded?.(event);
    real.onerror = (event) => slow.onerror?.(event);
    real.onsuccess = (event) => setTimeout(() => slow.onsuccess?.(event), 1_000);
    return slow;
  };
})()`;

describeGiven('chromium', CHROMIUM, 'a run at its edges', (path) => {
  let { world, desk, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, close } = await deskPage(path, {
      screen: TILL,
      as: ['warehouse', 'Ramp'],
      of: ({ M }) => M,
    }));
  }, 240_000);
  afterAll(() => close());

  const show = (name: string) => goTo(page, `${desk.url}#${name}`);
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
  const tally = (text: string) => page.locator('.tally', { hasText: text }).waitFor();
  const scanCase = (n: number) => scanKeys(page, `]C100${world.cases[n]}`);
  const ram = (n: number) => scanKeys(page, world.scans.ram[n] ?? '');
  const told = async () => (await world.M.expect(0, 'exceptions')).json.exceptions.length as number;
  const opens = () =>
    page.waitForResponse((one) => one.url().endsWith('/v1/sessions') && one.request().method() === 'POST');

  test('a code of deliveries is none of a stock-take, which says so in words of the page', async () => {
    await show('stock-take');
    await press('Begin');
    await tally('0 packs');
    for (const code of ['PDG-DO:DAMAGED', 'PDG-DO:MISSING']) {
      await scanKeys(page, code);
      await page.locator('.card', { hasText: 'This code is for goods that come in.' }).waitFor();
      await ram(10);
      await page.locator('.card', { hasText: 'This code is for goods that come in.' }).waitFor({ state: 'detached' });
    }
    expect(await page.getByText('pedigree scan').count()).toBe(0);
  });

  test('what is scanned behind the end of a run is said to count nowhere, also before the end is answered', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/moves', async (route) => {
      await held;
      await route.continue();
    });
    await scanKeys(page, 'PDG-DO:END');
    await ram(11);
    letGo();
    await page.getByText('1 scan not counted: the run was over').waitFor();
    await page.unroute('**/moves');
    await ram(12);
    await page.getByText('2 scans not counted: the run was over').waitFor();
    await press('Begin another');
  });

  test('whoever goes back while a run opens has begun none', async () => {
    await show('stock-take');
    await page.evaluate(SLOW_DISK);
    const opened = opens();
    await press('Begin');
    await ram(10);
    await opened;
    await press('Back');
    await page.waitForTimeout(2_500);
    expect(await page.locator('.tally').count()).toBe(0);
    await page.getByText('1 scan not counted').waitFor();
  });

  test('another run that is begun meanwhile takes the place of the one that opens, and has its own scans', async () => {
    await show('stock-take');
    await page.evaluate(SLOW_DISK);
    const opened = opens();
    await press('Begin');
    await opened;
    await show('receive');
    await press(/DA-4711/);
    await scanCase(0);
    await tally('1/11');
    await page.reload();
    await page.route('**/v1/sessions', (route) => {
      const isOther = (route.request().postData() ?? '').includes('stock-take');
      return isOther ? route.abort() : route.continue();
    });
    await show('stock-take');
    await press('Begin');
    await page.getByText('Opening.', { exact: false }).waitFor();
    await show('receive');
    await page
      .getByRole('button', { name: /Going on/ })
      .first()
      .click();
    await tally('1/11');
    await page.unroute('**/v1/sessions');
  });

  test('the code that tells the shipper shows first what has not come, and no more is told than was asked', async () => {
    await scanKeys(page, 'PDG-DO:MISSING');
    await page.getByText('10 items have not come.').waitFor();
    await scanKeys(page, 'PDG-DO:END');
    await page.getByText('RECORDED').first().waitFor();
    expect(await told()).toBe(0);
  });

  test('the advice of the next delivery, scanned at the end of one, opens it', async () => {
    await scanCase(1);
    await page.getByText('1 scan not counted: the run was over').waitFor();
    await scanKeys(page, 'DA-4712');
    await tally('0/50');
  });

  test('where it has shown what has not come the code tells the shipper, and ends the run', async () => {
    await ram(10);
    await tally('1/50');
    await scanKeys(page, 'PDG-DO:END');
    await page.getByText('49 items have not come.').waitFor();
    await scanKeys(page, 'PDG-DO:MISSING');
    await page.getByText('The shipper is told of what did not come:').waitFor();
    expect(await told()).toBeGreaterThan(0);
  });
});
