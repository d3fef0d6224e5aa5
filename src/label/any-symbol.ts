// Symbols of texts that are no goods: links, badges, sheets of commands; and of element strings, where only the symbol is wanted.
import { loadPackage } from '#packages';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';
import { bwip } from './bwip.ts';
import { dataMatrixSvg } from './data-matrix.ts';

/** Modules around, as each kind wants. */
const QUIET = { datamatrix: 2, qrcode: 4 } as const;

/**
 * A DataMatrix or a QR code as an SVG document. A text that begins as an element string does is drawn as GS1 DataMatrix.
 * @throws not-gs1 (65) where no symbol holds the text
 */
export async function symbolSvg(kind: keyof typeof QUIET, text: string): Promise<string> {
  if (kind === 'datamatrix' && /^01\d{14}/.test(text)) return dataMatrixSvg(text);
  const { toSVG } = loadPackage('bwip-js/node') as Pick<typeof import('bwip-js/node'), 'toSVG'>;
  try {
    return toSVG({ bcid: kind, text, scale: 4, padding: QUIET[kind] * 2, backgroundcolor: 'FFFFFF' });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PedigreeError('not-gs1', say('no-datamatrix-holds', { said }), { cause });
  }
}

/** A QR code of a text for a terminal: two rows of modules a line, dark on light as cameras want it. */
export async function qrLines(text: string): Promise<readonly string[]> {
  const { raw } = await bwip();
  const [code] = raw({ bcid: 'qrcode', text });
  const { pixs = [], pixx: width = 0 } = code ?? {};
  const isDark = (row: number, column: number) =>
    row >= 0 && column >= 0 && column < width && pixs[row * width + column] === 1;
  const lines: string[] = [];
  for (let row = -QUIET.qrcode; row < width + QUIET.qrcode; row += 2) {
    let line = '';
    for (let column = -QUIET.qrcode; column < width + QUIET.qrcode; column++) {
      line += HALVES[(isDark(row, column) ? 2 : 0) + (isDark(row + 1, column) ? 1 : 0)];
    }
    lines.push(line);
  }
  return lines;
}

/** Light is what is drawn, on the dark ground of a terminal: both, the upper, the lower half, none. */
const HALVES = ['█', '▀', '▄', ' '] as const;
