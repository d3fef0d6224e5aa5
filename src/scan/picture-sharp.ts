// Pictures of other kinds than PNG and JPEG: decoded by the package sharp, which is installed only where they are wanted.
import { loadOptional, takesPackages } from '#packages';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/scan.ts';
import type { Said } from '../words/say.ts';
import type { PictureKind } from './picture-kind.ts';
import type { Pixels } from './picture-pixels.ts';

/** Kinds that sharp decodes; of `heif` AVIF, and HEIC only where its libvips was built for it. */
export type SharpKind = Extract<PictureKind, 'webp' | 'heif' | 'gif' | 'tiff'>;

const NAMES: Readonly<Record<SharpKind, Said>> = {
  webp: say('webp-pictures'),
  heif: say('heic-and-avif-pictures'),
  gif: say('gif-pictures'),
  tiff: say('tiff-pictures'),
};

/**
 * The grey pixels of the first frame, transparent parts over white paper.
 * @throws bad-input (65) where sharp is not installed, cannot decode the file, or the picture has more than `most` pixels
 */
export async function pixelsBySharp(bytes: Uint8Array, kind: SharpKind, most: number): Promise<Pixels> {
  const sharp = load(kind);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: most })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    throw new PedigreeError('bad-input', say('picture-damaged-too-large'), {
      hint: say('save-as-png'),
      cause,
    });
  }
}

function load(kind: SharpKind): typeof import('sharp')['default'] {
  try {
    return loadOptional('sharp') as typeof import('sharp')['default'];
  } catch (cause) {
    throw new PedigreeError('bad-input', say('read-where-optional-package', { name: NAMES[kind] }), {
      hint: say(takesPackages() ? 'npm-install-sharp-beside' : 'save-as-png'),
      cause,
    });
  }
}
