// What is found in a picture: the symbols, and what the picture tells of each.

/** One symbol found in a picture. */
export interface PictureScan {
  /** What a scanner would type: AIM identifier and data, FNC1 separators as GS (U+001D). */
  readonly text: string;
  /** What the symbol says, without identifier, as Unicode by its character set. */
  readonly content: string;
  /** AIM symbology identifier, for example `]d2`. */
  readonly symbology: string;
  /** The reader's name of the format, for example `DataMatrix`. */
  readonly format: string;
}

/** A symbol with what its picture tells of how it was printed. */
export interface SeenSymbol extends PictureScan {
  /** Rows by columns of modules of a matrix symbol, for example 26 × 26. */
  readonly modules?: { readonly rows: number; readonly columns: number };
  /** The share of the error correction that reading it did not need, 0 to 1; matrix symbols alone. */
  readonly unusedCorrection?: number;
  /** The sides of the symbol in pixels of the picture. */
  readonly pixels: { readonly width: number; readonly height: number };
  /** Its four corners in pixels of the picture, round from the top left of the symbol; of bars as far as they were read. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  /** How many lines across the bars read the same, at the size of the picture; linear symbols alone. */
  readonly lines?: number;
  /** Where it holds a part of a message alone: which one, counted from 0, of how many, and of which message. */
  readonly part?: { readonly index: number; readonly count: number; readonly message: string };
  /** How it was brought out: `as it is`, or the filter that it took. */
  readonly by: string;
}
