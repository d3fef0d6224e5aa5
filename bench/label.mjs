// Printing and reading labels: a sheet PDF of 1 000, ZPL of 100 000, and photographs; each against the plain work it cannot do without.
// Run: node bench/label.mjs; it reads src directly, so it needs a Node that strips types.
import { PNG } from 'pngjs';
import { elementsOf } from '../src/gs1/index.ts';
import { bwip } from '../src/label/bwip.ts';
import { layOut, planFor } from '../src/label/layout.ts';
import { bwippText, lintLot } from '../src/label/lint.ts';
import { labelPdf } from '../src/label/pdf.ts';
import { dataMatrix } from '../src/label/symbol.ts';
import { labelZpl } from '../src/label/zpl.ts';
import { readPicture } from '../src/scan/picture.ts';

const GTIN = '09506000134352';
const serialOf = (at) => `7K2M9QX4T8${String(at).padStart(6, '0')}`;
const content = (at) => ({
  kind: 'pack',
  title: 'Amoxicillin 500 mg',
  elements: elementsOf({ gtin: GTIN, expiry: '2039-06-30', lot: 'ABC123', serial: serialOf(at) }),
});

async function seconds(work) {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

async function* drawings(count, encode) {
  const plan = planFor([content(0)], { use: 'pharmacy', dpi: 300 });
  for (let at = 0; at < count; at++) yield layOut(content(at), plan, encode);
}

async function pdf() {
  const { raw } = await bwip();
  raw({ bcid: 'gs1datamatrix', text: bwippText(content(0).elements), parse: true });
  const bare = await seconds(() => {
    for (let at = 0; at < 1000; at++)
      raw({ bcid: 'gs1datamatrix', text: bwippText(content(at).elements), parse: true });
  });
  let bytes = 0;
  const took = await seconds(async () => {
    for await (const piece of labelPdf(drawings(1000, true), 'a4')) bytes += piece.length;
  });
  const what = `1 000-label PDF (${took.toFixed(1)} s, ${Math.round(bytes / 1024)} KB)`;
  return {
    what,
    against: '1 000 encodings by bwip-js',
    ratio: took / bare,
    budget: '1.5',
    stretch: '1.2',
    ok: took <= bare * 1.5,
  };
}

async function zpl() {
  const bare = await seconds(() => {
    for (let at = 0; at < 1_000_000; at++) JSON.parse(`{"gtin":"${GTIN}","serial":"${serialOf(at)}"}`);
  });
  let bytes = 0;
  const took = await seconds(async () => {
    const serials = Array.from({ length: 100_000 }, (_, at) => serialOf(at));
    await lintLot({ gtin: GTIN, lot: 'ABC123', expiry: { ai: '17', value: '390630' }, serials });
    for await (const drawing of drawings(100_000, false)) bytes += labelZpl(drawing).length;
  });
  const what = `100 000 ZPL labels, linted (${took.toFixed(1)} s, ${Math.round(bytes / 1024 / 1024)} MB)`;
  return {
    what,
    against: 'JSON.parse of 1 000 000 packs',
    ratio: took / bare,
    budget: '5',
    stretch: '3',
    ok: took <= bare * 5,
  };
}

/** Eight bits a pixel, 0 black to 255 white. */
function greyPng({ width, height, data }) {
  const rgba = Buffer.alloc(4 * data.length, 255);
  for (let at = 0; at < data.length; at++) rgba.fill(data[at], 4 * at, 4 * at + 3);
  return PNG.sync.write(Object.assign(new PNG({ width, height }), { data: rgba }), { colorType: 0 });
}

async function photograph() {
  const grid = await dataMatrix(content(1).elements);
  const width = 4000;
  const image = { width, height: 3000, data: new Uint8Array(width * 3000) };
  for (let at = 0; at < image.data.length; at++) image.data[at] = 170 + ((at * 7919) % 23);
  for (let y = 0; y < grid.rows * 10; y++) {
    for (let x = 0; x < grid.columns * 10; x++) {
      if (grid.dark[Math.floor(y / 10) * grid.columns + Math.floor(x / 10)] === 1)
        image.data[(y + 900) * width + x + 1700] = 30;
    }
  }
  const file = greyPng(image);
  await readPicture(greyPng({ width: 8, height: 8, data: new Uint8Array(64) }));
  let found = [];
  let [bare, took] = [Infinity, Infinity];
  for (let round = 0; round < 3; round++) {
    bare = Math.min(bare, await seconds(() => PNG.sync.read(Buffer.from(file))));
    const one = await seconds(async () => {
      found = await readPicture(file);
    });
    took = Math.min(took, one);
  }
  const what = `read a picture of 12 megapixels (${took.toFixed(2)} s)`;
  const ok = took <= bare * 2 && found.length === 1;
  return { what, against: 'decoding it with pngjs', ratio: took / bare, budget: '2', stretch: '1', ok };
}

export const rows = async () => [await pdf(), await zpl(), await photograph()];

if (process.argv[1] === import.meta.filename) console.table(await rows());
