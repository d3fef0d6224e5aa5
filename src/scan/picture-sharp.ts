// Pictures of other kinds than PNG and JPEG: decoded by the package sharp, which is installed only where they are wanted.
import { PedigreeError } from '../errors.ts';
import type { PictureKind } from './picture-kind.ts';
import type { Pixels } from './picture-pixels.ts';

/** Kinds that sharp decodes; of `heif` AVIF, and HEIC only where its libvips was built for it. */
export type SharpKind = Extract<PictureKind, 'webp' | 'heif' | 'gif' | 'tiff'>;

const NAMES: Readonly<Record<SharpKind, string>> = {
  webp: 'WebP pictures',
  heif: 'HEIC and AVIF pictures',
  gif: 'GIF pictures',
  tiff: 'TIFF pictures',
};

/**
 * The grey pixels of the first frame, transparent parts over white paper.
 * @throws bad-input (65) where sharp is not installed, cannot decode the file, or the picture has more than `most` pixels
 */
export async function pixelsBySharp(bytes: Uint8Array, kind: SharpKind, most: number): Promise<Pixels> {
  const sharp = await load(kind);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: most })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    throw new PedigreeError('bad-input', 'the picture is damaged, too large, or of a kind that sharp cannot decode', {
      hint: 'save it as PNG or JPEG, for example with the phone setting "most compatible"',
      cause,
    });
  }
}

async function load(kind: SharpKind): Promise<typeof import('sharp')['default']> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new PedigreeError('bad-input', `${NAMES[kind]} are read where the optional package sharp is installed`, {
      hint: 'npm install sharp beside pedigree, or save the picture as PNG or JPEG',
      cause,
    });
  }
}
