// What a person does at the desk without a scanner: a code is typed in wherever one is scanned, whatever is opened is closed again
// without a trace, and words of codes are words of people.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, device, goTo, HANDHELD, lookedOver, opened, scanKeys } from './browser.ts';
import { codeFor, type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'the desk without a scanner', (path) => {
  let { world, desk, page, browser, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, browser, close } = await deskPage(path, { screen: HANDHELD, of: ({ M }) => M }));
  }, 240_000);
  afterAll(() => close());

  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const typed = async (code: string): Promise<void> => {
    await press('Type it in');
    await page.getByLabel('Code as it is printed').fill(code);
    await press('Check');
  };

  test('a case whose label no scanner reads is typed into a run', async () => {
    await goTo(page, `${desk.url}#receive`);
    await page.locator('button.row', { hasText: 'DA-4711' }).click();
    await page.locator('.tally', { hasText: '0/11' }).waitFor();
    await typed(`(00)${world.cases[0]}`);
    await page.locator('.tally', { hasText: '1/11' }).waitFor();
    expect(await lookedOver(page, 'run-typed')).toEqual([]);
    await press('Drop it all');
    await press('Yes, drop it');
  });

  test('what is in a case is looked up by its number, and says which case it is', async () => {
    await goTo(page, `${desk.url}#contents`);
    await typed(`(00)${world.cases[1]}`);
    await page.getByRole('heading', { name: `SSCC ${world.cases[1]}` }).waitFor();
    await page.getByText('Amoxicillin Acme', { exact: false }).first().waitFor();
    expect(await lookedOver(page, 'contents-typed')).toEqual([]);
    await typed('nonsense');
    const fault = await page.locator('.fault').innerText();
    expect(fault).toContain('Try again');
    // Nobody thought that a look-up records anything.
    expect(fault).not.toContain('recorded');
  });

  test.each([
    ['alerts', 'Tell of a difference'],
    ['returns', 'Goes back'],
    ['pack', 'Unpack'],
  ])('it is typed on %s too, and nobody is kept there', async (screen, way) => {
    await goTo(page, `${desk.url}#${screen}`);
    await press(way);
    await press('Type it in');
    await press('Back');
    await page.getByRole('button', { name: 'Type it in' }).waitFor();
    expect(await page.getByLabel('Code as it is printed').count()).toBe(0);
    expect(await lookedOver(page, `typed-${screen}`)).toEqual([]);
  });

  test('a slip that was opened is closed again', async () => {
    await goTo(page, `${desk.url}#scan`);
    await scanKeys(page, world.scans.ram[10] ?? '');
    await page.locator('.card[data-status=caution]').waitFor();
    // A sentence of its own, where the terminal goes on behind a colon.
    await expect.poll(() => page.locator('.card .reason').innerText()).toMatch(/^[A-Z]/);
    await press('Print a slip');
    await page.locator('.sheet.slip').waitFor();
    await expect.poll(() => page.locator('.sheet.slip').innerText()).toMatch(/As of\s/);
    await press('Back');
    await page.locator('.sheet').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Print a slip' }).waitFor();
  });

  test('roles are told in the language of the page', async () => {
    const code = await codeFor(world.M, ['office', 'Büro']);
    const german = await opened(await device(browser, { ...HANDHELD, language: 'de-DE' }), `${desk.url}#pair=${code}`);
    await goTo(german, `${desk.url}#parties`);
    const rows = await german.locator('ul.rows > li').allInnerTexts();
    expect(rows.some((row) => row.includes('Hersteller'))).toBe(true);
    expect(rows.join(' ')).not.toMatch(/manufacturer|distributor|dispenser|regulator/);
    await goTo(german, `${desk.url}#today`);
    await expect.poll(() => german.locator('main').innerText()).toContain('Großhändler');
  });
});
