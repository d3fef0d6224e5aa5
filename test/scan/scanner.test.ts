// Calibrating: the symbol is shown, scanned once through a foreign keyboard, and from then on sessions read right.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identify, isRight, type ScanLabel } from '../../src/app/scans/identify.ts';
import { calibrate, calibrationSymbol, forgetScanner, knownScanners } from '../../src/app/scans/scanner.ts';
import { writeSymbol } from '../../src/app/scans/scanner-symbol.ts';
import { scanSession } from '../../src/app/sessions/session.ts';
import { meantBy } from '../../src/app/sessions/session-typed.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { type VerifyLine, verifyScans } from '../../src/app/verdict/verify.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { KEYS, LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import { readPicture } from '../../src/scan/picture.ts';
import { learnProfile } from '../../src/scan/scanner-learn.ts';
import { CALIBRATION } from '../../src/scan/scanner-profile.ts';
import { makeUndo } from '../../src/scan/scanner-undo.ts';
import { makeWorld, type World } from '../app/goods-world.ts';

const GS = '\x1d';

/** What a host with this layout types, a separator as something else. */
function typist(name: string, gs: string): (text: string) => string {
  const typed = [...(LAYOUTS.find(([names]) => names.split(' ').includes(name))?.[1] ?? '')];
  const keys = new Map([...KEYS].map((key, i) => [key, typed[i] ?? key]));
  for (let i = KEYS.length; i + 1 < typed.length; i += 2) keys.set(typed[i] ?? '', typed[i + 1] ?? '');
  return (text) => [...text].map((key) => (key === GS ? gs : (keys.get(key) ?? key))).join('');
}
const french = typist('fr', '|');
const german = typist('de', GS);
const SYMBOL = `]d2${CALIBRATION.map(({ ai, value }) => ai + value).join(GS)}`;

let world: World;
let scan: string;
beforeAll(async () => {
  world = await makeWorld();
  scan = (await world.mint({ count: 1 })).scans[0] ?? '';
});
afterAll(() => world.remove());

test('the picture of the symbol reads as what it was made of', async () => {
  const file = world.path('calibrate.png');
  writeSymbol(await calibrationSymbol(), file);
  const read = await readPicture(readFileSync(file));
  expect(read.map(({ text }) => text)).toEqual([`]d2${CALIBRATION.map(({ ai, value }) => ai + value).join(GS)}`]);
  expect(() => writeSymbol({ columns: 1, rows: 1, dark: Uint8Array.of(1) }, world.path('no/such.png'))).toThrow();
});

test('what a scanner does is learned from one scan, undone in sessions, and forgotten on demand', async () => {
  await expect(world.as('hill', (home) => calibrate(home, 'something else'))).rejects.toMatchObject({ exit: 65 });
  const found = await world.as('hill', (home) => calibrate(home, french(SYMBOL)));
  expect(found).toMatchObject({ faithful: false, layout: 'fr', caps: false, separator: '|', identifies: true });
  expect(await world.as('hill', knownScanners)).toEqual([found]);
  const inputs: unknown[] = [];
  const stdin = async function* () {
    yield Buffer.from(`${french(scan)}\n`);
  };
  await world.share();
  for await (const { input, data } of scanSession(
    world.env('hill'),
    { mode: 'verify' },
    { strict: false, lines: () => scansOf(['-'], stdin) },
  )) {
    if (data.kind === 'scan') inputs.push(input);
  }
  expect(inputs).toEqual([scan]);
  expect(await world.as('hill', (home) => forgetScanner(home))).toBe(1);
  expect(await world.as('hill', (home) => forgetScanner(home))).toBe(0);
  expect(await world.as('hill', knownScanners)).toEqual([]);
});

describe('once it is calibrated, a scanner is read right', () => {
  let packs: readonly string[];
  const YZ = ['XYZ0000000000001', 'ZYX0000000000002', 'YYZ0000000000003', 'ZZY0000000000004'];
  const verify = async (texts: readonly string[], piped = false): Promise<readonly VerifyLine[]> => {
    const said: VerifyLine[] = [];
    const options = { strict: false };
    const stdin = async function* () {
      for (const text of texts) yield Buffer.from(`${text}\n`);
    };
    for await (const line of verifyScans(world.env('hill'), piped ? scansOf(['-'], stdin) : texts, options))
      said.push(line);
    return said;
  };
  const codesOf = (said: readonly VerifyLine[]) =>
    said.map(({ data, error }) => ('status' in data ? [data.status, data.item.serial] : [error?.code]));
  const repairsOf = (said: readonly VerifyLine[]) =>
    said.flatMap(({ data }) => ('repairs' in data ? data.repairs.map((one) => (one as { code: string }).code) : []));
  const sessionReads = async (source: { readonly lines: readonly string[] } | { readonly typed: string }) => {
    const inputs: (string | undefined)[] = [];
    const stdin = async function* () {
      for (const text of 'lines' in source ? source.lines : []) yield Buffer.from(`${text}\n`);
    };
    const terminal = {
      bell: () => {},
      line: () => {},
      close: () => {},
      chunks: async function* () {
        yield Buffer.from('typed' in source ? `${source.typed}\r` : '');
        yield Buffer.from('\x04');
      },
    };
    const options = { strict: false, lines: () => scansOf(['-'], stdin), ...('typed' in source ? { terminal } : {}) };
    for await (const { input, data } of scanSession(world.env('hill'), { mode: 'verify' }, options)) {
      if (data.kind === 'scan') inputs.push(input);
    }
    return inputs;
  };

  beforeAll(async () => {
    const serials = world.path('serials.txt');
    writeFileSync(serials, `${YZ.join('\n')}\n`);
    packs = (await world.mint({ count: YZ.length, lot: 'YZ-1', serials: YZ })).scans;
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: packs, despatch: 'DA-47-YZ' }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: packs.slice(0, 3) }));
  });
  afterEach(() => world.as('hill', (home) => forgetScanner(home)));

  test('by verify, from arguments and from standard input, without a word of repairs', async () => {
    const [first = '', second = ''] = packs;
    const before = await verify([german(first)]);
    // The layout shows in the lot; which serial was meant only the ledger can tell.
    expect(repairsOf(before)).not.toEqual([]);
    await world.as('hill', (home) => calibrate(home, german(SYMBOL)));
    for (const piped of [false, true]) {
      const said = await verify([german(first), german(second)], piped);
      expect(codesOf(said)).toEqual([
        ['genuine', YZ[0]],
        ['genuine', YZ[1]],
      ]);
      expect(repairsOf(said)).toEqual(['scanner-profile', 'scanner-profile']);
    }
  });

  test('and what was right before is right still', async () => {
    await world.as('hill', (home) => calibrate(home, german(SYMBOL)));
    expect(codesOf(await verify(packs.slice(0, 3)))).toEqual(YZ.slice(0, 3).map((serial) => ['genuine', serial]));
    expect(await sessionReads({ lines: packs })).toEqual(packs);
    for (const pack of packs) expect(await sessionReads({ typed: pack })).toEqual([pack]);
    // A serial that nobody made is not turned into one.
    const fake = (packs[0] ?? '').replace(YZ[0] ?? '', 'XXX0000000000009');
    expect((await verify([fake]))[0]).toMatchObject({ exit: 11 });
    // A paper's number is typed by a person.
    await world.as('hill', (home) => receive(home, { items: ['DA-47-YZ'] }));
  });

  test('by commands that act, and by sessions at a terminal and in a pipe', async () => {
    await world.as('hill', (home) => calibrate(home, german(SYMBOL)));
    const typed = packs.map(german);
    expect(await sessionReads({ lines: typed })).toEqual(packs);
    expect(await sessionReads({ typed: typed[2] ?? '' })).toEqual([packs[2]]);
    const { lines } = await world.as('hill', (home) => dispense(home, [typed[2] ?? '']));
    expect(lines).toMatchObject([{ result: 'dispensed', item: { serial: YZ[2] } }]);
  });

  test('beside another one, whichever of them was used', async () => {
    await world.as('hill', (home) => calibrate(home, german(SYMBOL), 'counter'));
    await world.as('hill', (home) => calibrate(home, french(SYMBOL), 'store'));
    await world.as('hill', (home) => calibrate(home, SYMBOL, 'new one'));
    expect((await world.as('hill', knownScanners)).map(({ name }) => name)).toEqual(['counter', 'store', 'new one']);
    const [first = '', second = ''] = packs;
    const said = await verify([german(first), french(second), first]);
    expect(codesOf(said)).toEqual([YZ[0], YZ[1], YZ[0]].map((serial) => ['genuine', serial]));
    for (const typed of [german(first), french(first), first]) expect(await sessionReads({ typed })).toEqual([first]);
    expect(await world.as('hill', (home) => forgetScanner(home, 'store'))).toBe(1);
    expect((await verify([french(second)]))[0]?.data).not.toMatchObject({ repairs: [{ code: 'scanner-profile' }] });
  });

  test('but a serial line and a picture come as they were printed', async () => {
    await world.as('hill', (home) => calibrate(home, german(SYMBOL)));
    const device = world.path('ttyACM0');
    // Of a pack that is not known here: nothing but the code itself says what it is.
    const unknown = ']d2010950600011784321YZYZYZ\x1d1728063010YZ';
    writeFileSync(device, `${unknown}\r`);
    const inputs: unknown[] = [];
    const options = { strict: false, lines: async function* () {}, device };
    for await (const { input, data } of scanSession(world.env('hill'), { mode: 'verify' }, options)) {
      if (data.kind === 'scan') inputs.push(input);
    }
    expect(inputs).toEqual([unknown]);
  });
});

