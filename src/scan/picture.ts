// Reading the codes in a picture: PNG or JPEG bytes in, what a scanner would have typed out.
import { PedigreeError } from '../errors.ts';
import { type PictureHead, type PictureKind, pictureHead, pictureKind } from './picture-kind.ts';
import { isSure, rescued } from './picture-ladder.ts';
import { greyPixels, type Pixels } from './picture-pixels.ts';
import { damaged, type PictureScan, type SeenSymbol, symbolsInFile, symbolsInPixels } from './picture-reader.ts';

export { type PictureScan, pictureKind, type SeenSymbol };

export interface SeenPicture {
  readonly head: PictureHead;
  readonly symbols: readonly SeenSymbol[];
}

/** The largest picture read, in bytes and in pixels: bounds on memory, far above any camera. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;

/**
 * Finds every symbol in a PNG or JPEG; transparent parts are taken as white paper. Where there is none that a pack, case
 * or pallet carries, one of another kind is told.
 * @throws PedigreeError bad-input where the bytes are no picture that can be read; an empty list means a picture without a symbol.
 */
export async function readPicture(bytes: Uint8Array): Promise<readonly PictureScan[]> {
  const { symbols } = await inspectPicture(bytes);
  return symbols.map(({ text, content, symbology, format }) => ({ text, content, symbology, format }));
}

/** The same with what the picture tells of the print. @throws as {@link readPicture} */
export async function inspectPicture(bytes: Uint8Array): Promise<SeenPicture> {
  const { kind, head } = openPicture(bytes);
  const flat = head.transparent ? await decoded(bytes, kind) : undefined;
  const look = { by: 'as it is' };
  const found = flat === undefined ? await symbolsInFile(bytes, look) : await symbolsInPixels(flat, look);
  const sure = found.filter(isSure);
  if (sure.length > 0) return { head, symbols: sure };
  const image = flat ?? (await decoded(bytes, kind));
  const symbols = await rescued(image, found);
  return { head, symbols: symbols.length > 0 ? symbols : await symbolsInPixels(image, { ...look, others: true }) };
}

/** Finds every symbol in grey pixels, for frames of a camera: no rescue, so the next frame is not kept waiting. */
export async function readFrame(frame: Pixels): Promise<readonly PictureScan[]> {
  return symbolsInPixels(frame, { by: 'as it is', options: { tryHarder: false } });
}

const INSTEAD: Readonly<Record<Exclude<PictureKind, 'png' | 'jpeg'>, readonly [name: string, hint: string]>> = {
  webp: ['WebP pictures', 'save it as PNG or JPEG'],
  heif: ['HEIC and AVIF pictures', 'save it as PNG or JPEG, for example with the phone setting "most compatible"'],
  gif: ['GIF pictures', 'save it as PNG'],
  tiff: ['TIFF pictures', 'save it as PNG'],
  bmp: ['BMP pictures', 'save it as PNG'],
  pdf: ['PDF files', 'turn the page into a picture first, for example with pdftoppm -png -r 300'],
};

function openPicture(bytes: Uint8Array): { readonly kind: 'png' | 'jpeg'; readonly head: PictureHead } {
  const kind = pictureKind(bytes);
  if (kind === undefined) throw new PedigreeError('bad-input', 'not a PNG or JPEG picture');
  if (kind !== 'png' && kind !== 'jpeg') {
    const [name, hint] = INSTEAD[kind];
    throw new PedigreeError('bad-input', `${name} cannot be read`, { hint });
  }
  if (bytes.length > MAX_PICTURE_BYTES) throw new PedigreeError('bad-input', 'picture larger than 64 MiB');
  const head = pictureHead(bytes, kind);
  if (head === undefined) throw damaged();
  if (head.width * head.height > MAX_PIXELS) {
    throw new PedigreeError('bad-input', 'picture larger than 100 megapixels', { hint: 'save it smaller' });
  }
  return { kind, head };
}

async function decoded(bytes: Uint8Array, kind: 'png' | 'jpeg'): Promise<Pixels> {
  try {
    return await greyPixels(bytes, kind);
  } catch (cause) {
    throw damaged(cause);
  }
}
