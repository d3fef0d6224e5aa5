// The scan that a scanner is calibrated with ends with its line, and what comes behind it is noticed and told.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calibrate, forgetScanner, knownScanners } from '../../src/app/scans/scanner.ts';
import { calibrationScan } from '../../src/commands/calibration-scan.ts';
import { textOfKeys } from '../../src/gs1/keyed-line.ts';
import { CALIBRATION } from '../../src/scan/scanner-profile.ts';
import { makeWorld, type World } from '../app/goods-world.ts';

const SYMBOL = `]d2${CALIBRATION.map(({ ai, value }) => ai + value).join('\x1d')}`;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const chunked = (chunks: readonly string[], ends: boolean) =>
  async function* (): AsyncIterable<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
    if (!ends) await new Promise(() => {});
  };
const piped = (...chunks: string[]) =>
  calibrationScan({ terminal: async () => undefined, stdin: chunked(chunks, false) });
const typed = (...chunks: string[]) =>
  calibrationScan({
    terminal: async () => ({ bell: () => {}, line: () => {}, close: () => {}, chunks: chunked(chunks, false) }),
    stdin: chunked([], true),
  });

test('in a pipe, at a line end, though nobody closes it', async () => {
  expect(await piped(`${SYMBOL.slice(0, 50)}`, `${SYMBOL.slice(50)}\r\n`)).toEqual({ text: SYMBOL, more: false });
  expect(await piped(`${SYMBOL}\nX\n`)).toEqual({ text: SYMBOL, more: true });
  expect(await calibrationScan({ terminal: async () => undefined, stdin: chunked([], true) })).toBeUndefined();
});

test('at a terminal, where the rest of a suffix comes a little later', async () => {
  expect(await typed(SYMBOL, '\r')).toEqual({ text: SYMBOL, more: false });
  expect(await typed(`${SYMBOL}\r`, '\n')).toEqual({ text: SYMBOL, more: false });
  expect(await typed(`${SYMBOL}\t`, 'X', '\r')).toEqual({ text: SYMBOL, more: true });
  expect(await typed(`${SYMBOL}\r99\r`)).toEqual({ text: SYMBOL, more: true });
  expect(await typed('\x04')).toBeUndefined();
});

test('what came behind is told now and later, and nothing is said to be well', async () => {
  const found = await world.as('hill', (home) => calibrate(home, SYMBOL, 'till', true));
  expect(found).toMatchObject({ faithful: false, open: ['more-behind'] });
  expect(await world.as('hill', knownScanners)).toEqual([found]);
  expect(await world.as('hill', (home) => calibrate(home, SYMBOL, 'till'))).toMatchObject({ faithful: true, open: [] });
  await world.as('hill', (home) => forgetScanner(home));
});

test('where the keys are known as well, what was typed is learned from', async () => {
  const keyed = textOfKeys({ typed: SYMBOL.replaceAll('y', 'Ω'), pressed: SYMBOL });
  expect(await world.as('hill', (home) => calibrate(home, keyed))).toMatchObject({ faithful: false, open: [] });
});
