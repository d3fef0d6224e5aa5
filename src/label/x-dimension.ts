// How large a module may be: GS1 General Specifications §5.12.3, symbol specification tables, by use and printer.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';

/** Where a label is read: at a till, at the bedside, on a case in a warehouse, on a pallet. */
export const USES = ['pharmacy', 'ward', 'case', 'pallet'] as const;
export type Use = (typeof USES)[number];

export type LabelSymbology = 'datamatrix' | 'gs1-128';

interface Range {
  /** Millimetres. */
  readonly least: number;
  readonly target: number;
  readonly most: number;
  /** Of the bars of a linear symbol. */
  readonly height?: number;
}

/**
 * Minimum, target and maximum X-dimension and height of the GS1 symbol specification tables, as BWIPP has them too
 * (`gs1.sst5` to `gs1.sst10` of its application specification tables). DataMatrix: pharmacy, table 10 (regulated
 * healthcare retail trade items); ward, table 6 (non-retail, blister and vial); case, table 8 (scanned in general
 * distribution); pallet, table 5 (logistic units). GS1-128: the same, but a case with an SSCC is a logistic unit, table 5.
 * Quiet zones: DataMatrix 1 module on four sides, GS1-128 10 modules left and right.
 */
const TABLE: Readonly<Record<LabelSymbology, Readonly<Record<Use, Range>>>> = {
  datamatrix: {
    pharmacy: { least: 0.396, target: 0.495, most: 0.99 },
    ward: { least: 0.254, target: 0.38, most: 0.99 },
    case: { least: 0.75, target: 0.75, most: 1.52 },
    pallet: { least: 0.743, target: 0.743, most: 1.5 },
  },
  'gs1-128': {
    pharmacy: { least: 0.264, target: 0.33, most: 0.66, height: 12.7 },
    ward: { least: 0.17, target: 0.495, most: 0.495, height: 12.7 },
    case: { least: 0.495, target: 0.495, most: 0.94, height: 31.75 },
    pallet: { least: 0.495, target: 0.495, most: 0.94, height: 31.75 },
  },
};

export const MM_AN_INCH = 25.4;
/** Tables are rounded to a thousandth of an inch. */
const SLACK = 0.0015;

/** Modules that a printer can make, in whole dots: from the one nearest to the target on to smaller ones. */
export interface Modules {
  /** Dots a module, the best first; never empty. */
  readonly dots: readonly number[];
  readonly range: Range;
}

/** The bars of a GS1-128 are this high at least, mm. */
export function barHeight(use: Use): number {
  return TABLE['gs1-128'][use].height ?? 0;
}

/** The range for a use, mm. */
export function xRange(symbology: LabelSymbology, use: Use): Range {
  return TABLE[symbology][use];
}

/**
 * The sizes of a module for a use and printer; with `wanted` (mm) that one alone.
 * @throws usage (2) for a size outside the table, with the nearest good one; and for a printer too coarse
 */
export function modulesFor(symbology: LabelSymbology, use: Use, dpi: number, wanted?: number): Modules {
  const range = TABLE[symbology][use];
  const dot = MM_AN_INCH / dpi;
  const good: number[] = [];
  for (let dots = 1; dots * dot <= range.most + SLACK; dots++) if (dots * dot >= range.least - SLACK) good.push(dots);
  if (good.length === 0) {
    const enough = Math.ceil(MM_AN_INCH / range.most);
    const finest = nearestDpi(range, dpi) ?? enough;
    throw new PedigreeError('usage', say('no-whole-dots', { dpi, use }), {
      hint: say('finer-dpi', { least: said(range.least), most: said(range.most), finest }),
    });
  }
  const nearest = (mm: number) => good.toSorted((a, b) => Math.abs(a * dot - mm) - Math.abs(b * dot - mm))[0] ?? 1;
  if (wanted !== undefined) {
    const dots = nearest(wanted);
    if (
      wanted < range.least - SLACK ||
      wanted > range.most + SLACK ||
      Math.abs(dots * dot - wanted) > dot / 2 + SLACK
    ) {
      throw new PedigreeError(
        'usage',
        say('module-outside-range', { wanted: said(wanted), least: said(range.least), most: said(range.most), use }),
        { hint: say('nearest-module', { dpi, dots: said(dots * dot) }) },
      );
    }
    return { dots: [dots], range };
  }
  const best = nearest(range.target);
  return { dots: [best, ...good.filter((dots) => dots < best).reverse()], range };
}

const PRINTERS = [152, 203, 300, 600, 1200];

function nearestDpi({ least, most }: Range, dpi: number): number | undefined {
  const can = (at: number) => Math.floor((most + SLACK) / (MM_AN_INCH / at)) * (MM_AN_INCH / at) >= least - SLACK;
  return PRINTERS.filter(can).toSorted((a, b) => Math.abs(a - dpi) - Math.abs(b - dpi))[0];
}

/** Millimetres with three digits at most. */
export function said(mm: number): string {
  return String(Math.round(mm * 1000) / 1000);
}
