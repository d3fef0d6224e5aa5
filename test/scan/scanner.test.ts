// Calibrating: the symbol is shown, scanned once through a foreign keyboard, and from then on sessions read right.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calibrate, calibrationSymbol, forgetScanner, knownScanners } from '../../src/app/scanner.ts';
import { writeSymbol } from '../../src/app/scanner-symbol.ts';
import { scanSession } from '../../src/app/session.ts';
import { KEYS, LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import { readPicture } from '../../src/scan/picture.ts';
import { CALIBRATION } from '../../src/scan/scanner-profile.ts';
import { makeWorld, type World } from '../app/goods-world.ts';

const GS = '\x1d';

/** What a host with a French keyboard types, a separator as a vertical bar. */
function french(text: string): string {
  const typed = [...(LAYOUTS.find(([names]) => names === 'fr')?.[1] ?? '')];
  const keys = new Map([...KEYS].map((key, i) => [key, typed[i] ?? key]));
  for (let i = KEYS.length; i + 1 < typed.length; i += 2) keys.set(typed[i] ?? '', typed[i + 1] ?? '');
  return [...text].map((key) => (key === GS ? '|' : (keys.get(key) ?? key))).join('');
}

let world: World;
let scan: string;
beforeAll(async () => {
  world = await makeWorld();
  scan = (await world.mint({ count: 1 })).scans[0] ?? '';
}, 60_000);
afterAll(() => world.remove());

test('the picture of the symbol reads as what it was made of', async () => {
  const file = world.path('calibrate.png');
  writeSymbol(await calibrationSymbol(), file);
  const read = await readPicture(readFileSync(file));
  expect(read.map(({ text }) => text)).toEqual([`]d2${CALIBRATION.map(({ ai, value }) => ai + value).join(GS)}`]);
  expect(() => writeSymbol({ columns: 1, rows: 1, dark: Uint8Array.of(1) }, world.path('no/such.png'))).toThrow();
});

test('what a scanner does is learned from one scan, undone in sessions, and forgotten on demand', async () => {
  const symbol = `]d2${CALIBRATION.map(({ ai, value }) => ai + value).join(GS)}`;
  await expect(world.as('hill', (home) => calibrate(home, 'something else'))).rejects.toMatchObject({ exit: 65 });
  const found = await world.as('hill', (home) => calibrate(home, french(symbol)));
  expect(found).toMatchObject({ faithful: false, layout: 'fr', caps: false, separator: '|', identifies: true });
  expect(await world.as('hill', knownScanners)).toEqual([found]);
  const inputs: unknown[] = [];
  const stdin = async function* () {
    yield Buffer.from(`${french(scan)}\n`);
  };
  await world.share();
  for await (const { input, data } of scanSession(world.env('hill'), { mode: 'verify' }, { strict: false, stdin })) {
    if (data.kind === 'scan') inputs.push(input);
  }
  expect(inputs).toEqual([scan]);
  expect(await world.as('hill', (home) => forgetScanner(home))).toBe(1);
  expect(await world.as('hill', (home) => forgetScanner(home))).toBe(0);
  expect(await world.as('hill', knownScanners)).toEqual([]);
});
