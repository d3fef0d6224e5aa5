// The built program at a real terminal, with a scanner that types and a person at the keys.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { CALIBRATION } from '../../src/scan/scanner-profile.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { HILL, MIDWAY } from '../app/network.ts';
import { PROGRAM, pedigree, validated } from '../cli/program.ts';
import { describeGiven } from '../left-out.ts';
import { documents, HAS_TERMINAL, type Size, type Terminal, terminal } from './pty.ts';

const GS = '\x1d';
const NOW = '2026-11-23T09:00:00Z';
const BURST = 2_000;

type Line = Readonly<Record<string, unknown>> & { readonly kind: string; readonly tally?: Record<string, number> };

let world: World;
let scans: readonly string[];
beforeAll(async () => {
  if (!HAS_TERMINAL) return;
  world = await makeWorld();
  scans = (await world.mint({ count: BURST })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 40) }));
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(40, 48), despatch: 'EIGHT' }));
  await world.share();
  await world.as('hill', (opened) => receive(opened, { items: [], all: true }));
}, 240_000);
afterAll(() => world?.remove());

const home = (who: 'acme' | 'hill' | 'midway') => world.env(who).home;
const line = (who: 'acme' | 'hill' | 'midway', mode: string, ...more: readonly string[]) =>
  `'${process.execPath}' '${PROGRAM}' scan --mode ${mode} --home '${home(who)}' --now ${NOW} ${more.join(' ')}`;
const lines = (at: Terminal) => documents(at.shown()).map((text) => JSON.parse(text) as Line);
const ofKind = (at: Terminal, kind: string) => lines(at).filter((one) => one.kind === kind);
const begun = (text: string) => text.includes('"kind":"start"') || text.includes('Ctrl-C');
const heard = (at: Terminal, count: number) => at.until((text) => text.split('"kind":"scan"').length > count);
const session = (who: 'acme' | 'hill' | 'midway', mode: string, size?: Size) =>
  terminal(world.path('.'), line(who, mode), size);

