// The modules of a symbol: GS1 DataMatrix (ECC 200, square) and GS1-128, encoded by bwip-js behind both linters.
import { PedigreeError } from '../errors.ts';
import { elementString, GS } from '../gs1/index.ts';
import { say } from '../words/en/label.ts';
import { bwip } from './bwip.ts';
import type { LabelElement } from './element.ts';
import { bwippText, checkOther, checkOwn } from './lint.ts';

/** Modules row by row, 1 dark; a linear symbol has one row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly dark: Uint8Array;
}

/** @throws not-gs1 (65) where a linter refuses the data, or no symbol can hold it */
export async function dataMatrix(elements: readonly LabelElement[]): Promise<Grid> {
  checkOwn(elements);
  const { raw } = bwip();
  const [symbol] = checkOther(() => raw({ bcid: 'gs1datamatrix', text: bwippText(elements), parse: true }));
  const { pixs = [], pixx = 0, pixy = 0 } = symbol ?? {};
  return { columns: pixx, rows: pixy, dark: Uint8Array.from(pixs) };
}

/** @throws not-gs1 (65) */
export async function gs1128(elements: readonly LabelElement[]): Promise<Grid> {
  checkOwn(elements);
  const { raw } = bwip();
  const [symbol] = checkOther(() => raw({ bcid: 'gs1-128', text: bwippText(elements), parse: true }));
  const dark: number[] = [];
  (symbol?.sbs ?? []).forEach((width, at) => {
    for (let i = 0; i < width; i++) dark.push(1 - (at % 2));
  });
  return { columns: dark.length, rows: 1, dark: Uint8Array.from(dark) };
}

/** Data codewords that each square symbol holds. ISO/IEC 16022, table 7. */
const CAPACITY: readonly (readonly [side: number, codewords: number])[] = [
  [10, 3],
  [12, 5],
  [14, 8],
  [16, 12],
  [18, 18],
  [20, 22],
  [22, 30],
  [24, 36],
  [26, 44],
  [32, 62],
  [36, 86],
  [40, 114],
  [44, 144],
  [48, 174],
  [52, 204],
];

/**
 * The most modules a side that a square DataMatrix of these elements takes: what the plainest of encodations (ASCII,
 * digits in pairs) needs. Printers and bwip-js may find a smaller one, never a larger.
 * @throws not-gs1 (65) for more than 204 codewords
 */
export function mostModules(elements: readonly LabelElement[]): number {
  const text = GS + elementString(elements);
  let codewords = 0;
  for (let at = 0; at < text.length; at += /^[0-9]{2}/.test(text.slice(at, at + 2)) ? 2 : 1) codewords++;
  const fit = CAPACITY.find(([, holds]) => holds >= codewords);
  if (fit === undefined) throw new PedigreeError('not-gs1', say('too-long-for-label'));
  return fit[0];
}

/** Start code C, FNC1, ten pairs of digits, check character and stop of a GS1-128 with an SSCC. ISO/IEC 15417. */
export const SSCC_MODULES = 11 + 11 + 10 * 11 + 11 + 13;
