// What is dealt with on the page: differences told, answered and resolved, alerts given to somebody and closed, recalls carried on.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import {
  CHROMIUM,
  device,
  goTo,
  lookedOver,
  opened,
  type RunningDesk,
  scanKeys,
  startBrowser,
  startDesk,
  TILL,
} from './browser.ts';
import { type DeskWorld, deskWorld } from './world.ts';

describeGiven('chromium', CHROMIUM, 'what is dealt with on the page', (path) => {
  let world: DeskWorld;
  let desks: readonly RunningDesk[];
  let browser: Browser;
  /** The page of the pharmacy, and that of the maker. */
  let [hill, acme] = [] as unknown as [Page, Page];
  let [hillUrl, acmeUrl] = ['', ''];

  beforeAll(async () => {
    world = await deskWorld();
    browser = await startBrowser(path);
    desks = await Promise.all([startDesk(world.H.home), startDesk(world.A.home)]);
    [hillUrl, acmeUrl] = desks.map(({ url }) => url) as [string, string];
    const pages = desks.map(async ({ link }) => {
      const page = await opened(await device(browser, TILL), link);
      page.setDefaultTimeout(60_000);
      return page;
    });
    [hill, acme] = (await Promise.all(pages)) as [Page, Page];
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all(desks.map((one) => one.stop()));
    world.remove();
  });

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

  test('a difference is told with the goods scanned, and what is damaged is set apart', async () => {
    await goTo(hill, `${hillUrl}#alerts`);
    await press(hill, 'Tell of a difference');
    await scanKeys(hill, ram(1));
    await scanKeys(hill, ram(1));
    await hill.getByText('1 scan of goods that it is about.').waitFor();
    await hill.getByLabel('A word for the other party', { exact: false }).fill('wet through');
    expect(await lookedOver(hill, 'difference-tell')).toEqual([]);
    await press(hill, 'Tell them');
    await hill.getByText('Acme Pharma is told with the next exchange.').waitFor();
    const { json } = await world.H.expect(0, 'exceptions');
    expect(json.exceptions).toMatchObject([{ kind: 'damaged', packs: 1, note: 'wet through', own: true }]);
    expect((await world.H.expect(16, 'verify', ram(1))).json.status).toBe('stop');
    expect(await lookedOver(hill, 'difference-told')).toEqual([]);
  });

  test('it is answered with a proposal by the one, and resolved by the other', async () => {
    await world.tell(world.H, world.A);
    await goTo(acme, `${acmeUrl}#alerts`);
    await press(acme, 'Answer');
    await acme.getByLabel('What do you propose?').selectOption('credit-account');
    await acme.getByLabel('Your answer, for the other party').fill('sorry for that');
    expect(await lookedOver(acme, 'difference-answer')).toEqual([]);
    await press(acme, 'Answer');
    await acme.getByText('answered, A credit is given, sorry for that').waitFor();
    await world.tell(world.A, world.H);
    await hill.getByText('answered, A credit is given, sorry for that').waitFor();
    await press(hill, 'Resolve');
    await hill.getByLabel('How was it resolved?').selectOption('credit-account');
    await press(hill, 'Resolve');
    await hill.getByText('Goods and data agree.').waitFor();
    const { json } = await world.H.expect(0, 'exceptions');
    expect(json.exceptions).toMatchObject([{ state: 'resolved', resolution: 'Credit account' }]);
  });

  test('an alert is given to somebody, noted, and closed with what it was', async () => {
    await world.H.expect(0, 'report', ram(2), '--as', 'suspect', '--note', 'print differs');
    await world.tell(world.H, world.A);
    await goTo(acme, `${acmeUrl}#alerts`);
    await acme.locator('main > ul.rows > li').first().waitFor();
    const before = await acme.locator('main > ul.rows > li').count();
    await press(acme, 'Give it to somebody');
    await acme.getByLabel('Who looks into it?').fill('Anna');
    await press(acme, 'Give it to somebody');
    await acme.getByText('Anna looks into it').waitFor();
    await press(acme, 'Add a note');
    await acme.getByLabel('What was found?').fill('asked for a photo');
    await press(acme, 'Add a note');
    await acme.getByText('asked for a photo').waitFor();
    expect(await lookedOver(acme, 'alert-open')).toEqual([]);
    await press(acme, 'Close it');
    await acme.getByLabel('What was it?').selectOption('scan');
    await acme.getByLabel('What was found?').fill('same batch of ink');
    expect(await lookedOver(acme, 'alert-close')).toEqual([]);
    await press(acme, 'Close it');
    await expect.poll(() => acme.locator('main > ul.rows > li').count()).toBe(before - 1);
    const { json } = await world.A.expect(0, 'alerts');
    expect(json.alerts).toContainEqual(
      expect.objectContaining({ assigned: 'Anna', closing: expect.objectContaining({ as: 'scan' }) }),
    );
  });

  test('a recall is extended, changed, followed up and checked by its maker, and its sum adds up', async () => {
    const lot = ['--gtin', '09506000134369', '--lot', 'RAM-77', '--confirm', 'RAM-77', '--number', 'R-1'];
    const issued = await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '2', '--reason', 'glass', '--no-sync');
    await goTo(acme, `${acmeUrl}#recall/${encodeURIComponent(issued.json.recall)}`);
    await press(acme, 'Extend it');
    await acme.getByLabel('Lots that it is of as well', { exact: false }).fill('OLD-1');
    await acme.getByLabel('Reason, for those who hold packs').fill('glass here too');
    await acme.getByLabel('Type the lots again', { exact: false }).fill('OLD-2');
    await press(acme, 'Extend it');
    await acme.getByText('These are not the lots that were chosen').waitFor();
    expect(await lookedOver(acme, 'recall-extend')).toEqual([]);
    await acme.getByLabel('Type the lots again', { exact: false }).fill('OLD-1');
    await press(acme, 'Extend it');
    await acme.getByText('Extended.').waitFor();
    await press(acme, 'Change what it says');
    await acme.getByLabel('What to do', { exact: true }).fill('send all of it back');
    await press(acme, 'Change what it says');
    await acme.getByText('send all of it back').waitFor();
    const row = acme.locator('li.row', { hasText: 'Hill Pharmacy' });
    await row.getByRole('button', { name: 'It was asked again' }).click();
    await row.getByRole('button', { name: 'It was asked again' }).click();
    await row.getByText('asked again, by telephone').waitFor();
    await row.getByRole('button', { name: 'It was checked' }).click();
    await row.getByLabel('What was found?').selectOption('ineffective');
    await row.getByRole('button', { name: 'It was checked' }).click();
    await row.getByText('it does not follow the recall, by telephone').waitFor();
    await expect
      .poll(async () => (await acme.locator('.timeline').innerText()).replace(/\s+/g, ' '))
      .toMatch(/recalled.*extended.*changed.*asked again Hill.*does not follow the recall Hill/);
    expect(await lookedOver(acme, 'recall-own')).toEqual([]);
    const { json } = await world.A.expect(0, 'recall', 'status', 'R-1');
    expect(json.parties.find(({ name }: { name: string }) => name === 'Hill Pharmacy')).toMatchObject({
      attempts: [{ method: 'phone', result: 'asked' }],
      checked: { result: 'ineffective' },
    });
    const counts = await acme.evaluate<readonly number[]>(
      `[...document.querySelectorAll('.legend li')].map((one) => Number.parseInt(one.textContent.replace(/\\D*(\\d+).*/, '$1'), 10))`,
    );
    expect(counts.reduce((all, one) => all + one, 0)).toBe(json.commissioned);
    expect(json.commissioned).toBe(65);
  });

  test('its letter is read and printed, and it is closed', async () => {
    await press(acme, 'Letter with a sheet to answer on');
    const letter = await acme.locator('pre.letter').innerText();
    for (const part of ['Ramipril Acme', 'RAM-77', 'OLD-1', 'send all of it back']) expect(letter).toContain(part);
    expect(await lookedOver(acme, 'recall-letter')).toEqual([]);
    await press(acme, 'Close the letter');
    await press(acme, 'Close it');
    await press(acme, 'Close it');
    await acme.getByText('Closed. The packs stay recalled.').waitFor();
    expect((await world.A.expect(0, 'recall', 'show', 'R-1')).json.recall.state).toBe('ended');
    await press(acme, 'Take it back');
    await acme.getByLabel('Why was it in error?').fill('wrong lots');
    await press(acme, 'Take it back');
    await acme.getByText('Taken back.').waitFor();
    expect((await world.A.expect(0, 'recall', 'show', 'R-1')).json.recall.state).toBe('rescinded');
  });
});
