// Names on labels in the letters of Europe: each format shows the very letter, or the name is refused.
import { createRequire } from 'node:module';
import { openSync } from 'fontkit';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../src/gs1/index.ts';
import type { LabelContent } from '../../src/label/element.ts';
import { inkOf } from '../../src/label/ink.ts';
import { type Drawing, layOut, planFor, wrapped } from '../../src/label/layout.ts';
import { columnsOf } from '../../src/label/letters.ts';
import { labelPdf } from '../../src/label/pdf.ts';
import { bitmapPng } from '../../src/label/png.ts';
import { labelBitmap } from '../../src/label/raster.ts';
import { labelSvg } from '../../src/label/svg.ts';
import { labelZpl } from '../../src/label/zpl.ts';
import { itGiven } from '../left-out.ts';
import { refused } from '../refused.ts';
import { POPPLER, pdfLines, pdfPictures, pdfText, svgPicture, textsIn, zplPictures } from './read-back.ts';

/** The letters that each language has beyond a to z, and some that are written in names of medicines. */
const ALPHABETS = {
  bulgarian: 'абвгдежзийклмнопрстуфхцчшщъьюяѝ',
  croatian: 'čćđšž',
  czech: 'áčďéěíňóřšťúůýž',
  danish: 'æøå',
  dutch: 'áéíóúàèëïöüĳ',
  estonian: 'äõöšüž',
  finnish: 'åäöšž',
  french: 'àâæçéèêëîïôœùûüÿ',
  german: 'äöüß',
  greek: 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
  hungarian: 'áéíóöőúüű',
  irish: 'áéíóúḃċḋḟġṁṗṡṫ',
  italian: 'àèéìîòù',
  latvian: 'āčēģīķļņšūž',
  lithuanian: 'ąčęėįšųūž',
  maltese: 'ċġħż',
  polish: 'ąćęłńóśźż',
  portuguese: 'àáâãçéêíóôõúü',
  romanian: 'ăâîșț',
  slovak: 'áäčďéíĺľňóôŕšťúýž',
  slovenian: 'čšž',
  spanish: 'áéíñóúü',
  swedish: 'åäö',
  english: 'abcdefghijklmnopqrstuvwxyz',
  belarusian: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  macedonian: 'абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ',
  russian: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  serbian: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  icelandic: 'áðéíóúýþæö',
  norwegian: 'æøåéèêóòâôü',
  turkish: 'çğıöşü',
  welsh: 'âêîôûŵŷ',
  signs: '0123456789µ%‰±×·–—‘’“”„«»®™©°²³½¼¾≤≥€№…',
  // Stress and tone marks, which have no letters of their own in Unicode.
  marked: ['р́', 'а́', 'ы̀', 'ė̃', 'į̇́', 'x̌', 'n̄'].join(''),
} as const;

const LETTERS = Object.entries(ALPHABETS).map(([language, lower]) => [language, lower] as const);
const OPTIONS = { use: 'pharmacy', dpi: 203, size: { width: 105, height: 30 } } as const;
const CODE = ['(01) 09506000134352', '(17) 280630', `(10) ${'LOT'.repeat(6)}`, '(21) 7K2M9QX4T8RB3WNC'];

const pack = (title: string): LabelContent => ({
  kind: 'pack',
  title,
  elements: elementsOf({
    gtin: '09506000134352',
    expiry: '2028-06-30',
    lot: 'LOT'.repeat(6),
    serial: '7K2M9QX4T8RB3WNC',
  }),
});

async function drawn(title: string, encode = true): Promise<Drawing> {
  return layOut(pack(title), planFor([pack(title)], OPTIONS), encode);
}

const titleOf = ({ texts }: Drawing) => texts.filter(({ title }) => title).map(({ text }) => text);

async function pdfOf(drawing: Drawing): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  async function* one() {
    yield drawing;
  }
  for await (const piece of labelPdf(one(), undefined)) all.push(piece);
  return Buffer.concat(all);
}

/** A file of the font that nothing of the product has read. */
const FONT = openSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf'),
);
const outlineOf = (character: string): string => FONT.glyphForCodePoint(character.codePointAt(0) ?? 0).path.toSVG();
const NOT_DEFINED = FONT.getGlyph(0).path.toSVG();
const dotsOf = (letter: string, em: number): string =>
  inkOf(letter, em)
    .map(({ ink }) => `${ink.width} ${ink.top} ${ink.data.join('')}`)
    .join();
const clustersOf = (text: string) => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);

