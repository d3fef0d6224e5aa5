// How the desk looks, by measure: what axe-core finds, sizes of what is pressed and read, contrast, and nothing beside the screen,
// in light and dark, with forced colours, on a handheld and at a till, in German and with larger letters.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import {
  axe,
  CHROMIUM,
  device,
  goTo,
  HANDHELD,
  MEASURES,
  opened,
  type RunningDesk,
  type Screen,
  scanKeys,
  startBrowser,
  startDesk,
  TILL,
} from './browser.ts';
import { codeFor } from './desk-page.ts';
import { type DeskWorld, deskWorld } from './world.ts';

const LOOKS: Readonly<Record<string, Screen>> = {
  'at a till': TILL,
  'at a till in the dark': { ...TILL, dark: true },
  'on a handheld': HANDHELD,
  'on a handheld in the dark': { ...HANDHELD, dark: true },
  'with forced colours': { ...HANDHELD, forced: true },
  'in German': { ...HANDHELD, language: 'de-DE' },
};

describeGiven('chromium', CHROMIUM, 'the desk looks right', (path) => {
  let world: DeskWorld;
  let desk: RunningDesk;
  let browser: Browser;
  let recall: string;

  beforeAll(async () => {
    world = await deskWorld();
    const lot = ['--gtin', '09506000134352', '--lot', 'AMX-2611', '--confirm', 'AMX-2611'];
    const issued = await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '2', '--reason', 'glass', '--no-sync');
    recall = issued.json.recall;
    await world.tell(world.A, world.H);
    desk = await startDesk(world.H.home);
    browser = await startBrowser(path);
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
    world.remove();
  });

  async function paired(screen: Screen, name: string): Promise<[Page, BrowserContext]> {
    const code = await codeFor(world.H, ['office', name]);
    const context = await device(browser, screen);
    return [await opened(context, `${desk.url}#pair=${code}`), context];
  }

  /** Goes to each screen that an office has; `visit` looks at it. */
  async function everywhere(page: Page, visit: (name: string) => Promise<void>): Promise<void> {
    await page.goto(`${desk.url}#scan`);
    await visit('scan');
    const scans = {
      caution: world.scans.old[0],
      stop: world.scans.amx[0],
      unknown: 'nonsense',
      genuine: world.scans.ram[0],
    };
    for (const [look, scan = ''] of Object.entries(scans)) {
      await scanKeys(page, scan);
      await page.locator(`[data-status=${look}]`).waitFor();
      await visit(`scan: ${look}`);
    }
    const screens = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('nav a')].map((a) => a.getAttribute('href').slice(1))`,
    );
    await page.goto(`${desk.url}#more`);
    await page.locator('ul.rows').waitFor();
    const more = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('main a.row')].map((a) => a.getAttribute('href').slice(1))`,
    );
    for (const name of [...screens, ...more, 'pedigree', 'recall-issue', `recall/${encodeURIComponent(recall)}`]) {
      await goTo(page, `${desk.url}#${name}`);
      await visit(name);
    }
  }

  test.each(Object.entries(LOOKS))(
    '%s: axe finds nothing, nothing is too small to press or beside the screen',
    async (name, screen) => {
      const [page, context] = await paired(screen, name);
      const found: string[] = [];
      await everywhere(page, async (at) => {
        found.push(...(await axe(page)).map((one) => `${at}: ${one}`));
        found.push(...(await page.evaluate<readonly string[]>(MEASURES)).map((one) => `${at}: ${one}`));
      });
      expect(found).toEqual([]);
      await context.close();
    },
    240_000,
  );

  test('what is wrong would be found', async () => {
    const [page, context] = await paired(HANDHELD, 'Wrong');
    await page.evaluate(`(() => {
      const bad = document.createElement('button');
      bad.style.cssText = 'width: 900px; height: 20px; position: absolute';
      document.querySelector('main').append(bad);
    })()`);
    expect((await axe(page)).some((one) => one.startsWith('button-name'))).toBe(true);
    expect(await page.evaluate<readonly string[]>(MEASURES)).toHaveLength(2);
    await context.close();
  });

  test('letters that are 40 % larger still fit a handheld', async () => {
    const [page, context] = await paired(HANDHELD, 'Large');
    const found: string[] = [];
    await everywhere(page, async (at) => {
      await page.evaluate(`document.documentElement.style.fontSize = '157%'`);
      found.push(...(await page.evaluate<readonly string[]>(MEASURES)).map((one) => `${at}: ${one}`));
    });
    expect(found).toEqual([]);
    await context.close();
  });

  describe('the word', () => {
    test.each([
      [{ width: 1920, height: 1080 }, 46],
      [HANDHELD, 24],
    ])('is read from afar at %j: capitals of %i px and more', async (screen, least) => {
      const [page, context] = await paired(screen, `Word ${screen.width}`);
      for (const scan of [world.scans.ram[0], world.scans.amx[0], 'nonsense']) {
        await scanKeys(page, scan ?? '');
        await page.waitForTimeout(400);
        expect(await page.evaluate<number>(CAPITALS)).toBeGreaterThanOrEqual(least);
      }
      await context.close();
    });
  });

  test('states differ by sign and by border, and reasons stand out 7 : 1', async () => {
    const [page, context] = await paired(TILL, 'Signs');
    const seen: Readonly<Record<string, string>>[] = [];
    const scans = {
      genuine: world.scans.ram[0],
      caution: world.scans.old[0],
      stop: world.scans.amx[0],
      unknown: 'nonsense',
    };
    for (const [look, scan = ''] of Object.entries(scans)) {
      await scanKeys(page, scan);
      await page.locator(`[data-status=${look}]`).waitFor();
      seen.push(await page.evaluate<Readonly<Record<string, string>>>(STATE));
    }
    for (const of of ['border', 'sign', 'word', 'ground'] as const)
      expect(new Set(seen.map((one) => one[of])).size).toBe(4);
    for (const { reason, wordContrast } of seen) {
      expect(Number(reason)).toBeGreaterThanOrEqual(7);
      expect(Number(wordContrast)).toBeGreaterThanOrEqual(5);
    }
    await context.close();
  });
});

/** In the page: how high a capital of the word is drawn. */
const CAPITALS = `(() => {
  const said = document.querySelector('.card .said');
  const { fontSize, fontWeight, fontFamily } = getComputedStyle(said);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = fontWeight + ' ' + fontSize + ' ' + fontFamily;
  return pen.measureText('H').actualBoundingBoxAscent;
})()`;

/** In the page: what tells a state from the others, and the contrasts of its word and its reason. */
const STATE = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => Number(part) / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const card = getComputedStyle(document.querySelector('.card'));
  const word = getComputedStyle(document.querySelector('.card .word'));
  const reason = getComputedStyle(document.querySelector('.card .reason'));
  return {
    border: card.borderTopStyle,
    sign: document.querySelector('.card .sign').textContent,
    word: document.querySelector('.card .said').textContent,
    ground: word.backgroundColor,
    wordContrast: String(contrast(word.color, word.backgroundColor)),
    reason: String(contrast(reason.color, card.backgroundColor)),
  };
})()`;
