// Pictures as people take them: tilted, blurred, noisy, badly lit, of several symbols, or not pictures at all.
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { elementsOf } from '../../src/gs1/index.ts';
import { dataMatrix } from '../../src/label/symbol.ts';
import { inspectPicture, readPicture } from '../../src/scan/picture.ts';
import { readFrame } from '../../src/scan/picture-frame.ts';
import { sureAmong } from '../../src/scan/picture-sure.ts';
import type { SeenSymbol } from '../../src/scan/symbol.ts';
import { filed, flawsFrom, type Modules, paper, paste, photograph, randomFrom } from './degraded.ts';

const GTIN = '09506000134352';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

async function symbol(serial: string): Promise<{ readonly text: string; readonly modules: Modules }> {
  const grid = await dataMatrix(elementsOf({ gtin: GTIN, expiry: '2028-06-30', lot: 'ABC123', serial }));
  return { text: `]d201${GTIN}1728063010ABC123\x1d21${serial}`, modules: grid };
}

/** A symbol of any kind as BWIPP draws it, on white. */
async function drawnAs(bcid: string, text: string, binarytext = false): Promise<Uint8Array> {
  const { toBuffer } = await import('bwip-js/node');
  return toBuffer({
    bcid,
    text,
    scale: 3,
    padding: 10,
    backgroundcolor: 'FFFFFF',
    ...(binarytext ? { binarytext } : {}),
  });
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
  });
});

test('out of focus, so that modules run into each other, is sharpened', async () => {
  const photo = photograph(known.modules, { module: 4, blur: 2, turn: 7, noise: 2 }, randomFrom(3));
  const { symbols } = await inspectPicture(filed(photo));
  expect(symbols.map(({ text, by }) => [text, by])).toEqual([[known.text, expect.stringContaining('sharpen')]]);
});

describe('bars', () => {
  const ean = async (text: string) => PNG.sync.read(Buffer.from(await drawnAs('ean13', text)));
  /** A strip of `rows` lines of bars on white paper, one above the other. */
  const strips = (...bars: readonly (readonly [PNG, number])[]): Uint8Array => {
    const sheet = paper(500, 300, 255);
    bars.forEach(([{ width, data }, rows], at) => {
      for (let y = 0; y < rows; y++) {
        const row = Uint8Array.from({ length: width }, (_, x) => data[(60 * width + x) * 4] ?? 255);
        paste(sheet, { width, height: 1, data: row }, 60, 100 + at * rows + y);
      }
    });
    return filed(sheet);
  };

  test.each([
    ['ean13', '9506000134352', ']E09506000134352'],
    ['ean8', '95060002', ']E495060002'],
    ['upca', '012345678905', ']E00012345678905'],
    ['upce', '01234565', ']E00012345000065'],
    ['itf14', '19506000134359', ']I119506000134359'],
    ['gs1-128', '(00)095060000000000015', ']C100095060000000000015'],
    ['databaromni', '(01)09506000134352', ']e00109506000134352'],
  ])('of %s are read', async (bcid, text, scan) => {
    expect((await readPicture(await drawnAs(bcid, text))).map((one) => one.text)).toEqual([scan]);
  });

  test('in few lines are read where other looks agree', async () => {
    const read = await readPicture(strips([await ean('9506000134352'), 5]));
    expect(read.map(({ text }) => text)).toEqual([']E09506000134352']);
  });

  test('of which few lines say one thing and few another are not read', async () => {
    expect(await readPicture(strips([await ean('9506000134352'), 3], [await ean('4006381333931'), 3]))).toEqual([]);
  });

  test('in few lines do not stand beside a code that is certain', async () => {
    const read = await readPicture(strips([await ean('9506000134352'), 40], [await ean('4006381333931'), 3]));
    expect(read.map(({ text }) => text)).toEqual([']E09506000134352']);
  });
});

