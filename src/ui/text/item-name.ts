// What was scanned or typed, as people can compare it with a label.

import { plain } from '../../answer/plain.ts';
import { packOf, ssccOf } from '../../gs1/pack.ts';
import { parse } from '../../gs1/parse.ts';
import { middle } from '../table.ts';

/** A longer one is somebody's whole file. */
const LONGEST = 160;

/** GTIN and serial of a pack, the SSCC of a container: in a scan the separators are not seen. Else what was typed. */
export function nameOfScan(scan: string): string {
  const { elements, ok } = parse(scan.slice(0, 1_000));
  const pack = ok ? packOf(elements) : undefined;
  const sscc = ok ? ssccOf(elements) : undefined;
  if (pack?.serial !== undefined) return `(01)${pack.gtin}(21)${plain(pack.serial)}`;
  return sscc ?? middle(plain(scan), LONGEST);
}