test.each(LAYOUTS.map(([names]) => names.split(' ')[0] ?? ''))(
  'no right scan is made wrong by the profile of %s',
  (name) => {
    for (const gs of [GS, '|', '']) {
      const type = typist(name, gs);
      const profile = learnProfile(type(SYMBOL));
      if (profile === undefined) continue;
      const ways = [makeUndo(profile)];
      for (const serial of ['YZ1', 'ZY1', 'azq-/_', 'AB12"', 'MWmw;,', '0YZ']) {
        const right = `]d20109506000134352172806301012-AZ${GS}21${serial}`;
        const plainly = identify(right);
        const knows = (label: ScanLabel) => JSON.stringify(label) === JSON.stringify(plainly.label);
        expect(isRight(plainly)).toBe(true);
        for (const byKeys of [true, false]) {
          // What the ledger knows stays as it is; what came in a pipe stays in any case.
          expect(meantBy(right, ways, byKeys, knows)).toBe(right);
          expect(meantBy(right, ways, false, () => false)).toBe(right);
          const lossy = [...right].some((key) => profile.lost.includes(key)) || profile.gs === '';
          if (!lossy) expect(identify(meantBy(type(right), ways, byKeys, knows)).label).toEqual(plainly.label);
        }
      }
    }
  },
);
