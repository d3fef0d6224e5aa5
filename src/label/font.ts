// The font of labels, Noto Sans Mono, loaded when something is drawn in it: Latin, Greek and Cyrillic.
import { loadPackage, readFromPackage } from '#packages';

/** Units of the font an em, and how many of them a character is wide: 0.6, as the layout counts. */
export const EM = 1000;
export const CELL = 600;

/** Lines and curves in units of the font, y upwards from the baseline. */
export interface Stroke {
  readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
  readonly args: readonly number[];
}

export interface Glyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly path: { readonly commands: readonly Stroke[] };
}

/** As much of fontkit's font as labels need. */
export interface FontFile {
  readonly postscriptName: string;
  readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): Glyph;
  getGlyph(id: number): Glyph;
  layout(text: string): {
    readonly glyphs: readonly Glyph[];
    readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[];
  };
  createSubset(): Subset;
}

/** Some glyphs of the font as a font of their own. */
export interface Subset {
  /** The number of a glyph in the subset. */
  includeGlyph(id: number): number;
  encode(): Uint8Array;
}

let loaded: FontFile | undefined;

export function font(): FontFile {
  if (loaded !== undefined) return loaded;
  const { create } = loadPackage('fontkit') as { create(bytes: Uint8Array): FontFile };
  loaded = create(readFromPackage('@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf'));
  return loaded;
}