describe('a code that no pack carries', () => {
  test.each([
    ['azteccode', 'hello', 'Aztec', 'hello'],
    ['pdf417', 'hello', 'PDF417', 'hello'],
    ['code39', 'LOT-77', 'Code39', 'LOT-77'],
    ['rationalizedCodabar', 'A1234567B', 'Codabar', 'A1234567B'],
  ])(
    '%s is named instead of missed',
    async (bcid, text, format, content) => {
      const read = await readPicture(await drawnAs(bcid, text));
      expect(read.map((one) => one.format)).toEqual([expect.stringContaining(format)]);
      expect(read[0]?.content).toBe(content);
    },
    60_000,
  );

  test('says what it says in letters of any script', async () => {
    const read = await readPicture(await drawnAs('qrcode', Buffer.from('шприц 5 мл').toString('latin1'), true));
    expect(read).toMatchObject([{ format: expect.stringContaining('QRCode'), content: 'шприц 5 мл' }]);
  });
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
  });

  test('without a symbol gives none, and no error', async () => {
    const random = randomFrom(6);
    const blank = paper(400, 300);
    for (let at = 0; at < blank.data.length; at++) blank.data[at] = Math.round(120 + 100 * random());
    expect(await readPicture(filed(blank))).toEqual([]);
    expect(await readFrame(blank)).toEqual([]);
  });

  test.each(['webp', 'avif', 'tiff', 'gif'] as const)('that is a %s is read by sharp', async (kind) => {
    const { default: sharp } = await import('sharp');
    const png = filed(photograph(known.modules, { module: 5 }, randomFrom(7)));
    const file = await sharp(png).toFormat(kind).toBuffer();
    expect((await readPicture(file)).map(({ text }) => text)).toEqual([known.text]);
  });

  test('gives no DataBar that was seen in two lines beside a symbol that is plain to see', () => {
    const seen = (format: string, lines?: number): SeenSymbol => ({
      text: `]e0${format}`,
      content: format,
      symbology: ']e0',
      format,
      pixels: { width: 100, height: 40 },
      corners: [],
      ...(lines === undefined ? {} : { lines }),
      by: 'as it is',
    });
    const formats = (...found: SeenSymbol[]) => sureAmong(found).map(({ format, lines }) => `${format} ${lines ?? ''}`);
    expect(formats(seen('DataBarExp', 100), seen('DataBarExp', 2))).toEqual(['DataBarExp 100']);
    expect(formats(seen('DataMatrix'), seen('DataBarOmni', 1))).toEqual(['DataMatrix ']);
    expect(formats(seen('DataBarStk', 2))).toEqual(['DataBarStk 2']);
    expect(formats(seen('DataMatrix'), seen('Code128', 2))).toEqual(['DataMatrix ', 'Code128 2']);
  });

  const OTHER_KINDS: readonly (readonly [string, Buffer])[] = [
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    ['HEIC and AVIF', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0')],
    ['HEIC and AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0')],
    ['GIF', Buffer.from('GIF89a..........')],
  ];
  test.each(OTHER_KINDS)('that is %s and damaged is an error', async (_name, bytes) => {
    await expect(readPicture(bytes)).rejects.toMatchObject({ code: 'bad-input', hint: expect.stringMatching(/PNG/) });
  });

  test.each(OTHER_KINDS)(
    'that is %s needs sharp, and is refused with a word on that without it',
    async (name, bytes) => {
      vi.resetModules();
      vi.doMock('#packages', async (original) => ({
        ...(await original<object>()),
        loadOptional: () => {
          throw new Error("Cannot find package 'sharp'");
        },
      }));
      try {
        const withoutSharp = await import('../../src/scan/picture.ts');
        await expect(withoutSharp.readPicture(bytes)).rejects.toMatchObject({
          code: 'bad-input',
          message: expect.stringContaining(`${name} pictures are read where the optional package sharp is installed`),
          hint: expect.stringContaining('npm install sharp'),
        });
      } finally {
        vi.doUnmock('#packages');
        vi.resetModules();
      }
    },
  );

  test('that is a page of a PDF is refused with a word on what to do', async () => {
    await expect(readPicture(Buffer.from('%PDF-1.7\n'))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('PDF'),
      hint: expect.stringContaining('pdftoppm'),
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
