// Frames of a live camera, the same on every machine: a printed label at some pixels a module, turned, blurred and noisy.
import sharp from 'sharp';
import { elementsOf } from '../src/gs1/index.ts';
import { layOut, planFor } from '../src/label/layout.ts';
import { labelBitmap } from '../src/label/raster.ts';
import { randomFrom } from '../test/label/degraded.ts';

const [WIDTH, HEIGHT] = [1280, 720];
const MODULES = [5, 4, 3, 2.5, 2, 1.75, 1.5, 1.25, 1];
const TURNS = [0, 7, 31, 90, 163];
/** Standard deviations, in modules. */
const BLURS = [0, 0.3, 0.5, 0.7];
const NOISE = 6;
/** Grey of the table, of paper and of ink. */
const [TABLE, PAPER, INK] = [150, 237, 28];
/** Millimetres a module, and dots an inch that make it twelve dots. */
const LABEL = { use: 'pharmacy', dpi: 600, module: 0.508 };
const DOTS = 12;

async function label() {
  const elements = elementsOf({
    gtin: '09506000134369',
    expiry: '2039-01-31',
    lot: 'RAM-77',
    serial: 'HSJB0DKNJ762M8NA',
  });
  const content = { kind: 'pack', title: 'Ramipril Acme 5 mg', elements };
  const { width, height, data } = await labelBitmap(await layOut(content, planFor([content], LABEL)));
  return { width, height, data: Buffer.from(data.map((dark) => (dark === 1 ? INK : PAPER))) };
}

const grey = (width, height) => ({ raw: { width, height, channels: 1 } });

async function scene(paper, { module, turn, blur, seed, dx, dy }) {
  const factor = module / DOTS;
  const [across, down] = [Math.round(paper.width * factor), Math.round(paper.height * factor)];
  const small = await sharp(paper.data, grey(paper.width, paper.height))
    .resize(across, down, { kernel: 'cubic', fit: 'fill' })
    .png()
    .toBuffer();
  const turned = await sharp(small)
    .rotate(turn, { background: { r: TABLE, g: TABLE, b: TABLE } })
    .png()
    .toBuffer({ resolveWithObject: true });
  const left = Math.round((WIDTH - turned.info.width) / 2 + dx);
  const top = Math.round((HEIGHT - turned.info.height) / 2 + dy);
  const table = { create: { width: WIDTH, height: HEIGHT, channels: 3, background: { r: TABLE, g: TABLE, b: TABLE } } };
  const sharpened = await sharp(table)
    .composite([{ input: turned.data, left, top }])
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const soft =
    blur === 0
      ? sharpened
      : await sharp(sharpened, grey(WIDTH, HEIGHT))
          .blur(Math.max(0.3, blur * module))
          .toColourspace('b-w')
          .raw()
          .toBuffer();
  const random = randomFrom(seed);
  const data = new Uint8ClampedArray(soft.length);
  for (let at = 0; at < data.length; at++) {
    // A little brighter towards the right, as beside a window.
    data[at] = soft[at] + (random() + random() + random() - 1.5) * 2 * NOISE + ((at % WIDTH) / WIDTH) * 12;
  }
  return { width: WIDTH, height: HEIGHT, data: new Uint8Array(data.buffer) };
}

/** 180 frames: sizes × turns × blurs. */
export async function* scenes() {
  const paper = await label();
  let seed = 1;
  for (const module of MODULES) {
    for (const turn of TURNS) {
      for (const blur of BLURS) {
        const [dx, dy] = [(((seed + 1) * 37) % 60) - 30, (((seed + 1) * 53) % 40) - 20];
        yield await scene(paper, { module, turn, blur, seed: seed++, dx, dy });
      }
    }
  }
}
