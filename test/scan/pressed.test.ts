// The keys that were pressed say what a US scanner read, whatever the host typed: layouts, caps lock, lost separators.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '../../src/app/scans/identify.ts';
import type { Scan, Scans } from '../../src/app/scans/scans.ts';
import { scanSession } from '../../src/app/sessions/session.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { keyedText } from '../../src/gs1/keyed.ts';
import { type TypedScan, textOfKeys, textOfLine } from '../../src/gs1/keyed-line.ts';
import { pressedText } from '../../src/gs1/pressed.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { ACME, HILL } from '../app/network.ts';
import { HOSTS, pressedFor, SEPARATORS, typedOn } from './us-scanner.ts';

const GS = '\x1d';
const SERIALS = ['XYZ0000000000001', 'ZYX0000000000002', 'yz-Ab_/7QmW;a.w1', 'mM;a.wAzQ19yZ_-/', 'Az9QWyzZY0718aAq'];
let world: World;
let packs: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  packs = (await world.mint({ count: SERIALS.length, lot: 'RAM-77', serials: SERIALS })).scans;
  await world.share();
});
afterAll(() => world.remove());

const scanOn = (layout: string, caps: boolean, code: string, gs = ''): TypedScan => ({
  typed: typedOn(layout, caps, gs)(code),
  pressed: pressedFor(code),
});

async function verdicts(scans: Scans): Promise<readonly string[]> {
  return await world.as('hill', async (home) => {
    const told: string[] = [];
    for await (const { exit, error, data } of verifyScans(home.env, scans, { strict: true, at: ACME.gln }))
      told.push(
        error !== undefined ? `${error.exit} ${error.message}` : `${exit} ${'item' in data ? data.item.serial : ''}`,
      );
    return told;
  });
}

test('the keys say what was read, however the scanner sends its separators', () => {
  const code = packs[2] ?? '';
  for (const separator of Object.values(SEPARATORS)) expect(pressedText(pressedFor(code, separator))).toBe(code);
  // A scanner in ALT mode spells every character.
  const alt = [...code].flatMap((one) => [
    { code: 'AltLeft' },
    ...[...`0${one.charCodeAt(0)}`].map((digit) => ({ code: `Numpad${digit}`, alt: true })),
  ]);
  expect(pressedText(alt)).toBe(code);
  // Handhelds that hold Alt all the time, and the keypad by itself.
  expect(pressedText([{ code: 'KeyA', alt: true }, { code: 'Numpad7' }, { code: 'NumpadSubtract' }])).toBe('a7-');
});

test('texts and keys are verified as they come too', async () => {
  async function* coming(): AsyncIterable<string | TypedScan> {
    yield packs[0] ?? '';
    yield { typed: 'nothing', pressed: packs[1] ?? '' };
    yield 'nothing';
  }
  const [first, second, third] = await verdicts(coming());
  expect([first, second, third?.slice(0, 3)]).toEqual([`0 ${SERIALS[0]}`, `0 ${SERIALS[1]}`, '65 ']);
});

test('a scanner that is set to another keyboard is no US keyboard', () => {
  expect(pressedText([{ code: 'Digit9', altGraph: true }, { code: 'KeyD' }])).toBeUndefined();
  expect(pressedText([{ code: 'IntlBackslash' }])).toBeUndefined();
});

describe('on every host, with caps lock and without, with separators and where they are lost', () => {
  test.each(HOSTS)('%s', async (layout) => {
    const scans = [false, true].flatMap((caps) =>
      packs.flatMap((code) => ['', GS].map((gs) => scanOn(layout, caps, code, gs))),
    );
    const right = [false, true].flatMap(() => SERIALS.flatMap((serial) => [`0 ${serial}`, `0 ${serial}`]));
    expect(await verdicts(scans)).toEqual(right);
  });
});

