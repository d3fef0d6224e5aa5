// GS1 DataMatrix symbols (ECC 200) of an element string, as SVG and PNG, drawn by bwip-js.
import type { RenderOptions } from 'bwip-js/node';
import { loadPackage } from '#packages';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';

/** What a symbol is drawn with. */
export interface SymbolOptions {
  /** Pixels a module in PNG, user units a module in SVG; 1 to 40. Default 4. */
  readonly scale?: number;
}

/** The quiet zone on every side, in modules: one is the standard's minimum, two survive a careless cut. */
const QUIET_MODULES = 2;
const GS = '\x1d';

/**
 * A GS1 DataMatrix as an SVG document.
 * @param elementString raw GS1 element string, FNC1 separators as GS (U+001D), without AIM identifier.
 * @throws PedigreeError not-gs1 where the symbol cannot hold it. Source: GS1 General Specifications §5.6; ISO/IEC 16022.
 */
export async function dataMatrixSvg(elementString: string, options: SymbolOptions = {}): Promise<string> {
  const { toSVG } = drawer();
  return drawing(() => toSVG(renderOptions(elementString, options)));
}

/** A GS1 DataMatrix as a PNG file; arguments and errors as {@link dataMatrixSvg}. */
export async function dataMatrixPng(elementString: string, options: SymbolOptions = {}): Promise<Uint8Array> {
  const { toBuffer } = drawer();
  try {
    return await toBuffer(renderOptions(elementString, options));
  } catch (error) {
    throw cannotDraw(error);
  }
}

const drawer = () => loadPackage('bwip-js/node') as typeof import('bwip-js/node');

/** The data bwip-js is given: FNC1 first, every separator as FNC1, its own escape character doubled. */
function renderOptions(elementString: string, options: SymbolOptions): RenderOptions {
  const scale = options.scale ?? 4;
  const text = `^FNC1${elementString.replaceAll('^', '^^').replaceAll(GS, '^FNC1')}`;
  // One module is two of bwip-js's units, so the quiet zone is given in its units, not in pixels.
  const padding = QUIET_MODULES * 2;
  return { bcid: 'datamatrix', text, parsefnc: true, parse: true, scale, padding, backgroundcolor: 'FFFFFF' };
}

function drawing<T>(draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    throw cannotDraw(error);
  }
}

function cannotDraw(cause: unknown): PedigreeError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new PedigreeError('not-gs1', say('no-datamatrix-holds', { said }), { cause });
}