describeGiven('script of util-linux', HAS_TERMINAL, 'a scanner at a terminal', () => {
  test.each(['before the program has begun', 'once it listens'])(
    'types 2 000 codes at full speed, %s: none is lost, none is changed, and every line has its schema',
    async (when) => {
      const at = terminal(world.path('.'), line('acme', 'verify', '--json'));
      if (when === 'once it listens') await at.until(begun);
      at.type(scans.map((scan) => `${scan}\r`).join(''));
      await heard(at, BURST);
      at.type('\x04');
      await at.ended();
      const all = ofKind(at, 'scan');
      expect(all.map(({ input }) => input)).toEqual(scans);
      expect(all.at(-1)?.tally).toMatchObject({ scans: BURST, unreadable: 0, duplicates: 0 });
      expect(validated(documents(at.shown()).join('\n'))).toHaveLength(BURST + 2);
    },
  );

  test('separates, frames and ends its codes in every way there is, at any speed', async () => {
    const at = terminal(world.path('.'), line('acme', 'verify', '--json'));
    await at.until(begun);
    const [code = '', ...others] = scans;
    const spelled = (keys: string) => code.replace(GS, keys);
    const typed = [
      ...['\r', '\n', '\r\n', '\t'].map((end) => code + end),
      ...['\x1b[19~', '\x1b0\x1b2\x1b9', '{GS}', '␝'].map((keys) => `${spelled(keys)}\r`),
      `\x1b[200~${code}\r\n\x1b[201~`,
      `\x02${code}\x03\r`,
      `${code}\x03\r`,
      `\x11${code.slice(0, 30)}\x13${code.slice(30)}\x11\r`,
    ];
    for (const [n, keys] of typed.entries()) {
      at.type(keys);
      await heard(at, n + 1);
    }
    for (const character of others[0] ?? '') {
      at.type(character);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    at.type('\r');
    await heard(at, typed.length + 1);
    // A control character in the middle of a code neither ends the session nor cuts the code short; letters before it are
    // what a scanner may put there, and the pack is one that was scanned.
    at.type(`${code.slice(0, 20)}\x03${code.slice(20)}\r${code.slice(0, 20)}\x15${code.slice(20)}\réß${code}\r`);
    await heard(at, typed.length + 4);
    at.type('\x04');
    await at.ended();
    const all = ofKind(at, 'scan');
    const serials = all.map(({ item }) => (item as { serial?: string } | undefined)?.serial);
    const serial = serials[0];
    expect(code).toContain(serial);
    expect(serials.slice(0, typed.length)).toEqual(typed.map(() => serial));
    expect(others[0]).toContain(serials[typed.length]);
    expect(all.slice(typed.length + 1).map(({ result, again }) => [result, again])).toEqual([
      ['unreadable', true],
      ['unreadable', true],
      ['duplicate', undefined],
    ]);
  });
});

describeGiven('script of util-linux', HAS_TERMINAL, 'a person at a terminal', () => {
  test('is asked about a pack that comes twice, takes back, and records with Enter', async () => {
    const at = terminal(world.path('.'), line('hill', 'dispense', '--json'));
    await at.until(begun);
    const [a = '', b = '', c = ''] = scans;
    at.type(`${a}\r${b}\r${c}\r${b}\r`);
    await at.until((text) => text.includes('"asks":true'));
    await asAPerson();
    at.type('\r');
    await at.until((text) => text.includes('"result":"same"'));
    at.type('\x1a');
    await at.until((text) => text.includes('"result":"undone"'));
    at.type('\x1a');
    await at.until((text) => text.split('"result":"undone"').length > 2);
    at.type('\r');
    // The repetition was a thing to look at, whatever the answer.
    expect(await at.ended()).toBe(20);
    validated(documents(at.shown()).join('\n'));
    expect(ofKind(at, 'end')).toMatchObject([{ result: 'recorded', tally: { counted: 2, packs: 2 } }]);
    expect((await world.as('hill', (opened) => stock(opened, {}))).packs).toBe(38);
  });

  test('says what came damaged and what did not come', async () => {
    const at = terminal(world.path('.'), line('midway', 'receive', '--json'));
    await at.until(begun);
    at.type(`${scans[40]}\r${scans[41]}\rdamaged\r${scans[42]}\r`);
    await heard(at, 3);
    await asAPerson();
    at.type('\r');
    await at.until((text) => text.includes('"asks":true'));
    at.type('missing\r');
    expect(await at.ended()).toBe(20);
    validated(documents(at.shown()).join('\n'));
    const [end] = ofKind(at, 'end');
    expect(end?.recorded).toMatchObject({ received: 3, damaged: [scans[41]] });
    expect(end?.recorded).toHaveProperty('missing.length', 5);
    expect(await world.counts('midway')).toMatchObject({ active: 2, quarantined: 1 });
  });

  test.each([40, 80, 200])('sees a band as wide as a terminal of %i columns, and text that fits it', async (wide) => {
    const at = session('hill', 'verify', { columns: wide });
    await at.until(begun);
    at.type(`${scans[5]}\r${scans[5]}\r${scans[50]}\r`);
    await at.until((text) => text.split('\x1b[1;97;41m').length > 3);
    at.type('\x04');
    await at.ended();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes that colours are made of
    const bands = [...at.shown().matchAll(/\x1b\[1;(\d\d;\d\d)m(.*?)\x1b\[0m/g)];
    expect(bands.map(([, ground]) => ground)).toEqual(
      ['30;42', '30;43', '97;41'].flatMap((ground) => [ground, ground, ground]),
    );
    for (const [, , text = ''] of bands) expect([...text]).toHaveLength(wide);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes that steer a terminal
    const plain = at.shown().replace(/\x1b\[1;\d\d;\d\dm.*?\x1b\[0m|\x1b\[[?\d;]*[A-Za-z]/g, '');
    for (const text of plain.split(/[\r\n]+/)) expect([...text].length).toBeLessThanOrEqual(Math.min(80, wide));
    // Amber rings once, red twice.
    expect(at.shown().split('\x07')).toHaveLength(1 + 1 + 2);
  });

  test.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
  ])('sees words where colours are not wanted: %s=%s', async (name, value) => {
    const at = session('hill', 'verify', { env: { [name]: value } });
    await at.until(begun);
    at.type(`${scans[5]}\r${scans[50]}\r`);
    await at.until((text) => text.includes('STOP'));
    at.type('\x04');
    await at.ended();
    expect(at.shown()).toMatch(/GENUINE {6}\S/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes that colours are made of
    expect(at.shown()).not.toMatch(/\x1b\[[\d;]*m|[█▀▄]/);
  });

  test('calibrates a scanner with one scan of what is shown', async () => {
    const symbol = `]d2${CALIBRATION.map(({ ai, value }) => ai + value).join(GS)}`;
    const command = `'${process.execPath}' '${PROGRAM}' scanner calibrate --home '${home('hill')}' --now ${NOW}`;
    const at = terminal(world.path('.'), command);
    await at.until((text) => text.includes('Scan this symbol once.'));
    at.type(`${symbol}\r`);
    expect(await at.ended()).toBe(0);
    expect(at.shown()).toContain('types what it reads');
    const drawn = at
      .shown()
      .split('\n')
      .filter((text) => /[█▀▄]/.test(text));
    expect(drawn.length).toBeGreaterThan(10);
  });

  test('leaves with Ctrl-C, finds the terminal as it was, and the scans when he comes back', async () => {
    const at = terminal(world.path('.'), `stty -a; ${line('hill', 'dispense')}; echo "exit $?"; stty -a`);
    await at.until(begun);
    at.type(`${scans[6]}\r`);
    await at.until((text) => text.includes('1 pack'));
    at.type('\x03');
    await at.ended();
    expect(at.shown()).toContain('exit 130');
    const [before, after] = at.shown().match(/speed [\s\S]*?extproc/g) ?? [];
    expect(after).toBe(before);
    const next = terminal(world.path('.'), line('hill', 'dispense', '--json'));
    await next.until(begun);
    expect(ofKind(next, 'start')).toMatchObject([{ unfinished: [{ mode: 'dispense', scans: 1 }] }]);
    next.type('\r');
    await next.until((text) => text.includes('"continued"'));
    await asAPerson();
    next.type('\r');
    expect(await next.ended()).toBe(0);
    expect(ofKind(next, 'end')).toMatchObject([{ result: 'recorded', tally: { packs: 1 } }]);
  });

  test.each(['closes the window', 'is cut off with -9'])(
    'who %s has recorded nothing and lost nothing',
    async (how) => {
      const held = (await world.as('hill', (opened) => stock(opened, {}))).packs;
      const at = terminal(world.path('.'), `echo "pid $$"; exec ${line('hill', 'dispense', '--json')}`);
      await at.until(begun);
      const some = how === 'closes the window' ? scans.slice(10, 14) : scans.slice(14, 18);
      at.type(some.map((scan) => `${scan}\r`).join(''));
      await heard(at, some.length);
      at.type('half a co');
      const pid = Number(/pid (\d+)/.exec(at.shown())?.[1]);
      if (how === 'closes the window') await at.hangUp();
      else process.kill(pid, 'SIGKILL');
      if (how !== 'closes the window') await at.ended();
      await gone(pid);
      expect((await world.as('hill', (opened) => stock(opened, {}))).packs).toBe(held);
      expect(readdirSync(join(home('hill'), 'sessions'))).toHaveLength(1);
      const args = ['scan', '--mode', 'dispense', '--finish', '--home', home('hill'), '--now', NOW, '--json'];
      const done = pedigree(world.path('.'), args);
      expect(done.json.at(-1)).toMatchObject({ result: 'recorded', tally: { scans: 4, packs: 4, unreadable: 0 } });
      expect((await world.as('hill', (opened) => stock(opened, {}))).packs).toBe(held - 4);
    },
  );
});

/** An Enter right behind a code would be the scanner's. */
const asAPerson = () => new Promise((resolve) => setTimeout(resolve, 400));

async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`process ${pid} goes on`);
}
