// Codes that nothing here decodes are told apart by their shape: DotCode and Pharmacode, and nothing else for either.
import { expect, test } from 'vitest';
import { scansInPicture } from '../../src/commands/pictures.ts';
import { dataMatrix } from '../../src/label/symbol.ts';
import { inspectPicture } from '../../src/scan/picture.ts';
import type { Pixels } from '../../src/scan/picture-pixels.ts';
import { resembled } from '../../src/scan/picture-resembles.ts';
import { drawn, smudged } from '../app/drawn.ts';
import { filed, paper, paste, photograph, randomFrom } from './degraded.ts';

const random = randomFrom(20261130);

/** Lying on its side. */
function onItsSide({ width, height, data }: Pixels): Pixels {
  const turned = Uint8Array.from(data, (_, at) => data[(at % height) * width + Math.floor(at / height)] ?? 255);
  return { width: height, height: width, data: turned };
}

const DRAWN: readonly (readonly [string, string, string])[] = [
  ['DotCode', 'gs1dotcode', '(01)09506000134352(17)310630(10)LOT1(21)7K2M9QX4T8RB3WNC'],
  ['DotCode', 'dotcode', 'ABC1234567890'],
  ['Pharmacode', 'pharmacode', '117480'],
  ['Pharmacode', 'pharmacode', '1234'],
];

test.each(DRAWN)('a %s (%s %s) is told, however large and however it lies', async (kind, bcid, text) => {
  for (const scale of [2, 3, 5]) {
    const picture = await drawn(bcid, text, scale);
    const noisy = { ...picture, data: picture.data.map((grey) => Math.min(255, grey * 0.8 + 20 * random())) };
    const page = paper(900, 900, 255);
    paste(page, picture, 200, 300);
    expect([picture, onItsSide(picture), noisy, page].map(resembled)).toEqual([kind, kind, kind, kind]);
  }
});

test('a person is told what is seen, and what to take', async () => {
  const picture = filed(await drawn('pharmacode', '117480'));
  expect(await inspectPicture(picture)).toMatchObject({ symbols: [], resembles: 'Pharmacode' });
  const [found] = await scansInPicture(picture, 'box.png', false);
  expect(found).toMatchObject({
    error: { code: 'bad-input', message: expect.stringMatching(/looks like a Pharmacode.* square code/) },
  });
});

test.each(['(01)09506000134352(17)330930(10)BK4471(21)XYZ20M7', '(01)09506000134352(17)310630(10)LT1(21)21WEP8ZYJE'])(
  'a DotCode is told also where its dots look like a finder pattern: %s',
  async (text) => {
    const picture = filed(await drawn('gs1dotcode', text));
    expect(await inspectPicture(picture)).toMatchObject({ symbols: [], unread: 0, resembles: 'DotCode' });
  },
  60_000,
);

test('a DataMatrix that cannot be read is none of these', async () => {
  for (const scale of [3, 5]) {
    const matrix = smudged(await drawn('gs1datamatrix', '(01)09506000134352(17)330930(10)BK4471(21)XYZ20M7', scale));
    expect(await inspectPicture(filed(matrix))).toMatchObject({ symbols: [], unread: 1 });
  }
});

test('other codes, fences and dots without an order are neither', async () => {
  const others = [
    await drawn('ean13', '9506000134352'),
    await drawn('code39', 'LOT-77'),
    await drawn('gs1-128', '(00)095060000000000015'),
    await drawn('qrcode', 'https://leaflet.example'),
    photograph(await dataMatrix([{ ai: '01', value: '09506000134352' }]), { module: 6, gain: -0.4 }, random),
  ];
  const fence = paper(400, 200, 255);
  for (let x = 60; x < 340; x += 20) for (let y = 40; y < 160; y++) fence.data.fill(20, y * 400 + x, y * 400 + x + 10);
  const spots = paper(400, 400, 255);
  for (let spot = 0; spot < 150; spot++) {
    const [x, y] = [Math.floor(10 + 370 * random()), Math.floor(10 + 370 * random())];
    for (let row = 0; row < 5; row++) spots.data.fill(20, (y + row) * 400 + x, (y + row) * 400 + x + 5);
  }
  const screen = paper(400, 400, 255);
  for (let y = 4; y < 390; y += 8) {
    for (let x = 4 + ((y >> 3) % 2) * 4; x < 390; x += 8)
      for (let row = 0; row < 4; row++) screen.data.fill(20, (y + row) * 400 + x, (y + row) * 400 + x + 4);
  }
  expect([...others, fence, spots, screen, paper(50, 50), paper(1, 1)].map(resembled).filter(Boolean)).toEqual([]);
});
