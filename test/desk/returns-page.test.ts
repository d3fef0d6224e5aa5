import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, device, goTo, lookedOver, opened, scanKeys, startDesk, TILL } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'goods that come back on the page', (path) => {
  let { world, desk, browser, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, browser, page, close } = await deskPage(path));
  }, 240_000);
  afterAll(() => close());

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  const press = (name: string, at = page) => at.getByRole('button', { name, exact: true }).first().click();
  const statusOf = async (n: number) => {
    const { json } = await world.H.run('verify', ram(n));
    return [json.status, json.reasons.map(({ code }: { code: string }) => code)];
  };

  test('a pack is set apart, and put back in stock with what was looked at', async () => {
    await goTo(page, `${desk.url}#aside`);
    await page.getByText('Nothing is set apart.').waitFor();
    await scanKeys(page, ram(0));
    await page.locator('[data-status=genuine]').waitFor();
    await press('Set apart');
    await page.getByText('PUT ASIDE', { exact: true }).waitFor();
    expect(await statusOf(0)).toEqual(['stop', ['quarantined']]);
    await page.getByText('Lot RAM-77, expiry 31 Jan 2028: 1 pack').waitFor();
    expect(await lookedOver(page, 'aside')).toEqual([]);
    await scanKeys(page, ram(0));
    await page.locator('[data-status=stop]').waitFor();
    await press('Back in stock');
    await page.getByLabel('What did you look at?').fill('sealed, never opened');
    expect(await lookedOver(page, 'aside-release')).toEqual([]);
    await press('Back in stock');
    await page.getByText('BACK IN STOCK', { exact: true }).waitFor();
    expect((await statusOf(0))[0]).toBe('genuine');
  });

  test('a pack that was never supplied is back in stock, and one of somebody else is offered nothing', async () => {
    await world.H.expect(0, 'dispense', ram(1));
    await goTo(page, `${desk.url}#returns`);
    await scanKeys(page, ram(1));
    await page.locator('[data-status=stop]').waitFor();
    for (const name of ['Set apart', 'Back in stock']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    await press('It was never supplied');
    await page.getByLabel('Why was it not supplied?').fill('nobody came');
    await press('It was never supplied');
    await page.getByText('BACK IN STOCK', { exact: true }).waitFor();
    expect((await statusOf(1))[0]).toBe('genuine');
    await scanKeys(page, ram(20));
    await page.locator('[data-status=stop], [data-status=unknown], [data-status=caution]').waitFor();
    expect(await lookedOver(page, 'returns')).toEqual([]);
  });

  test('goods go back together, all or none', async () => {
    await world.H.expect(0, 'dispense', ram(4));
    await press('Goes back');
    for (const n of [2, 3, 4, 3]) await scanKeys(page, ram(n));
    await page.getByText('3 scans', { exact: true }).waitFor();
    await page.getByLabel('To whom').selectOption({ label: 'Acme Pharma' });
    await page.getByLabel('Why does it go back?').fill('ordered too many');
    await press('Send it back');
    await page.locator('.fault', { hasText: `ends in ${ram(4).slice(-4)}` }).waitFor();
    expect(await lookedOver(page, 'returns-refused')).toEqual([]);
    await press('Take the last one out');
    await press('Send it back');
    await page.getByText('2 packs recorded as sent back', { exact: false }).waitFor();
    const { json } = await world.H.expect(0, 'outgoing');
    expect(json.shipments).toMatchObject([{ packs: 2 }]);
    expect(await lookedOver(page, 'returns-sent')).toEqual([]);
  });

  test('what came back is received into quarantine, and looked at', async () => {
    await world.tell(world.H, world.A);
    const maker = await startDesk(world.A.home);
    const there = await opened(await device(browser, TILL), maker.link);
    there.setDefaultTimeout(60_000);
    await goTo(there, `${maker.url}#returns`);
    await scanKeys(there, ram(2));
    await there.locator('[data-status=caution]').waitFor();
    await press('Receive it', there);
    await there.getByText('RECEIVED', { exact: true }).waitFor();
    await scanKeys(there, ram(2));
    await there.locator('[data-status=stop]').waitFor();
    await press('Back in stock', there);
    await there.getByLabel('What did you look at?').fill('sealed');
    await press('Back in stock', there);
    await there.getByText('BACK IN STOCK', { exact: true }).waitFor();
    expect((await world.A.expect(0, 'verify', ram(2))).json.status).toBe('genuine');
    await there.context().close();
    await maker.stop();
  });

  test('packs come out of a container one by one, then all', async () => {
    await goTo(page, `${desk.url}#pack`);
    await press('Unpack');
    await scanKeys(page, ram(0));
    await page.getByText('That is no number of a container.', { exact: false }).waitFor();
    await scanKeys(page, `]C100${world.caseHere}`);
    await page.getByText('40 packs').waitFor();
    await scanKeys(page, world.scans.amx[0] ?? '');
    expect(await lookedOver(page, 'unpack')).toEqual([]);
    await press('Take out: 1 scan');
    await page.getByText('1 pack came out.').waitFor();
    await scanKeys(page, `]C100${world.caseHere}`);
    await page.getByText('39 packs').waitFor();
    await press('Empty it');
    await page.getByText('39 packs came out.').waitFor();
    const { json } = await world.H.expect(0, 'stock', '--lot', 'AMX-2611');
    expect(json.lots).toMatchObject([{ packs: 40, containers: 0 }]);
  });
});
