// zxing-wasm: symbols in a file or in pixels, each with what a scanner would type for it.

import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';
import { loadPackage, readFromPackage } from '#packages';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/scan.ts';
import { type Pixels, rgba } from './picture-pixels.ts';
import type { SeenSymbol } from './symbol.ts';

/** The symbologies that medicine packs, cases and pallets carry. */
const CARRIED = ['DataMatrix', 'Code128', 'QRCode', 'EAN13', 'EAN8', 'UPCA', 'UPCE', 'ITF14', 'DataBar'] as const;
/** Others that stand on packs and say nothing of GS1; those that check nothing of what they say have to be seen in many lines. */
const OTHERS = ['Aztec', 'PDF417', 'MaxiCode', 'PZN', 'Code32', 'Code93', 'Code39', 'Codabar'] as const;

/** A sheet of labels has more than a hundred; 255 is what the reader counts to. */
const MOST_SYMBOLS = 255;

/** The reader itself, for whoever looks in another place than here. */
export function readerWasm(): Uint8Array {
  return readFromPackage('zxing-wasm/reader/zxing_reader.wasm');
}

type ReadBarcodes = typeof import('zxing-wasm/reader')['readBarcodes'];

/** How to look, and at what: pixels at `factor` of the size of the picture, brought out `by` a filter, `margin` pixels around. */
export interface Look {
  readonly by: string;
  readonly factor?: number;
  readonly margin?: number;
  readonly options?: ReaderOptions;
  /** For codes that no pack carries, so that they can be named. */
  readonly others?: boolean;
}

/** What one look found. */
export interface LookResult {
  readonly symbols: readonly SeenSymbol[];
  /** Where a DataMatrix was seen by its finder pattern, four corners each, and could not be read. */
  readonly patterns: readonly SeenSymbol['corners'][];
}

/** The symbols in pixels. @throws bad-input (65) */
export function symbolsInPixels(image: Pixels, look: Look): Promise<LookResult> {
  return symbolsIn(rgba(image), look);
}

/** The symbols in a file. @throws bad-input (65) where the reader cannot decode it */
export function symbolsInFile(bytes: Uint8Array, look: Look): Promise<LookResult> {
  // A Blob view of exactly these bytes: a pooled Buffer must not hand its neighbours to the decoder.
  return symbolsIn(Uint8Array.from(bytes), look);
}

/** A picture that cannot be decoded. */
export function damaged(cause?: unknown): PedigreeError {
  return new PedigreeError('bad-input', say('picture-damaged'), cause === undefined ? {} : { cause });
}

async function symbolsIn(input: Parameters<ReadBarcodes>[0], look: Look): Promise<LookResult> {
  const { readBarcodes } = await reader();
  let found: readonly ReadResult[];
  try {
    found = await readBarcodes(input, {
      formats: [...(look.others ? OTHERS : CARRIED)],
      tryHarder: true,
      maxNumberOfSymbols: MOST_SYMBOLS,
      textMode: 'Plain',
      returnErrors: true,
      ...look.options,
    });
  } catch (cause) {
    throw damaged(cause);
  }
  const failed = found.find((symbol) => symbol.format === undefined || symbol.bytes === undefined);
  if (failed !== undefined) throw damaged(failed.error);
  return {
    symbols: found.filter((symbol) => symbol.isValid).map((symbol) => seen(symbol, look)),
    patterns: found
      .filter((symbol) => !symbol.isValid && symbol.format === 'DataMatrix')
      .map((symbol) => cornersOf(symbol, look)),
  };
}

function cornersOf({ position }: ReadResult, { factor = 1, margin = 0 }: Look): SeenSymbol['corners'] {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => ({
    x: (x - margin) / factor,
    y: (y - margin) / factor,
  }));
}

function seen(symbol: ReadResult, look: Look): SeenSymbol {
  const { by, factor = 1 } = look;
  const { topLeft, topRight, bottomLeft } = symbol.position;
  const length = (a: typeof topLeft, b: typeof topLeft) => Math.hypot(a.x - b.x, a.y - b.y) / factor;
  const { Version, UEC } = extraOf(symbol);
  const size = /^(\d+)x(\d+)$/.exec(String(Version ?? ''));
  return {
    text: symbol.symbologyIdentifier + Buffer.from(symbol.bytes).toString('latin1'),
    content: symbol.text,
    symbology: symbol.symbologyIdentifier,
    format: symbol.format,
    ...(size === null ? {} : { modules: { rows: Number(size[1]), columns: Number(size[2]) } }),
    ...(UEC === undefined || !Number.isFinite(Number(UEC)) ? {} : { unusedCorrection: Number(UEC) }),
    pixels: { width: length(topLeft, topRight), height: length(topLeft, bottomLeft) },
    corners: cornersOf(symbol, look),
    // Enlarged bars are crossed by more lines, which say nothing new.
    ...(symbol.lineCount > 0 ? { lines: symbol.lineCount / Math.max(1, factor) } : {}),
    ...(symbol.sequenceIndex < 0
      ? {}
      : { part: { index: symbol.sequenceIndex, count: symbol.sequenceSize, message: symbol.sequenceId } }),
    by,
  };
}

function extraOf(symbol: ReadResult): { readonly Version?: unknown; readonly UEC?: unknown } {
  try {
    return JSON.parse(symbol.extra || '{}') as { readonly Version?: unknown; readonly UEC?: unknown };
  } catch {
    // Only what is extra is lost.
    return {};
  }
}

type Reader = typeof import('zxing-wasm/reader');
let loading: Promise<Reader> | undefined;

/** The wasm comes along, never from a network. */
function reader(): Promise<Reader> {
  loading ??= (async () => {
    const zxing = loadPackage('zxing-wasm/reader') as Reader;
    const wasm = readerWasm();
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
    await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    return zxing;
  })();
  return loading;
}
