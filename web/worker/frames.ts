// Reads frames of a camera in a thread of its own, one after the other: looks at the middle, then at what may be small in it.
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';

interface Frame {
  readonly bitmap: ImageBitmap;
  /** How many frames came before. */
  readonly turn: number;
}

declare const self: DedicatedWorkerGlobalScope;

const ready = prepareZXingModule({
  overrides: { locateFile: () => '/reader.wasm' },
  fireImmediately: true,
});

/** The symbologies that medicine packs, cases and pallets carry. */
const FORMATS: NonNullable<ReaderOptions['formats']> = ['DataMatrix', 'Code128', 'QRCode', 'EAN13', 'ITF14', 'DataBar'];
const LOOK: ReaderOptions = {
  formats: FORMATS,
  tryHarder: true,
  tryInvert: false,
  tryDownscale: false,
  maxNumberOfSymbols: 4,
  textMode: 'Plain',
};

/** Every so many turns the whole frame, and what is inverse. */
const OTHER_EVERY = 10;
const WIDE = { width: 640, height: 480 };
/** What is small in the middle is enlarged twice. */
const NARROW = { width: 480, height: 480 };

const canvas = new OffscreenCanvas(1, 1);
const pen = canvas.getContext('2d', { willReadFrequently: true });

/** The middle of a frame, enlarged. */
function middle(
  bitmap: ImageBitmap,
  { width, height }: { readonly width: number; readonly height: number },
  times = 1,
) {
  const [wide, high] = [Math.min(width, bitmap.width), Math.min(height, bitmap.height)];
  canvas.width = wide * times;
  canvas.height = high * times;
  const [left, top] = [(bitmap.width - wide) / 2, (bitmap.height - high) / 2];
  pen?.drawImage(bitmap, left, top, wide, high, 0, 0, canvas.width, canvas.height);
  return pen?.getImageData(0, 0, canvas.width, canvas.height);
}

async function read(bitmap: ImageBitmap, turn: number): Promise<readonly string[]> {
  const isOther = turn % OTHER_EVERY === OTHER_EVERY - 1;
  const isWhole = isOther && turn % (2 * OTHER_EVERY) < OTHER_EVERY;
  const pixels = isWhole
    ? middle(bitmap, bitmap)
    : isOther || turn % 2 === 0
      ? middle(bitmap, WIDE)
      : middle(bitmap, NARROW, 2);
  if (pixels === undefined) return [];
  await ready;
  const found = await readBarcodes(pixels, { ...LOOK, tryInvert: isOther && !isWhole });
  return found.filter(({ isValid }) => isValid).map(textOf);
}

/** What a scanner would type: the kind of symbol and its bytes, separators among them. */
function textOf({ symbologyIdentifier, bytes }: { readonly symbologyIdentifier: string; readonly bytes: Uint8Array }) {
  return symbologyIdentifier + [...bytes].map((byte) => String.fromCharCode(byte)).join('');
}

self.addEventListener('message', async ({ data: { bitmap, turn } }: MessageEvent<Frame>) => {
  let texts: readonly string[] = [];
  try {
    texts = await read(bitmap, turn);
  } finally {
    bitmap.close();
    self.postMessage({ texts });
  }
});
