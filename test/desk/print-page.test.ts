import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, goTo, lookedOver, scanKeys, US } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'what the page prints', (path) => {
  let { world, desk, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, close } = await deskPage(path));
  }, 240_000);
  afterAll(() => close());

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  /** It stands last in the scans of this world. */
  const serialOf = (scan: string) => scan.split('\x1d21').at(-1) ?? '';
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const sheet = () => page.locator('.sheet').innerText();

  /** What comes out of the printer: how many pages, and how large in mm. */
  const printed = async (): Promise<readonly [pages: number, width: number, height: number]> => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    const mm = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
    return [pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0, mm(width), mm(height)];
  };

  test('a slip says the verdict, when and by whom, and never the whole serial', async () => {
    await goTo(page, `${desk.url}#scan`);
    await scanKeys(page, ram(0));
    await page.locator('[data-status=genuine]').waitFor();
    await press('Print a slip');
    await page.locator('.sheet.slip').waitFor();
    const said = await sheet();
    for (const part of ['GENUINE', 'Ramipril Acme', 'RAM-77', 'ends in', 'Device', 'Hill Pharmacy'])
      expect(said).toContain(part);
    expect(said).not.toContain(serialOf(ram(0)));
    expect(await lookedOver(page, 'print-slip')).toEqual([]);
    expect(await printed()).toEqual([1, 105, 148]);
    await press('Next pack');
  });

  test('what is put aside gets a label with why, and a code to find it again', async () => {
    const lot = ['--gtin', '09506000134369', '--lot', 'RAM-77', '--confirm', 'RAM-77'];
    const reason = `wrong leaflet ${'WIDE WORDS '.repeat(16)}`.trim();
    await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '2', '--reason', reason, '--no-sync');
    await world.tell(world.A, world.H);
    // A scanner that loses what ends the serial: the label has the code of the pack that was judged all the same.
    await scanKeys(page, ram(1).replaceAll('\x1d', ''));
    await page.locator('[data-status=stop]').waitFor();
    await press('Put aside');
    await page.getByText('PUT ASIDE', { exact: true }).waitFor();
    const asked = page.waitForRequest(/\/v1\/symbol/);
    await press('Print a label');
    expect((await asked).postDataJSON()).toMatchObject({
      text: `01095060001343691728013110RAM-77\x1d21${serialOf(ram(1))}`,
    });
    await page.locator('.sheet.label img.symbol').waitFor();
    const said = await sheet();
    for (const part of ['DO NOT SUPPLY', 'wrong leaflet', 'RAM-77']) expect(said).toContain(part);
    expect(said).not.toContain(serialOf(ram(1)));
    const drawn = await page.evaluate<boolean>(`document.querySelector('img.symbol').naturalWidth > 0`);
    expect(drawn).toBe(true);
    expect(await lookedOver(page, 'print-label')).toEqual([]);
    expect(await printed()).toEqual([1, 100, 62]);
    // However long the reason is, the rest of the label is on it.
    await page.emulateMedia({ media: 'print' });
    const over = await page.evaluate<number>(`(() => {
      const label = document.querySelector('.sheet.label');
      return label.scrollHeight - label.clientHeight;
    })()`);
    expect(over).toBe(0);
    await page.emulateMedia({ media: 'screen' });
  });

  test('codes of the sheet press the buttons of a run, and a word that is scanned presses none', async () => {
    await goTo(page, `${desk.url}#desk`);
    await press('Show the sheet');
    await page.locator('.codes img.symbol').nth(3).waitFor();
    expect(await page.locator('.codes li').allInnerTexts()).toEqual(['Undo', 'Damaged', 'Tell the shipper', 'Done']);
    expect(await lookedOver(page, 'print-codes')).toEqual([]);
    expect((await printed())[0]).toBe(1);
    await goTo(page, `${desk.url}#stock-take`);
    await press('Begin');
    for (const n of [2, 3]) await scanKeys(page, ram(n));
    await page.locator('.tally', { hasText: '2/' }).waitFor();
    const colon = (character: string) => (character === ':' ? ([':', 'Semicolon', true] as const) : US(character));
    await scanKeys(page, 'PDG-DO:UNDO', colon);
    await page.locator('.tally', { hasText: '1/' }).waitFor();
    await scanKeys(page, 'undo');
    await page.getByText('SCAN AGAIN').first().waitFor();
    await expect.poll(() => page.locator('.tally').innerText()).toMatch(/^1\//);
    await scanKeys(page, 'PDG-DO:END', colon);
    await page.locator('.sheet').waitFor();
    expect(await sheet()).toContain('In stock by the books, and not scanned');
    expect(await lookedOver(page, 'print-note')).toEqual([]);
  });
});
