import { afterAll, beforeAll, expect, test } from 'vitest';
import { delivery, EXPIRY, GTIN, LOT } from '../app/epcis-files.ts';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, goTo, lookedOver, scanKeys } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'files of partners outside on the page', (path) => {
  let { world, desk, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, close } = await deskPage(path));
    await goTo(page, `${desk.url}#documents`);
  }, 240_000);
  afterAll(() => close());

  const take = async (text: string): Promise<void> => {
    const buffer = Buffer.from(text);
    await page.locator('input[type=file]').setInputFiles({ name: 'file.xml', mimeType: 'text/xml', buffer });
  };
  const scanOf = (serial: string) => `]d201${GTIN}21${serial}\x1d17${EXPIRY.slice(2).replaceAll('-', '')}10${LOT}`;

  test('what is no such file is told, and nothing is kept', async () => {
    await take('<html>no</html>');
    await page.locator('section [role=alert]').waitFor();
    await page.getByText('No file of a partner outside is kept here.').waitFor();
    expect(await lookedOver(page, 'document-refused')).toEqual([]);
  });

  test('a file is taken in once, and what is wrong with it is a letter to its sender', async () => {
    const file = delivery({ to: world.M.gln, serials: ['B1', 'B2'], despatch: 'LW-1', lot: 'L&#x9b;31m!' });
    await take(file);
    await page.getByText('Kept.').waitFor();
    await take(file);
    await page.getByText('Kept before.').waitFor();
    await expect.poll(() => page.locator('.row[href]').count()).toBe(1);
    expect(await lookedOver(page, 'document-taken')).toEqual([]);
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByText('Nothing of it is on the way here.').waitFor();
    await page.getByRole('button', { name: 'Write to the sender' }).click();
    const letter = await page.locator('pre.letter').innerText();
    expect(letter.length).toBeGreaterThan(100);
    const { json } = await world.H.expect(0, 'epcis', 'complain', 'LW-1');
    expect(letter.trim()).toBe(json.letter.join('\n').trim());
    expect(await lookedOver(page, 'document-letter')).toEqual([]);
    // What is printed is the letter alone.
    await page.emulateMedia({ media: 'print' });
    const seen = (what: string) => page.evaluate<boolean>(`document.querySelector('${what}').checkVisibility()`);
    expect([await seen('h1'), await seen('pre.letter')]).toEqual([false, true]);
    await page.emulateMedia({ media: 'screen' });
  });

  test('its delivery is received against it by scanning', async () => {
    await goTo(page, `${desk.url}#documents`);
    await take(delivery({ to: world.H.gln, serials: ['A1', 'A2', 'A3'], despatch: 'LW-2' }));
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('button', { name: 'Receive it: 3 packs' }).click();
    await page.locator('.tally', { hasText: '0/3' }).waitFor();
    await scanKeys(page, scanOf('A1'));
    await page.locator('.tally', { hasText: '1/3' }).waitFor();
    await scanKeys(page, scanOf('A3'));
    await page.locator('.tally', { hasText: '2/3' }).waitFor();
    expect(await lookedOver(page, 'document-receive')).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Still to come' }).click();
    await page.getByText('2 packs recorded.').waitFor();
  });
});
