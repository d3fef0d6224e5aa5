// Symbols of texts that are no goods: links, badges, sheets of commands; and of element strings, where only the symbol is wanted.
import { loadPackage } from '#packages';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';
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
