// The page of the desk in a real browser, by the keys and the clicks of a person: what it shows, what it does once, and what it
// never shows.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataMatrixPng } from '../../src/label/data-matrix.ts';
import { describeGiven } from '../left-out.ts';
import type { Party } from '../scenarios/world.ts';
import {
  CHROMIUM,
  device,
  goTo,
  HANDHELD,
  opened,
  type RunningDesk,
  scanKeys,
  startBrowser,
  startDesk,
  TILL,
  US,
} from './browser.ts';
import { codeFor, type DeskPage, deskPage } from './desk-page.ts';
import { labelFilm } from './fake-video.ts';
import { deskWorld } from './world.ts';

/** The end of a serial, which is all that the page shows of it; it stands last in the scans of this world. */
const lastOf = (scan: string): string => scan.slice(-4);

describeGiven('chromium', CHROMIUM, 'the page of the desk', (path) => {
  let { world, desk, browser, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, browser, page, close } = await deskPage(path));
  }, 240_000);
  afterAll(() => close());

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  const word = (of = page) => of.locator('.card .said').innerText();
  const eventsOf = async (party: Party): Promise<readonly { readonly type: string }[]> =>
    (await party.expect(0, 'log', '--chain', (await party.expect(0, 'status')).json.chain, '--limit', '1000')).json
      .events;
  /** Another device with its own storage, paired by the desk's own command. */
  const paired = async (role: string, name: string, screen = TILL, in_ = browser): Promise<Page> => {
    const code = await codeFor(world.H, [role, name]);
    return opened(await device(in_, screen), `${desk.url}#pair=${code}`);
  };

  test('a link pairs this device once, and leaves nothing in the address', async () => {
    expect(await page.evaluate('location.hash')).toBe('');
    const other = await opened(await device(browser, TILL), desk.link);
    await expect.poll(() => other.locator('h1').innerText()).toBe('Pair this device');
    await other.context().close();
  });

  test('a verdict takes four requests and at most 40 KB of page, and loads nothing of the camera', async () => {
    const context = await device(browser, TILL);
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const code = await codeFor(world.H, ['dispense', 'Budget']);
    const fresh = await opened(context, `${desk.url}#pair=${code}`);
    await scanKeys(fresh, ram(0));
    await fresh.locator('[data-status]').waitFor();
    const files = asked.filter((name) => !name.startsWith('/v1/'));
    expect(files.length).toBeLessThanOrEqual(5);
    expect(files.filter((name) => /wasm|frames/.test(name))).toEqual([]);
    const size = (name: string) => readFileSync(join('dist/desk', `${name === '/' ? 'index.html' : name}.gz`)).length;
    expect(files.map(size).reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(40 * 1024);
    await context.close();
  });

  test('what is loaded later keeps its bounds: 8 KB a file of a language, 24 KB a file of other screens, 16 KB for the worker', () => {
    const sizes = readdirSync('dist/desk').filter((file) => file.endsWith('.gz'));
    const size = (begins: string) =>
      sizes.filter((file) => file.startsWith(begins)).map((file) => readFileSync(join('dist/desk', file)).length);
    for (const one of ['de0-', 'de1-', 'de2-']) {
      expect(size(one).length).toBe(1);
      expect(size(one)[0]).toBeLessThanOrEqual(8 * 1024);
    }
    expect(size('frames-')[0]).toBeLessThanOrEqual(16 * 1024);
    for (const name of ['others-', 'dealings-']) expect(size(name)[0]).toBeLessThanOrEqual(24 * 1024);
  });

  test('a pack is judged by the node: word, lot, expiry and the end of the serial, and nothing is written', async () => {
    const before = (await eventsOf(world.H)).length;
    await scanKeys(page, ram(0));
    await page.locator('[data-status=genuine]').waitFor();
    const card = await page.locator('.card').innerText();
    await expect.poll(() => word()).toBe('GENUINE');
    for (const part of ['Ramipril Acme 5 mg', 'RAM-77', '31 Jan 2028', `ends in ${lastOf(ram(0))}`])
      expect(card).toContain(part);
    expect((await eventsOf(world.H)).length).toBe(before);
  });

  test('is dispensed once, though the button is pressed twice and the first answer is lost on the way', async () => {
    const isDispense = ({ type }: { readonly type: string }) => type === 'dispense';
    const before = (await eventsOf(world.H)).filter(isDispense).length;
    let tries = 0;
    await page.route('**/v1/do/dispense', async (route) => {
      tries++;
      if (tries > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    const answers: string[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('/dispense')) answers.push(await response.text());
    });
    await page.getByRole('button', { name: 'Dispense' }).dblclick();
    await page.getByText('DISPENSED').first().waitFor();
    await page.unroute('**/v1/do/dispense');
    expect(tries).toBe(2);
    expect(JSON.parse(answers.at(-1) ?? '')).toMatchObject({ already: true, result: 'dispensed' });
    const events = (await eventsOf(world.H)).filter(isDispense);
    expect(events.length).toBe(before + 1);
    const { steps } = (await world.H.expect(0, 'trace', ram(0))).json;
    expect(steps.at(-1)).toMatchObject({ type: 'dispense', operator: expect.stringContaining('Device') });
  });

  test('the pack scanned again is a stop, asks for the same box, and cannot be dispensed', async () => {
    await scanKeys(page, ram(0));
    await page.locator('[data-status=stop]').waitFor();
    await expect.poll(() => word()).toBe('STOP');
    await expect.poll(() => page.locator('.card').innerText()).toContain('EMVS A7');
    expect(await page.getByRole('button', { name: 'Dispense' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Same box' }).click();
    await expect.poll(() => page.locator('.card').innerText()).toContain('Nothing was recorded anew');
  });

  test('what is no code is to be scanned again', async () => {
    await scanKeys(page, 'nonsense');
    await page.locator('[data-status=unknown]').waitFor();
    await expect.poll(() => word()).toBe('SCAN AGAIN');
  });

  test('a picture of a label is read by the node, and one of nothing is told', async () => {
    const label = await dataMatrixPng(ram(2).replace(/^\]d2/, ''), { scale: 6 });
    const picture = page.locator('input[type=file]');
    await picture.setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer: Buffer.from(label) });
    await page.getByText(`ends in ${lastOf(ram(2))}`).waitFor();
    await expect.poll(() => word()).toBe('GENUINE');
    await picture.setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.locator('.ways [role=alert]').waitFor();
  });

  test('the suffix of a scanner presses no button and opens no tab', async () => {
    await scanKeys(page, ram(1));
    await page.locator('[data-status=genuine]').waitFor();
    const before = (await eventsOf(world.H)).length;
    await page.getByRole('button', { name: 'Dispense' }).focus();
    await scanKeys(page, ram(2));
    await page.keyboard.press('Enter');
    await page.getByText(`ends in ${lastOf(ram(2))}`).waitFor();
    await page.getByRole('button', { name: 'Dispense' }).focus();
    await page.keyboard.type(ram(3).replaceAll('\x1d', ''));
    await page.keyboard.press('Control+j');
    await page.waitForTimeout(300);
    expect(await page.getByRole('button', { name: 'Dispense' }).count()).toBeLessThanOrEqual(1);
    expect((await eventsOf(world.H)).length).toBe(before);
    expect(page.context().pages().length).toBe(1);
  });

  test('the keys that a German host mistypes are read by what was pressed', async () => {
    const german: Readonly<Record<string, readonly [string, string, boolean]>> = {
      ']': ['+', 'BracketRight', false],
      Y: ['Z', 'KeyY', true],
      Z: ['Y', 'KeyZ', true],
      '-': ['ß', 'Minus', false],
    };
    await scanKeys(page, ram(4), (character) => german[character] ?? US(character));
    await page.getByText(`ends in ${lastOf(ram(4))}`).waitFor();
    expect(['GENUINE', 'CAUTION']).toContain(await word());
    expect(await page.evaluate('visualViewport.scale')).toBe(1);
  });

  test('a scan in a text field is taken as a scan, and the field keeps what a person wrote', async () => {
    await page.getByRole('button', { name: 'Type it in' }).click();
    const field = page.getByLabel('Code as it is printed');
    await field.pressSequentially('abc', { delay: 60 });
    await scanKeys(page, ram(5));
    await page.getByText(`ends in ${lastOf(ram(5))}`).waitFor();
    await expect.poll(() => field.inputValue()).toBe('abc');
  });

  test('the pedigree has a picture of the holders, and the same as text', async () => {
    await page.getByRole('link', { name: 'Pedigree' }).click();
    const strip = page.locator('.strip svg');
    await strip.waitFor();
    expect(await strip.getAttribute('aria-label')).toMatch(/Acme Pharma, Hill Pharmacy/);
    const steps = await page.locator('.timeline strong').allInnerTexts();
    expect(steps).toEqual(['made', 'shipped', 'received']);
    await page.getByRole('link', { name: 'Back' }).click();
  });

  test('a verdict greys after a minute, shows its time, and says no more which pack it was of', async () => {
    const context = await device(browser, TILL);
    const code = await codeFor(world.H, ['look', 'Old']);
    const old = await context.newPage();
    await old.goto(`${desk.url}#pair=${code}`);
    await old.locator('main h1').waitFor();
    await old.getByRole('link', { name: 'Scan' }).click();
    await scanKeys(old, ram(6));
    await old.locator('[data-status=genuine]').waitFor();
    await old.clock.setSystemTime(Date.now() + 62_000);
    await old.locator('[data-old]').waitFor();
    await expect.poll(() => old.locator('.card').innerText()).toMatch(/As of \d\d:\d\d/);
    expect(await old.locator('.card').innerText()).not.toContain(lastOf(ram(6)));
    await context.close();
  });

  test('five thousand lots cost as many elements as a screen has, and the last one is reached', async () => {
    const lots = Array.from({ length: 5_000 }, (_, n) => ({
      gtin: '09506000134369',
      lot: `LOT-${n}`,
      expiry: '2028-01-31',
      packs: 1,
      byState: { active: 1 },
    }));
    await page.route('**/v1/do/stock', (route) =>
      route.fulfill({ json: { ok: true, schema: 'pedigree/stock/1', exit: 0, lots, packs: 5_000, total: 5_000 } }),
    );
    await goTo(page, `${desk.url}#lots`);
    expect(await page.locator('.lines *').count()).toBeLessThanOrEqual(200);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.getByText('LOT-4999').waitFor();
    expect(await page.locator('.lines *').count()).toBeLessThanOrEqual(200);
    await page.unroute('**/v1/do/stock');
    await goTo(page, `${desk.url}#scan`);
  });

  test('a device that looks has no button that writes', async () => {
    const look = await paired('look', 'Window');
    await look.getByRole('link', { name: 'Scan' }).click();
    await scanKeys(look, ram(7));
    await look.locator('[data-status=genuine]').waitFor();
    for (const name of ['Dispense', 'Put aside', 'Report'])
      expect(await look.getByRole('button', { name }).count()).toBe(0);
    await look.getByRole('link', { name: 'Recalls' }).click();
    expect(await look.getByRole('link', { name: 'Issue a recall' }).count()).toBe(0);
    await look.context().close();
  });

  test('hostile words of others are text: nothing runs, nothing turns round, nothing is wider than the screen', async () => {
    const nasty = `<img src=x onerror=alert(1)>\u202e${'W'.repeat(90)}`;
    await world.A.expect(0, 'product', 'set', '--gtin', '09506000134369', '--name', nasty, '--strength', '5 mg');
    await world.tell(world.A, world.H);
    const small = await paired('dispense', `${'Ä'.repeat(30)}<b>`, HANDHELD);
    await scanKeys(small, ram(8));
    await small.locator('[data-status=genuine]').waitFor();
    const card = await small.locator('.card').innerText();
    expect(card).toContain('<img src=x');
    expect(card).not.toContain('\u202e');
    expect(await small.locator('img').count()).toBe(0);
    expect(await small.evaluate('document.documentElement.scrollWidth')).toBe(HANDHELD.width);
    await small.context().close();
  });

  test('German is whole: no word of the first screens is English', async () => {
    const german = await paired('dispense', 'Kasse 2', { ...HANDHELD, language: 'de-DE' });
    await scanKeys(german, ram(8));
    await german.locator('[data-status=genuine]').waitFor();
    expect(await word(german)).toBe('ECHT');
    await expect.poll(() => german.locator('.card').innerText()).toContain('31. Jan. 2028');
    await german.getByRole('link', { name: 'Heute' }).click();
    await german.getByText('Heute getan').waitFor();
    await german.context().close();
  });

  test('a recall that covers the pack on the screen turns the screen', async () => {
    const counter = await paired('dispense', 'Counter 3');
    await scanKeys(counter, ram(9));
    await counter.locator('[data-status=genuine]').waitFor();
    const lot = ['--gtin', '09506000134369', '--lot', 'RAM-77', '--confirm', 'RAM-77'];
    await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '1', '--reason', 'wrong leaflet', '--no-sync');
    await world.tell(world.A, world.H);
    await counter.locator('[data-status=stop]').waitFor();
    expect(await word(counter)).toBe('RECALLED');
    await expect.poll(() => counter.locator('.notice.stop').innerText()).toContain('RECALL class 1');
    expect(await counter.getByRole('button', { name: 'Dispense' }).count()).toBe(0);
    await counter.context().close();
  });

  test('the recall is answered from the board, and its numbers add up', async () => {
    await page.getByRole('link', { name: 'Recalls' }).click();
    await page.locator('a.row.stop').first().click();
    await page.getByRole('button', { name: 'Set apart and answer' }).click();
    await page.getByText(/Answered\. \d+ packs? set apart/).waitFor();
    await world.tell(world.H, world.A);
    const status = (await world.A.expect(0, 'recall', 'list')).json.recalls[0];
    const maker = await startDesk(world.A.home);
    try {
      const board = await opened(await device(browser, TILL), `${maker.link}`);
      await board.goto(`${maker.url}#recall/${encodeURIComponent(status.id)}`);
      await board.locator('.bar').waitFor();
      const said = (await board.locator('.bar > svg').getAttribute('aria-label')) ?? '';
      const numbers = [...said.matchAll(/(\d[\d ]*) [a-z]/g)].map(([, count = '']) =>
        Number(count.replaceAll(' ', '')),
      );
      expect(numbers.reduce((all, one) => all + one, 0)).toBe(60);
      await expect.poll(() => board.getByText('1 of 2 answered').count()).toBe(1);
      await board.context().close();
    } finally {
      await maker.stop();
    }
  });

  describe('without the node', () => {
    let alone: RunningDesk;
    let counter: Page;

    test('no verdict stays, and scans are kept in their order', async () => {
      const port = '17418';
      alone = await startDesk(world.M.home, '--port', port);
      counter = await opened(await device(browser, TILL), alone.link);
      await counter.goto(`${alone.url}#scan`);
      await scanKeys(counter, ram(20));
      await counter.locator('[data-status=stop], [data-status=caution]').first().waitFor();
      await alone.stop();
      await counter.locator('[data-status=away]').waitFor();
      await expect.poll(() => counter.locator('.card').count()).toBe(1);
      expect(await word(counter)).toBe('NOT CONNECTED');
      for (const n of [21, 22, 23]) await scanKeys(counter, ram(n));
      await counter.getByText('3 scans waiting, not yet judged').waitFor();
      alone = await startDesk(world.M.home, '--port', port);
      await counter.getByText('Judged now').waitFor();
      await counter.locator('ol.rows li').nth(2).waitFor();
      const judged = await counter.locator('ol.rows li').allInnerTexts();
      expect(judged.map((text) => /ends in (\w+)/.exec(text)?.[1])).toEqual([23, 22, 21].map((n) => lastOf(ram(n))));
      await counter.context().close();
      await alone.stop();
    });
  });

  test('a device that was forgotten is asked to pair again', async () => {
    const gone = await paired('dispense', 'Lost');
    await world.H.expect(0, 'desk', 'forget', 'Lost');
    await scanKeys(gone, ram(8));
    await gone.getByText('This device was forgotten').waitFor();
    await gone.context().close();
  });
});

