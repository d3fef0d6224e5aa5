// Reading the codes in a picture: the bytes of a file in, what a scanner would have typed out.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/scan.ts';
import type { Said } from '../words/say.ts';
import { hasComponent } from './picture-composite.ts';
import { PictureFindings } from './picture-findings.ts';
import { type PictureHead, type PictureKind, pictureHead, pictureKind } from './picture-kind.ts';
import { climb, isPlain, plainKind } from './picture-ladder.ts';
import { type PartMessage, wholeMessages } from './picture-parts.ts';
import { greyPixels, type Pixels } from './picture-pixels.ts';
import { damaged, symbolsInFile, symbolsInPixels } from './picture-reader.ts';
import { resembled, type UndecodedKind } from './picture-resembles.ts';
import { pixelsBySharp, type SharpKind } from './picture-sharp.ts';
import { sureAmong } from './picture-sure.ts';
import type { PictureScan, SeenSymbol } from './symbol.ts';

export interface SeenPicture {
  readonly head: PictureHead;
  readonly symbols: readonly SeenSymbol[];
  /** How many DataMatrix symbols more were seen by their finder pattern, and could not be read. */
  readonly unread: number;
  /** Messages in several symbols, of which some are missing: none of theirs is among the symbols. */
  readonly incomplete: readonly PartMessage[];
  /** Above bars stands a composite component, of which nothing is read here. */
  readonly composite?: true;
  /** What a picture without any symbol looks like it holds: a code that is not read here. */
  readonly resembles?: UndecodedKind;
}

/** The largest picture read, in bytes and in pixels: bounds on memory, far above any camera. */
const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;

/**
 * Finds every symbol in a PNG or JPEG, or in what the optional package sharp decodes (WebP, AVIF, TIFF, GIF);
 * transparent parts are taken as white paper. Where there is none that a pack, case
 * or pallet carries, one of another kind is told.
 * @throws PedigreeError bad-input where the bytes are no picture that can be read; an empty list means a picture without a symbol.
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { readPicture } from 'pedigree';
 *
 * for (const { format, text } of await readPicture(readFileSync('pack.png'))) console.log(format, text);
 * ```
 */
export async function readPicture(bytes: Uint8Array): Promise<readonly PictureScan[]> {
  const { symbols } = await inspectPicture(bytes);
  return symbols.map(({ text, content, symbology, format }) => ({ text, content, symbology, format }));
}

/** The same with what the picture tells of the print. @throws as {@link readPicture} */
export async function inspectPicture(bytes: Uint8Array): Promise<SeenPicture> {
  const { head, pixels } = await openPicture(bytes);
  const flat = head.transparent ? await pixels() : undefined;
  const look = { by: 'as it is' };
  const findings = new PictureFindings();
  findings.add(await (flat === undefined ? symbolsInFile(bytes, look) : symbolsInPixels(flat, look)), plainKind(1));
  if (isPlain(findings, head.width * head.height)) return { head, ...wholeMessages(findings.symbols), unread: 0 };
  const image = flat ?? (await pixels());
  await climb(image, findings);
  const { symbols, unread } = findings;
  if (symbols.length > 0) {
    const composite = await hasComponent(image, symbols);
    return { head, ...wholeMessages(symbols), unread, ...(composite ? { composite } : {}) };
  }
  const others = sureAmong((await symbolsInPixels(image, { ...look, others: true })).symbols);
  const kind = others.length > 0 || unread > 0 ? undefined : resembled(image);
  return { head, symbols: others, incomplete: [], unread, ...(kind === undefined ? {} : { resembles: kind }) };
}

/** Kinds that no part of this program decodes, with what to do instead. */
const INSTEAD: Readonly<Record<Exclude<PictureKind, 'png' | 'jpeg' | SharpKind>, readonly [name: Said, hint: Said]>> = {
  bmp: [say('bmp-pictures'), say('save-as-png-2')],
  pdf: [say('pdf-files'), say('turn-page-into-picture')],
};

interface OpenPicture {
  readonly head: PictureHead;
  /** @throws bad-input where it is damaged */
  pixels(): Promise<Pixels>;
}

async function openPicture(bytes: Uint8Array): Promise<OpenPicture> {
  const kind = pictureKind(bytes);
  if (kind === undefined) throw new PedigreeError('bad-input', say('not-png-or-jpeg'));
  if (bytes.length > MAX_PICTURE_BYTES) throw new PedigreeError('bad-input', say('picture-larger-than-64'));
  if (kind === 'png' || kind === 'jpeg') {
    const head = pictureHead(bytes, kind);
    if (head === undefined) throw damaged();
    if (head.width * head.height > MAX_PIXELS) {
      throw new PedigreeError('bad-input', say('picture-larger-than-100'), { hint: say('save-smaller') });
    }
    return { head, pixels: () => greyPixels(bytes, kind).catch((cause) => Promise.reject(damaged(cause))) };
  }
  if (kind === 'bmp' || kind === 'pdf') {
    const [name, hint] = INSTEAD[kind];
    throw new PedigreeError('bad-input', say('cannot-read', { name }), { hint });
  }
  const image = await pixelsBySharp(bytes, kind, MAX_PIXELS);
  // The reader does not decode these itself, so it is given the pixels at once, as it is those of transparent pictures.
  return { head: { width: image.width, height: image.height, transparent: true }, pixels: async () => image };
}