describe.each(LETTERS)('%s', (language, lower) => {
  // Capitals too; fifteen a line, so that nothing is left out.
  const letters = [...new Set(clustersOf((lower + lower.toUpperCase()).normalize('NFC')))];
  const words = Array.from({ length: Math.ceil(letters.length / 15) }, (_, at) =>
    letters.slice(at * 15, at * 15 + 15).join(''),
  );

  test('has its letters in the font, and the dots of no two are the same', () => {
    const strangers = ['?', '\u25a1'].map((box) => dotsOf(box, 24));
    for (const letter of letters) {
      for (const character of letter) expect(FONT.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).toBe(true);
      expect([letter, outlineOf(letter) === NOT_DEFINED, strangers.includes(dotsOf(letter, 24))]).toEqual([
        letter,
        false,
        false,
      ]);
    }
    // The fewest dots that any label has for a letter, and 2 mm at 300 dpi.
    for (const em of [10.4, 24]) expect(new Set(letters.map((letter) => dotsOf(letter, em))).size).toBe(letters.length);
  });

  test.each(['NFC', 'NFD'] as const)('is read back from PDF, written in %s', async (form) => {
    for (const word of words) {
      const lines = await pdfLines(await pdfOf(await drawn(word.normalize(form))));
      expect(lines.map((line) => line.map(({ text }) => text).join(''))).toEqual([word, ...CODE]);
      for (const { text, outline } of lines.flat()) {
        // A letter without its dot under a mark is another outline; all others are those of the font.
        if (language !== 'marked') expect([text, outline]).toEqual([text, outlineOf(text)]);
        else expect(outline).not.toBe(NOT_DEFINED);
      }
    }
  });

  itGiven('pdftotext', POPPLER, 'is what a viewer finds in the PDF', async () => {
    const found = await Promise.all(words.map(async (word) => pdfText(await pdfOf(await drawn(word))).split('\n')[0]));
    // A viewer may take ĳ apart.
    expect(found.map((word) => word?.normalize('NFKC'))).toEqual(words.map((word) => word.normalize('NFKC')));
  });

  test('stands in SVG as outlines, with the words for who searches', async () => {
    for (const word of words) {
      const svg = labelSvg(await drawn(word));
      expect(svg).toContain(`<title>${word}</title>`);
      expect(svg).not.toMatch(/<text|font-family/);
      const [, d = ''] = /<path transform="[^"]*" d="([^"]*)"/.exec(svg) ?? [];
      const contours = [...word]
        .filter((character) => character !== ' ')
        .map((one) => outlineOf(one).split('M').length - 1);
      if (language !== 'marked') expect(d.split('M').length - 1).toBe(contours.reduce((sum, count) => sum + count, 0));
    }
  });

  test("is a picture in ZPL, dot for dot that of the PNG, and the rest is the printer's", async () => {
    const [word = ''] = words.filter((one) => !/^[ -~]*$/.test(one));
    if (word === '') return;
    const drawing = await drawn(word);
    const zpl = labelZpl(await drawn(word, false));
    expect(zpl).toMatch(/^[\n -~]*$/);
    expect(zpl.match(/\^GFA/g)).toHaveLength(1);
    expect(zpl.match(/\^A0N/g)).toHaveLength(CODE.length);
    const [picture = new Uint8Array()] = await zplPictures(zpl, drawing);
    const printed = PNG.sync.read(Buffer.from(picture));
    const bitmap = await labelBitmap(drawing);
    const [title] = drawing.texts;
    const [top, bottom] = [0.9, -0.25].map((up) =>
      Math.round((((title?.y ?? 0) - up * (title?.size ?? 0)) * 203) / 25.4),
    );
    const left = Math.round(((title?.x ?? 0) * 203) / 25.4) - 2;
    const dots = (isDark: (at: number) => boolean, width: number) =>
      Array.from({ length: (bottom ?? 0) - (top ?? 0) }, (_, row) =>
        Array.from({ length: Math.min(bitmap.width, printed.width) - left }, (_, column) =>
          isDark(((top ?? 0) + row) * width + left + column) ? '#' : ' ',
        ).join(''),
      );
    const inPng = dots((at) => bitmap.data[at] === 1, bitmap.width);
    expect(inPng.join('')).toContain('#');
    expect(dots((at) => (printed.data[4 * at] ?? 255) < 128, printed.width)).toEqual(inPng);
  });
});

describe('a name in several scripts stands where it stands in PNG', () => {
  const NAME = 'Łódź Ωμέγα ґёђ р́ĂÂ';
  const dpi = 300;
  const size = { width: 105, height: 30 };
  const drawing = () => layOut(pack(NAME), planFor([pack(NAME)], { use: 'pharmacy', dpi, size }));

  /** The share of dots that are dark in one picture and not near any in the other. */
  async function strayOf(picture: Uint8Array): Promise<number> {
    const bitmap = await labelBitmap(await drawing());
    const { width, height, data } = PNG.sync.read(Buffer.from(picture));
    const inPng = (x: number, y: number) => bitmap.data[y * bitmap.width + x] === 1;
    const inPicture = (x: number, y: number) => (data[4 * (y * width + x)] ?? 255) < 128;
    const isNear = (is: typeof inPng, x: number, y: number) =>
      [-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => is(x + dx, y + dy)));
    let [dark, stray] = [0, 0];
    for (let y = 1; y < Math.min(height, bitmap.height) - 1; y++) {
      for (let x = 1; x < Math.min(width, bitmap.width) - 1; x++) {
        if (!inPng(x, y) && !inPicture(x, y)) continue;
        dark++;
        if (!isNear(inPng, x, y) || !isNear(inPicture, x, y)) stray++;
      }
    }
    return stray / dark;
  }

  test('in SVG', async () => {
    expect(await strayOf(svgPicture(labelSvg(await drawing()), dpi))).toBeLessThan(0.01);
  });

  itGiven('pdftoppm', POPPLER, 'in PDF', async () => {
    const [page = new Uint8Array()] = pdfPictures(await pdfOf(await drawing()));
    expect(await strayOf(page)).toBeLessThan(0.01);
  });
});

