// bwip-js, loaded when something is drawn.
import { loadPackage } from '#packages';

type Raw = (options: {
  readonly bcid: string;
  readonly text: string;
  readonly parse?: boolean;
  readonly parsefnc?: boolean;
}) => readonly RawSymbol[];

/** A matrix has `pixs` (1 dark) and `pixx` columns, a linear symbol the widths of its bars and spaces. */
interface RawSymbol {
  readonly pixs?: readonly number[];
  readonly pixx?: number;
  readonly pixy?: number;
  readonly sbs?: readonly number[];
}

export interface Bwip {
  readonly raw: Raw;
}

export function bwip(): Bwip {
  return loadPackage('bwip-js/node') as Bwip;
}