describeGiven('chromium', CHROMIUM, 'the camera', (path) => {
  test('a pack held before it is read and judged once while it stays in view', async () => {
    const world = await deskWorld();
    const folder = mkdtempSync(join(tmpdir(), 'pedigree-film-'));
    const film = join(folder, 'label.y4m');
    const [scan = ''] = world.scans.ram;
    await labelFilm(film, scan, 2.5, 10);
    const desk = await startDesk(world.H.home);
    const browser = await startBrowser(
      path,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    );
    try {
      const context = await device(browser, TILL);
      await context.grantPermissions(['camera'], { origin: desk.url });
      const asked: string[] = [];
      context.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const page = await opened(context, desk.link);
      const events = async () => (await world.H.expect(0, 'status')).json.events as number;
      const before = await events();
      expect(asked.filter((name) => /frames|wasm/.test(name))).toEqual([]);
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.locator('[data-status=genuine]').waitFor({ timeout: 60_000 });
      const card = await page.locator('.card').innerText();
      for (const part of ['GENUINE', 'RAM-77', '31 Jan 2028', `ends in ${lastOf(scan)}`]) expect(card).toContain(part);
      await page.waitForTimeout(4_000);
      expect(asked.filter((name) => name === '/v1/do/verify').length).toBe(1);
      expect(asked.filter((name) => /frames|wasm/.test(name)).length).toBe(2);
      expect(await events()).toBe(before);
    } finally {
      await browser.close();
      await desk.stop();
      world.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});
