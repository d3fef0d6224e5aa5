// Pictures of the desk for the documentation, taken of the real page: docs/screens/desk-*.png. Run it after a change of looks.
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { CHROMIUM, device, HANDHELD, opened, scanKeys, startBrowser, startDesk, TILL } from '../test/desk/browser.ts';
import { deskWorld } from '../test/desk/world.ts';

const FOLDER = 'docs/screens';
/** Few colours are enough for a page, and a picture stays small. */
const COLOURS = 64;

if (CHROMIUM === undefined) throw new Error('there is no Chromium here');
mkdirSync(FOLDER, { recursive: true });
const world = await deskWorld();
const desk = await startDesk(world.H.home);
const browser = await startBrowser(CHROMIUM);
try {
  const page = await opened(await device(browser, TILL), desk.link);
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(300);
    const picture = await sharp(await page.screenshot())
      .png({ palette: true, colours: COLOURS, effort: 10 })
      .toBuffer();
    writeFileSync(`${FOLDER}/desk-${name}.png`, picture);
  };
  const [first = '', second = ''] = world.scans.ram;
  await scanKeys(page, first);
  await page.locator('[data-status=genuine]').waitFor();
  await take('genuine');
  await page.getByRole('button', { name: 'Dispense' }).click();
  await page.getByText('DISPENSED').first().waitFor();
  await page.getByRole('button', { name: 'Next pack' }).click();
  await scanKeys(page, second);
  await page.locator('[data-status=genuine]').waitFor();
  const lot = ['--gtin', '09506000134369', '--lot', 'RAM-77', '--confirm', 'RAM-77'];
  const why = ['--class', '2', '--reason', 'wrong leaflet', '--no-sync'];
  const { recall } = (await world.A.expect(0, 'recall', 'issue', ...lot, ...why)).json;
  await world.tell(world.A, world.H);
  await page.locator('[data-status=stop]').waitFor();
  await page.setViewportSize(HANDHELD);
  await take('recalled-handheld');
  await page.setViewportSize(TILL);
  await page.locator('.notice').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Pedigree' }).click();
  await page.locator('.timeline li').first().waitFor();
  await take('pedigree');
  await world.H.expect(0, 'recall', 'respond', recall);
  await world.tell(world.H, world.A);
  const maker = await startDesk(world.A.home);
  try {
    await page.goto(`${maker.link}`);
    await page.locator('main h1').waitFor();
    await page.goto(`${maker.url}#recall/${encodeURIComponent(recall)}`);
    await page.locator('.bar').waitFor();
    await page.getByRole('heading', { name: 'Where the packs are' }).scrollIntoViewIfNeeded();
    await take('recall');
  } finally {
    await maker.stop();
  }
} finally {
  await browser.close();
  await desk.stop();
  world.remove();
}
