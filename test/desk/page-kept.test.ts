// The page of the desk in a real browser when something comes between: what was scanned is judged or kept, and never gone, and
// what is on the screen is not older than it looks.
import type { Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { CHROMIUM, goTo, lookedOver, scanKeys } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

/** The end of a serial, as the page shows it. */
const lastOf = (scan: string): string => scan.slice(-4);

describeGiven('chromium', CHROMIUM, 'the page of the desk, when something comes between', (path) => {
  let { world, desk, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, close } = await deskPage(path));
    await goTo(page, `${desk.url}#scan`);
  }, 240_000);
  afterAll(() => close());

  const ram = (n: number): string => world.scans.ram[n] ?? '';
  const judged = (n: number) => page.locator('ol.rows li').nth(n).waitFor();

  /** How many packs a run counts. */
  const here = (count: number, at = page) =>
    at.locator('.tally', { hasText: new RegExp(`^${count}(/| pack)`) }).waitFor();
  const dropped = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Drop it all' }).click();
    await page.getByRole('button', { name: 'Yes, drop it' }).click();
    await goTo(page, `${desk.url}#scan`);
  };

  /** What a person sees who turns to another tab, and comes back. */
  const hide = (isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
      document.dispatchEvent(new Event('visibilitychange'));
    `);

  /** Holds what is being recorded until the test lets go of it. */
  const heldDispense = async (n: number): Promise<() => Promise<void>> => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/v1/do/dispense', async (route) => {
      await held;
      await route.continue();
    });
    await scanKeys(page, ram(n));
    await page.locator('[data-status=genuine]').waitFor();
    await page.getByRole('button', { name: 'Dispense' }).click();
    await page.getByText('RECORDING', { exact: false }).first().waitFor();
    return async () => {
      letGo();
      await page.getByText('DISPENSED').first().waitFor();
      await page.unroute('**/v1/do/dispense');
    };
  };

  test('each scan that comes while something is recorded is judged, not only the first', async () => {
    const letGo = await heldDispense(0);
    await scanKeys(page, ram(1));
    await judged(0);
    await scanKeys(page, ram(2));
    await judged(1);
    await letGo();
  });

  test('a scan that the node does not take now waits, and is judged when it is taken', async () => {
    const letGo = await heldDispense(3);
    let tries = 0;
    await page.route('**/v1/do/verify', (route) => {
      tries++;
      if (tries > 1) return route.continue();
      return route.fulfill({ status: 503, json: { ok: false, code: 'busy', message: 'busy', exit: 75 } });
    });
    await scanKeys(page, ram(4));
    await judged(0);
    expect(tries).toBe(2);
    await page.unroute('**/v1/do/verify');
    await letGo();
  });

  test('one move that is refused takes no other move of a run with it', async () => {
    await goTo(page, `${desk.url}#stock-take`);
    await page.getByRole('button', { name: 'Begin' }).click();
    await here(0);
    let isAway = true;
    const turn = async (route: Route): Promise<void> => {
      if (isAway) return route.abort();
      if (!(route.request().postData() ?? '').includes('never-taken')) return route.continue();
      return route.fulfill({ status: 400, json: { ok: false, code: 'bad-request', message: 'refused', exit: 64 } });
    };
    await page.route('**/moves', turn);
    for (const scan of [ram(5), 'never-taken', 'PDG-OP:0123', ram(6)]) await scanKeys(page, scan);
    isAway = false;
    await here(2);
    await page.getByText('refused').first().waitFor();
    await page.unroute('**/moves');
    await dropped();
  });

  test('what is scanned between the tap and the open run is counted, in its order', async () => {
    await goTo(page, `${desk.url}#stock-take`);
    await scanKeys(page, ram(4));
    await page.getByText('Press “Begin” first').waitFor();
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let tries = 0;
    await page.route('**/v1/sessions', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      tries++;
      if (tries === 1) return route.abort();
      await held;
      return route.continue();
    });
    await page.getByRole('button', { name: 'Begin' }).click();
    await scanKeys(page, ram(5));
    await scanKeys(page, ram(6));
    await page.getByText('2 scans waiting').waitFor();
    letGo();
    await here(2);
    expect(tries).toBe(2);
    await page.locator('.card', { hasText: lastOf(ram(6)) }).waitFor();
    await page.unroute('**/v1/sessions');
    await dropped();
  });

  test('what was scanned for a run that cannot be opened is said to be counted nowhere', async () => {
    await goTo(page, `${desk.url}#stock-take`);
    await page.route('**/v1/sessions', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await page.getByText('1 scan waiting').waitFor();
      return route.fulfill({ status: 400, json: { ok: false, code: 'bad-request', message: 'refused', exit: 64 } });
    });
    await page.getByRole('button', { name: 'Begin' }).click();
    await scanKeys(page, ram(5));
    await page.getByText('1 scan not counted').waitFor();
    await page.unroute('**/v1/sessions');
    await goTo(page, `${desk.url}#scan`);
  });

  test('the label of a container fills the number that is packed into', async () => {
    await goTo(page, `${desk.url}#pack`);
    await scanKeys(page, ']C100950600013435200178');
    await expect.poll(() => page.getByLabel('SSCC', { exact: false }).inputValue()).toBe('950600013435200178');
    await goTo(page, `${desk.url}#scan`);
  });

  test('a recall that comes while the node is asked has it asked again', async () => {
    const answer = async (route: Route): Promise<void> => {
      const early = await route.fetch();
      const lot = ['--gtin', '09506000134369', '--lot', 'OLD-1', '--confirm', 'OLD-1'];
      await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '1', '--reason', 'early', '--no-sync');
      await world.tell(world.A, world.H);
      await page.getByText('early').first().waitFor();
      await route.fulfill({ response: early });
    };
    await page.route('**/v1/do/verify', answer, { times: 1 });
    await scanKeys(page, world.scans.old[0] ?? '');
    await page.locator('[data-status=stop]').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Next pack' }).click();
  });

  test('what was dispensed is not offered to be put aside', async () => {
    await scanKeys(page, ram(0));
    await page.locator('[data-status=stop]').waitFor();
    expect(await page.getByRole('button', { name: 'Put aside' }).count()).toBe(0);
    await expect.poll(() => page.getByRole('button', { name: 'Report' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Next pack' }).click();
  });

  test('a run that another tab opens goes on there: nothing is scanned into it twice, and it can be taken back', async () => {
    await goTo(page, `${desk.url}#stock-take`);
    await page.getByRole('button', { name: 'Begin' }).click();
    await here(0);
    await scanKeys(page, ram(5));
    await here(1);
    await page.locator('.card', { hasText: lastOf(ram(5)) }).waitFor();
    const other = await page.context().newPage();
    other.setDefaultTimeout(60_000);
    await goTo(other, `${desk.url}#stock-take`);
    await other.getByRole('button', { name: 'Begin' }).click();
    await other.getByText('Goes on from what was scanned before.').waitFor();
    // The last line is read, and its scan is not undone.
    await other.locator('.card', { hasText: lastOf(ram(5)) }).waitFor();
    await page.getByText('This run goes on in another tab.').waitFor();
    await scanKeys(page, ram(6));
    await scanKeys(other, ram(7));
    await here(2, other);
    await page.getByRole('button', { name: 'Go on here' }).click();
    await here(2);
    await page.locator('.card', { hasText: lastOf(ram(7)) }).waitFor();
    await other.getByText('This run goes on in another tab.').waitFor();
    await scanKeys(page, ram(6));
    await here(3);
    await page.route('**/moves', (route) =>
      route.fulfill({ status: 409, json: { ok: false, code: 'once-key-reused', message: 'reused', exit: 64 } }),
    );
    await scanKeys(page, ram(8));
    await page.getByText('This run goes on in another tab.').waitFor();
    await page.unroute('**/moves');
    // What was turned away waited, and is sent by whoever goes on.
    await page.getByRole('button', { name: 'Go on here' }).click();
    await here(4);
    await other.close();
    await dropped();
  });

  test('a proxy that answers for a node that is gone is no node', async () => {
    await page.route('**/v1/news', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }),
    );
    await hide(true);
    await hide(false);
    await page.locator('[data-status=away]').waitFor();
    await page.unroute('**/v1/news');
    await page.locator('[data-status=away]').waitFor({ state: 'detached' });
  });

  test('a recall that came while nobody looked turns the screen when somebody looks again', async () => {
    await scanKeys(page, ram(7));
    await page.locator('[data-status=genuine]').waitFor();
    await hide(true);
    const lot = ['--gtin', '09506000134369', '--lot', 'RAM-77', '--confirm', 'RAM-77'];
    await world.A.expect(0, 'recall', 'issue', ...lot, '--class', '1', '--reason', 'wrong leaflet', '--no-sync');
    await world.tell(world.A, world.H);
    await page.waitForTimeout(1_500);
    await expect.poll(() => page.locator('[data-status=genuine]').count()).toBe(1);
    await hide(false);
    await page.locator('[data-status=stop]').waitFor();
    expect(await page.getByRole('button', { name: 'Dispense' }).count()).toBe(0);
  });

  test('while the node is away a scan of a recall that was heard of is on the list, and nothing else is said of any', async () => {
    await page.context().setOffline(true);
    await scanKeys(page, world.scans.amx[0] ?? '');
    await page.getByText('1 scan waiting', { exact: false }).waitFor();
    expect(await page.getByText('ON THE LIST').count()).toBe(0);
    await scanKeys(page, ram(8));
    await page.getByText('ON THE LIST of recalls', { exact: false }).waitFor();
    expect(await page.locator('[data-status=genuine], [data-status=stop]').count()).toBe(0);
    expect(await lookedOver(page, 'away-recall')).toEqual([]);
    await page.context().setOffline(false);
    await judged(1);
  });

  test('what waits for the node, and what was judged late, is there after a reload, in its order, and once', async () => {
    await goTo(page, `${desk.url}#scan`);
    await page.route('**/v1/do/verify', (route) => route.abort());
    const late = [ram(6), ram(5), 'nonsense'];
    for (const scan of late) await scanKeys(page, scan);
    const waits = page.getByText(`${late.length} scans waiting`, { exact: false });
    await waits.waitFor();
    await page.reload();
    await waits.waitFor();
    await page.unroute('**/v1/do/verify');
    for (const _ of [1, 2]) {
      await judged(late.length - 1);
      const listed = await page.locator('ol.rows li').allInnerTexts();
      expect(listed).toHaveLength(late.length);
      expect(listed[0]).toContain('SCAN AGAIN');
      expect([listed[1], listed[2]].map((one) => one?.includes('RECALLED'))).toEqual([true, true]);
      expect(listed[1]).toContain(lastOf(ram(5)));
      expect(listed[2]).toContain(lastOf(ram(6)));
      await page.reload();
    }
    await judged(late.length - 1);
    // The next pack takes their place, after a reload too.
    await scanKeys(page, ram(4));
    await page.locator('[data-status=stop]').waitFor();
    await page.locator('ol.rows li').first().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Scan a pack').waitFor();
    await page.waitForTimeout(500);
    expect(await page.locator('ol.rows li').count()).toBe(0);
  });

  test('what is judged late is told on whatever screen somebody is by then', async () => {
    await goTo(page, `${desk.url}#today`);
    await goTo(page, `${desk.url}#scan`);
    await page.route('**/v1/do/verify', (route) => route.abort());
    for (const scan of [ram(6), world.scans.amx[0] ?? '']) await scanKeys(page, scan);
    await page.getByText('2 scans waiting', { exact: false }).waitFor();
    await page.locator('nav').getByText('Today').click();
    await page.locator('h1', { hasText: 'Today' }).waitFor();
    await page.unroute('**/v1/do/verify');
    const notice = page.locator('.notice', { hasText: '2 scans that waited are judged now' });
    await notice.waitFor();
    await expect.poll(() => notice.innerText()).toContain('Stopped: 1');
    expect(await lookedOver(page, 'judged-late')).toEqual([]);
    await notice.getByRole('link', { name: 'Open' }).click();
    await judged(1);
    expect(await notice.count()).toBe(0);
    // It was seen there.
    await page.locator('nav').getByText('Today').click();
    await page.locator('h1', { hasText: 'Today' }).waitFor();
    expect(await notice.count()).toBe(0);
    await goTo(page, `${desk.url}#scan`);
  });

  test('the page opens while the node is away, and no answer of the node is kept', async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await expect
      .poll(() => page.evaluate<boolean>(`navigator.serviceWorker.controller !== null`), { timeout: 60_000 })
      .toBe(true);
    const kept = await page.evaluate<readonly string[]>(`(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    })()`);
    expect(kept).toContain('/');
    expect(kept.filter((name) => name.startsWith('/v1'))).toEqual([]);
    await desk.stop();
    await page.reload();
    await page.getByText('NOT CONNECTED').first().waitFor();
    await page.getByText('Hill Pharmacy', { exact: false }).first().waitFor();
    await scanKeys(page, ram(9));
    await page.getByText('3 scans waiting', { exact: false }).waitFor();
    expect(await page.locator('[data-status=genuine]').count()).toBe(0);
  });
});