describe('what labels have no letters for', () => {
  test.each([
    ['Chinese', '阿莫西林 500 mg', '阿 (U+963F), 莫 (U+83AB), 西 (U+897F), 林 (U+6797)'],
    ['Arabic', 'أموكس', 'أ (U+0623)'],
    ['Hebrew', 'אמוקס', 'א (U+05D0)'],
    ['Hindi', 'हिन्दी', 'हि (U+0939 U+093F)'],
    ['Georgian', 'ამოქსი', 'ა (U+10D0)'],
    ['Thai', 'ยา', 'ย (U+0E22)'],
    ['an emoji', 'Relax 💊', '💊 (U+1F48A)'],
    ['marks that run into the line above', 'x\u0301\u0301\u0301\u0301\u0301', 'U+0301'],
    ['a mark that the font puts nowhere', 'a\u20dd', 'U+20DD'],
    ['a mark on nothing', '\u0301a', 'U+0301'],
    ['a private character', 'A\ue000', 'U+E000'],
    ['half a character', 'A\ud83d', 'U+D83D'],
  ])('%s is refused, and the characters named', (_, title, named) => {
    for (const content of [pack(title), { ...pack('A'), notes: [title] }]) {
      const error = refused(() => planFor([pack('A'), content], OPTIONS));
      expect(error).toMatchObject({ code: 'bad-input', exit: 65, message: expect.stringContaining(named) });
    }
  });

  test('what nobody sees is left out, and any blank is a blank', async () => {
    expect(titleOf(await drawn('Amo\u00adxi\u200bcil\u2060lin\ufe0f\u00a0500\u202fmg\u2066'))).toEqual([
      'Amoxicillin 500 mg',
    ]);
  });
});

test('letters count by what they take, not by how they are written', () => {
  expect([columnsOf('Łódź'.normalize('NFD')), columnsOf('р́'), columnsOf('abc')]).toEqual([4, 1, 3]);
  expect(wrapped('ńąś '.normalize('NFD').repeat(4), 7, 3)).toEqual(['ńąś ńąś', 'ńąś ńąś']);
  expect(wrapped('р́'.repeat(12), 7, 1)).toEqual([`${'р́'.repeat(4)}...`]);
});

test('the label of a case in other letters reads back, and its words stay inside', async () => {
  const content: LabelContent = {
    kind: 'unit',
    title: 'Аптека «Здраве» ООД',
    notes: ['50 packs', 'Αμοξικιλλίνη 500 mg'],
    elements: [{ ai: '00', value: '395060000000000016' }],
  };
  const drawing = await layOut(content, planFor([content], { use: 'case', dpi: 203 }));
  expect(titleOf(drawing)).toEqual(['Аптека «Здраве» ООД', '50 packs', 'Αμοξικιλλίνη 500 mg']);
  expect(await textsIn(bitmapPng(await labelBitmap(drawing), 203))).toEqual([']C100395060000000000016']);
});
