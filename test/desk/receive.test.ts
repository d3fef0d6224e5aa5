// A delivery taken in on a handheld, case by case, by the keys of its scanner: what is counted, what is asked at the end, and that
// a browser that was closed and a node that was away lose nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { delivery } from '../app/epcis-files.ts';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, device, goTo, HANDHELD, lookedOver, opened, scanKeys, TILL } from './browser.ts';
import { codeFor, type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'a delivery on a handheld', (path) => {
  let { world, desk, browser, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, browser, page, close } = await deskPage(path, {
      screen: HANDHELD,
      as: ['warehouse', 'Handheld 1'],
      of: ({ M }) => M,
    }));
  }, 240_000);
  afterAll(() => close());

  const scanCase = (n: number) => scanKeys(page, `]C100${world.cases[n]}`);
  const tally = (text: string) => page.locator('.tally', { hasText: text }).waitFor();
  const word = () => page.locator('.card .said').innerText();

  test('begins with what is on the way, and counts against the delivery that was chosen', async () => {
    await expect.poll(() => page.locator('h1').innerText()).toBe('Receive');
    await page.getByRole('button', { name: /DA-4711/ }).click();
    await tally('0/11');
    for (const n of [0, 1, 2, 3]) {
      await scanCase(n);
      await tally(`${n + 1}/11`);
    }
    await expect.poll(() => word()).toBe('OK');
  });

  test('the same case again is told, and not counted', async () => {
    await scanCase(3);
    await page
      .getByText(/scan 4/)
      .first()
      .waitFor();
    await expect.poll(() => word()).toBe('TWICE');
    await page.getByRole('button', { name: 'Same box' }).click();
    await tally('4/11');
  });

  test('a code that was cut is to be scanned again, and not counted', async () => {
    await scanKeys(page, `]C100${world.cases[4]?.slice(0, 9)}`);
    await page.getByText('SCAN AGAIN').first().waitFor();
    await tally('4/11');
  });

  test('a browser that is closed goes on where it was', async () => {
    await scanCase(4);
    await tally('5/11');
    await page.reload();
    await page.getByRole('button', { name: /Going on/ }).click();
    await tally('5/11');
  });

  test('scans while the node is away are kept and counted once', async () => {
    await page.route('**/moves', (route) => route.abort());
    await scanCase(5);
    await scanCase(6);
    await page.getByText(/2 scans waiting/).waitFor();
    await page.unroute('**/moves');
    await tally('7/11');
    await scanCase(7);
    await scanCase(8);
    await tally('9/11');
  });

  test('the lists say what is missing and what is here', async () => {
    await page.getByRole('button', { name: 'Missing (2)' }).click();
    await page.locator('.lines li').nth(1).waitFor();
    await expect.poll(() => page.locator('.lines li').count()).toBe(2);
    await page.getByRole('button', { name: 'Here (9)' }).click();
    await page.locator('.lines li').nth(8).waitFor();
  });

  test('done asks about what is missing, and records the rest as one', async () => {
    const before = (await world.M.expect(0, 'status')).json.events;
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('2 items have not come.').waitFor();
    await page.getByRole('button', { name: 'Still to come' }).click();
    await page.getByText('RECORDED').first().waitFor();
    await expect.poll(() => page.locator('.card').innerText()).toContain('360 packs recorded');
    expect((await world.M.expect(0, 'status')).json.events).toBe(before + 1);
    const { shipments } = (await world.M.expect(0, 'incoming')).json;
    expect(
      shipments.map(({ despatch, items, packs }: Readonly<Record<string, unknown>>) => ({ despatch, items, packs })),
    ).toEqual([
      { despatch: 'DA-4711', items: 2, packs: 80 },
      { despatch: 'DA-4712', items: 50, packs: 50 },
    ]);
    expect((await world.M.expect(0, 'exceptions')).json.exceptions).toEqual([]);
  });

  test('while the node is away a scan is on the list of the delivery or not, which is no verdict', async () => {
    await goTo(page, `${desk.url}#scan`);
    await goTo(page, `${desk.url}#receive`);
    await page.getByRole('button', { name: 'Begin another' }).click();
    await page.getByRole('button', { name: /DA-4712/ }).click();
    await tally('0/50');
    await page.context().setOffline(true);
    await scanKeys(page, world.scans.ram[10] ?? '');
    await page.getByText('1 scan waiting', { exact: false }).waitFor();
    await expect.poll(() => word()).toBe('ON THE LIST');
    const ground = () =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('.card .word')).backgroundColor`);
    // Blue, and never the green of a verdict.
    await expect.poll(() => ground()).toBe('rgb(11, 87, 164)');
    expect(await lookedOver(page, 'on-list')).toEqual([]);
    await scanKeys(page, world.scans.ram[0] ?? '');
    await page.getByText('NOT ON THE LIST').first().waitFor();
    expect(await page.locator('[data-status=genuine]').count()).toBe(0);
    await page.context().setOffline(false);
    await tally('1/50');
    await page.locator('.card[data-status=stop], .card[data-status=caution]').waitFor();
    await page.getByRole('button', { name: 'Drop it all' }).click();
    await page.getByRole('button', { name: 'Yes, drop it' }).click();
    await page.setViewportSize(HANDHELD);
  });

  test('the other screens of a warehouse show what is there', async () => {
    const code = await codeFor(world.M, ['office', 'Office']);
    const office = await opened(await device(browser, TILL), `${desk.url}#pair=${code}`);
    const show = (name: string) => goTo(office, `${desk.url}#${name}`);
    await show('lots');
    await office.getByText(/360 here/).waitFor();
    await show('parties');
    await office.getByText('Medicines Agency').waitFor();
    await show('contents');
    await scanKeys(office, `]C100${world.cases[0]}`);
    await office.getByText('40 packs in it').waitFor();
    await show('waiting');
    await office.getByText('Nothing waits to be recorded').waitFor();
    await show('alerts');
    await office.getByText('Nothing is flagged').waitFor();
    const file = join(world.M.home, 'delivery.xml');
    writeFileSync(file, delivery({ to: world.M.gln, serials: ['S1', 'S2'], despatch: 'DA-9' }));
    await world.M.run('epcis', 'import', file);
    await show('documents');
    await office.getByText('delivery.xml').click();
    await office.getByText('DA-9').waitFor();
    await office.getByText('2 packs').first().waitFor();
    await show('send');
    await office.getByRole('button', { name: 'Begin' }).click();
    await office.locator('.tally').waitFor();
    await scanKeys(office, `]C100${world.cases[0]}`);
    await office.locator('.tally', { hasText: '40' }).waitFor();
    await office.getByRole('button', { name: 'Done' }).click();
    await office.getByText('RECORDED').first().waitFor();
    expect((await world.M.expect(0, 'outgoing')).json.shipments).toHaveLength(1);
    await office.context().close();
  });
});
