// A real browser on a real desk: Debian's Chromium, driven by the keys and the clicks of a person.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { environment, PROGRAM } from '../cli/program.ts';

/** Where Chromium lies; undefined where there is none. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function startBrowser(path: string, ...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: path, headless: true, args: [...FLAGS, ...more] });
}

/** A desk that runs, and how its first device pairs. */
export interface RunningDesk {
  readonly url: string;
  readonly link: string;
  readonly stop: () => Promise<void>;
}

/** The built program on the folder of a party, on any free port. */
export async function startDesk(home: string, ...more: readonly string[]): Promise<RunningDesk> {
  const child: ChildProcess = spawn(
    process.execPath,
    [PROGRAM, '--home', home, 'desk', '--port', '0', '--json', ...more],
    { env: environment(home), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.stdout === null) throw new Error('a desk that says nothing');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  if (done === true) throw new Error('the desk ended at once');
  const { url, link = '' } = JSON.parse(value) as { readonly url: string; readonly link?: string };
  return {
    url,
    link,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** How a page looks at what it is shown on. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly forced?: boolean;
  readonly language?: string;
}

export const HANDHELD: Screen = { width: 360, height: 640 };
export const TILL: Screen = { width: 1280, height: 800 };

/** A device of its own: nothing is shared with another one but the desk. */
export function device(browser: Browser, { width, height, dark, forced, language }: Screen): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height },
    locale: language ?? 'en-GB',
    timezoneId: 'UTC',
    colorScheme: dark === true ? 'dark' : 'light',
    ...(forced === true ? { forcedColors: 'active' as const } : {}),
  });
}

/** Opens the page of a desk and waits until it shows a screen. */
export async function opened(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (thrown) => console.error('the page threw:', thrown.message));
  page.on('console', (said) => {
    if (said.type() === 'error' && !/Failed to load resource/.test(said.text())) console.error('page:', said.text());
  });
  await page.goto(address);
  await page.locator('main h1').waitFor();
  return page;
}

/** Goes to a screen, and waits until it shows what it asked for. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main:not(:has(.loading)) h1').waitFor();
}

/** How a host types one key: what it makes of it, and which key that is. */
export type Layout = (character: string) => readonly [key: string, code: string, shift: boolean];

/** The host has the keyboard that the scanner has. */
export const US: Layout = (character) => {
  const signs: Readonly<Record<string, string>> = { ']': 'BracketRight', '-': 'Minus', ' ': 'Space' };
  const code = /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`;
  return [character, signs[character] ?? code, /[A-Z]/.test(character)];
};

/** Bits of a key event: which keys are held. */
const [CTRL, SHIFT] = [2, 8];

/** Scans as a hand scanner does: key after key faster than any person, separators as Ctrl with ], Enter behind it. */
export async function scanKeys(page: Page, scan: string, layout: Layout = US): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const sent: Promise<unknown>[] = [];
  // However busy this computer is, the keys came a millisecond apart.
  let at = Date.now();
  const press = (key: string, code: string, modifiers: number, text: string): void => {
    at++;
    const timestamp = at / 1_000;
    const event = { timestamp, key, code, modifiers, windowsVirtualKeyCode: virtualKey(code, key) };
    const down = text === '' ? { type: 'rawKeyDown' as const } : { type: 'keyDown' as const, text };
    sent.push(session.send('Input.dispatchKeyEvent', { ...event, ...down }));
    sent.push(session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' }));
  };
  for (const character of scan) {
    const [key, code, shift] = layout(character === '\x1d' ? ']' : character);
    if (character === '\x1d') press(key, code, CTRL, '');
    else press(key, code, shift ? SHIFT : 0, key);
  }
  press('Enter', 'Enter', 0, '\r');
  await Promise.all(sent);
  await session.detach();
}

function virtualKey(code: string, key: string): number {
  const known: Readonly<Record<string, number>> = { Enter: 13, BracketRight: 221, Minus: 189 };
  return known[code] ?? key.toUpperCase().charCodeAt(0);
}

/** What axe-core finds on a page, a line each; the script is put in past the page's own policy, as a person's tool would be. */
export async function axe(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const source = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  await session.send('Runtime.evaluate', { expression: source });
  const run = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) =>
      id + ': ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' (' + failureSummary + ')').join('; '))))`;
  const { result } = await session.send('Runtime.evaluate', { expression: run, awaitPromise: true });
  await session.detach();
  return JSON.parse(String(result.value)) as readonly string[];
}

/** In the page: what is smaller than a thumb needs, or wider than the screen. */
export const MEASURES = `(() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen: ' + document.documentElement.scrollWidth);
  for (const one of document.querySelectorAll('main button, main a, main select, main input:not(.file):not([type=checkbox]), nav a')) {
    const { width, height } = one.getBoundingClientRect();
    if (one.classList.contains('skip') || width === 0) continue;
    if (height < 47.5 || width < 47.5) found.push(one.textContent + ': ' + width + ' x ' + height);
    if (one.scrollWidth > one.clientWidth + 1) found.push(one.textContent + ' does not fit its button');
  }
  return found;
})()`;

/** Where pictures of what is looked over go; none are made where it is not set. */
const PICTURES = process.env.PEDIGREE_PICTURES;

/** What is wrong with a page as it stands, on a handheld and at a till, in light and dark. It is left at the till, in light. */
export async function lookedOver(page: Page, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { width, height } of [HANDHELD, TILL]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      const all = [...(await axe(page)), ...(await page.evaluate<readonly string[]>(MEASURES))];
      found.push(...all.map((one) => `${name}, ${width} px, ${colorScheme}: ${one}`));
      if (PICTURES !== undefined)
        await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  return found;
}
