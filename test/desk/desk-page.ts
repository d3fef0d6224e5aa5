// One desk and a page of it that is paired, for all tests of a file.
import type { Browser, Page } from 'playwright-core';
import type { Party } from '../scenarios/world.ts';
import { device, opened, type RunningDesk, type Screen, startBrowser, startDesk, TILL } from './browser.ts';
import { type DeskWorld, deskWorld } from './world.ts';

export interface DeskPage {
  readonly world: DeskWorld;
  readonly desk: RunningDesk;
  readonly browser: Browser;
  readonly page: Page;
  /** Ends all of it. */
  readonly close: () => Promise<void>;
}

export interface DeskPageOptions {
  readonly screen?: Screen;
  /** As what it is paired, by the desk's own command; as the first device, where absent. */
  readonly as?: readonly [role: string, name: string];
  /** Whose desk it is; the pharmacy's, where absent. */
  readonly of?: (world: DeskWorld) => Party;
  /** What has happened before it opens. */
  readonly before?: (world: DeskWorld) => Promise<void>;
}

export async function deskPage(path: string, options: DeskPageOptions = {}): Promise<DeskPage> {
  const { screen = TILL, of = ({ H }) => H, as, before } = options;
  const world = await deskWorld();
  await before?.(world);
  const party = of(world);
  const desk = await startDesk(party.home);
  const browser = await startBrowser(path);
  const link = as === undefined ? desk.link : `${desk.url}#pair=${await codeFor(party, as)}`;
  const page = await opened(await device(browser, screen), link);
  page.setDefaultTimeout(60_000);
  const close = async () => {
    await browser.close();
    await desk.stop();
    world.remove();
  };
  return { world, desk, browser, page, close };
}

/** A code that pairs another device. */
export async function codeFor(party: Party, [role, name]: readonly [string, string]): Promise<string> {
  const { json } = await party.expect(0, 'desk', 'pair', '--role', role, '--name', name);
  return json.code;
}
