// Pictures as people take them: tilted, blurred, noisy, badly lit, of several symbols, or not pictures at all.
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { elementsOf } from '../../src/gs1/index.ts';
import { dataMatrix } from '../../src/label/symbol.ts';
import { inspectPicture, readFrame, readPicture } from '../../src/scan/picture.ts';
import { filed, flawsFrom, type Modules, paper, paste, photograph, randomFrom } from './degraded.ts';

const GTIN = '09506000134352';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

async function symbol(serial: string): Promise<{ readonly text: string; readonly modules: Modules }> {
  const grid = await dataMatrix(elementsOf({ gtin: GTIN, expiry: '2028-06-30', lot: 'ABC123', serial }));
  return { text: `]d201${GTIN}1728063010ABC123\x1d21${serial}`, modules: grid };
}

let known: Awaited<ReturnType<typeof symbol>>;
beforeAll(async () => {
  known = await symbol('7K2M9QX4T8RB3WNC');
});

describe('degraded pictures', () => {
  test('of sixteen kinds are read, at least 98 of 100, and none wrong', async () => {
    const random = randomFrom(20261122);
    let read = 0;
    let all = 0;
    const missed: string[] = [];
    for (let round = 0; round < 8; round++) {
      for (const [name, flaws] of flawsFrom(random)) {
        const serial = Array.from({ length: 16 }, () => ALPHABET[Math.floor(random() * 32)]).join('');
        const { text, modules } = await symbol(serial);
        const found = await readPicture(filed(photograph(modules, flaws, random), flaws.jpeg));
        all++;
        for (const one of found) expect(one.text).toBe(text);
        if (found.length === 1) read++;
        else missed.push(`${name} ${JSON.stringify(flaws)}`);
      }
    }
    expect({ missed, enough: read >= all * 0.98 }).toMatchObject({ enough: true });
  }, 240_000);

  test('are brought out by a filter only where they are missed as they are', async () => {
    const clean = await inspectPicture(filed(photograph(known.modules, { module: 6 }, randomFrom(1))));
    expect(clean.symbols.map(({ by }) => by)).toEqual(['as it is']);
    const noisy = { module: 5, noise: 70 };
    const found = await inspectPicture(filed(photograph(known.modules, noisy, randomFrom(3))));
    expect(found.symbols.map(({ text, by }) => [text, by !== 'as it is'])).toEqual([[known.text, true]]);
  }, 60_000);
});

describe('a picture', () => {
  test('with several symbols gives them all', async () => {
    const sheet = paper(1200, 900);
    const random = randomFrom(9);
    const texts: string[] = [];
    for (let at = 0; at < 6; at++) {
      const { text, modules } = await symbol(`SERIAL${at}`);
      texts.push(text);
      const turn = at * 25;
      paste(
        sheet,
        photograph(modules, { module: 5, turn, noise: 5 }, random),
        20 + (at % 3) * 380,
        20 + Math.floor(at / 3) * 420,
      );
    }
    for (const jpeg of [undefined, 60]) {
      const read = await readPicture(filed(sheet, jpeg));
      expect(read.map(({ text }) => text).toSorted()).toEqual(texts);
    }
  });

  test('with dark modules on nothing at all is read as if on white paper', async () => {
    const { columns, rows, dark } = known.modules;
    const module = 6;
    const png = new PNG({ width: (columns + 4) * module, height: (rows + 4) * module });
    for (let y = 0; y < rows * module; y++) {
      for (let x = 0; x < columns * module; x++) {
        if (dark[Math.floor(y / module) * columns + Math.floor(x / module)] !== 1) continue;
        png.data[((y + 2 * module) * png.width + x + 2 * module) * 4 + 3] = 255;
      }
    }
    expect((await readPicture(PNG.sync.write(png))).map(({ text }) => text)).toEqual([known.text]);
  });

  test.each([1, 2, 3, 6, 10])('cut out to the edge of a symbol with modules of %i pixels is read', async (module) => {
    const cut = photograph(known.modules, { module }, randomFrom(8), 0);
    expect((await readPicture(filed(cut))).map(({ text }) => text)).toEqual([known.text]);
  });

  test('tells the size of its symbol and how much correction was left', async () => {
    const whole = photograph(known.modules, { module: 8 }, randomFrom(2));
    const damaged = { ...whole, data: Uint8Array.from(whole.data) };
    for (let y = 100; y < 140; y++) damaged.data.fill(20, y * whole.width + 100, y * whole.width + 140);
    const [first] = (await inspectPicture(filed(whole))).symbols;
    const [second] = (await inspectPicture(filed(damaged))).symbols;
    expect(first).toMatchObject({ text: known.text, unusedCorrection: 1, modules: { rows: known.modules.rows } });
    expect((first?.pixels.width ?? 0) / known.modules.columns).toBeCloseTo(8, 0);
    expect(second?.text).toBe(known.text);
    expect(second?.unusedCorrection).toBeLessThan(1);
  });

  test('of twelve megapixels gives a small symbol in a corner', async () => {
    const photo = paper(4000, 3000, 190);
    paste(photo, photograph(known.modules, { module: 5, turn: 12, noise: 6 }, randomFrom(4)), 3500, 2600);
    expect((await readPicture(filed(photo))).map(({ text }) => text)).toEqual([known.text]);
  }, 60_000);

  test('without a symbol gives none, and no error', async () => {
    const random = randomFrom(6);
    const blank = paper(400, 300);
    for (let at = 0; at < blank.data.length; at++) blank.data[at] = Math.round(120 + 100 * random());
    expect(await readPicture(filed(blank))).toEqual([]);
    expect(await readFrame(blank)).toEqual([]);
  }, 60_000);

  test.each([
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    ['HEIC and AVIF', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0')],
    ['HEIC and AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0')],
    ['GIF', Buffer.from('GIF89a..........')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
  ])('that is %s is refused with a word on what to do', async (name, bytes) => {
    await expect(readPicture(bytes)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(name),
      hint: expect.stringMatching(/./),
    });
  });

  test('that is cut or damaged is an error, and not a picture without a symbol', async () => {
    const image = photograph(known.modules, { module: 6 }, randomFrom(5));
    for (const file of [filed(image), filed(image, 80)]) {
      for (const end of [20, 60, Math.floor(file.length / 3)]) {
        await expect(readPicture(file.subarray(0, end))).rejects.toMatchObject({ code: 'bad-input' });
      }
    }
    await expect(readPicture(Buffer.alloc(0))).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('that claims to be vast is refused before memory is taken for it', async () => {
    const file = Buffer.from(filed(paper(10, 10)));
    file.writeUInt32BE(60_000, 16);
    file.writeUInt32BE(60_000, 20);
    await expect(readPicture(file)).rejects.toMatchObject({ message: expect.stringContaining('megapixels') });
  });
});