describe('where both are right', () => {
  const code = (serial: string): string => (packs[0] ?? '').replace(SERIALS[0] ?? '', serial);
  const keyed = (typed: string, pressed: string): TypedScan => ({ typed, pressed });
  test('and differ, the only one that was made is meant, and another scan is asked for where both were', async () => {
    const [xyz = '', zyx = ''] = packs;
    expect(await verdicts([keyed(xyz, code('XZY0000000000001')), keyed(code('XZY0000000000001'), xyz)])).toEqual([
      `0 ${SERIALS[0]}`,
      `0 ${SERIALS[0]}`,
    ]);
    expect((await verdicts([keyed(xyz, zyx)]))[0]).toMatch(/^65 the scanner changed the code/);
  });

  test('and nobody made either, it is a stop', async () => {
    const [told] = await verdicts([keyed(code('XXY0000000000009'), code('XXZ0000000000009'))]);
    expect(told?.slice(0, 3)).toBe('11 ');
    expect((await verdicts([scanOn('fr', true, code('XXY0000000000009'))]))[0]?.slice(0, 3)).toBe('11 ');
  });

  test('a scanner that was set to the keyboard of its host types right, and its keys say nothing', async () => {
    const [xyz = ''] = packs;
    expect(await verdicts([{ typed: xyz, pressed: [{ code: 'Digit9', altGraph: true }] }])).toEqual([
      `0 ${SERIALS[0]}`,
    ]);
  });
});

test('lines of input tell of both, and what is no such line is a line', async () => {
  const [xyz = ''] = packs;
  const { typed, pressed } = scanOn('de at', false, xyz);
  const lines = [
    JSON.stringify({ typed, pressed }),
    `  ${JSON.stringify({ pressed: pressedText(pressedFor(xyz)), typed })}`,
    xyz,
  ];
  const texts: string[] = [];
  const stdin = async function* () {
    yield Buffer.from(lines.join('\n'));
  };
  for await (const scan of scansOf(['-'], stdin)) texts.push('text' in scan ? scan.text : '');
  expect(texts.map((text) => identify(text).label)).toEqual([1, 2, 3].map(() => identify(xyz).label));
  for (const line of ['{', '{"typed":1}', '{"typed":"a","pressed":[1]}', '{"typed":"a"}', '{GS}'])
    expect(textOfLine(line)).toBe(line);
  expect(textOfKeys({ typed: xyz, pressed: xyz })).toBe(xyz);
});

test('what nothing had to be put right of carries the repair that tells so', () => {
  const [xyz = ''] = packs;
  const read = identify(textOfKeys(scanOn('fr', false, xyz)));
  expect(read.label).toEqual(identify(xyz).label);
  expect(read.repairs).toMatchObject([{ code: 'keys', harmless: true }]);
});

test('sessions, and whoever acts on goods, take both', async () => {
  const goods = await makeWorld();
  const made = (await goods.mint({ count: SERIALS.length, lot: 'RAM-77', serials: SERIALS })).scans;
  const scans = made.map((code, at) => textOfKeys(scanOn(HOSTS[at * 9] ?? 'fr', at % 2 === 0, code)));
  await goods.as('acme', (home) => ship(home, { to: HILL.gln, items: scans, despatch: 'DA-9' }));
  await goods.share();
  const lines = async function* (texts: readonly string[]): AsyncIterable<Scan> {
    for (const [at, text] of texts.entries()) yield { n: at + 1, input: text, text, typed: true };
  };
  const inputs: unknown[] = [];
  const env = goods.env('hill');
  // A word that another keyboard turned is known by its keys.
  const end = keyedText({ typed: typedOn('ru', false, '')('end'), pressed: 'end' });
  for await (const { input, data } of scanSession(
    env,
    { mode: 'receive' },
    { strict: false, lines: () => lines([...scans.slice(0, 3), end]) },
  ))
    if (data.kind === 'scan') inputs.push([input, data.result]);
  expect(inputs).toEqual(made.slice(0, 3).map((code) => [code, 'counted']));
  const more = await goods.as('hill', (home) => receive(home, { items: scans.slice(3) }));
  expect(more).toMatchObject({ exit: 0, packs: 2 });
  const { lines: told } = await goods.as('hill', (home) => dispense(home, scans));
  expect(told).toMatchObject(SERIALS.map((serial) => ({ result: 'dispensed', item: { serial } })));
  goods.remove();
});
