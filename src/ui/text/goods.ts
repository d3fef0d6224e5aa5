// What was done to goods in the own hands: minted, packed, set apart, taken out of use.

import type { AssignData } from '../../app/steps/assign.ts';
import type { MintData } from '../../app/steps/mint.ts';
import type { PackData } from '../../app/steps/pack.ts';
import type { RetractData } from '../../app/steps/retract.ts';
import type { UnpackData } from '../../app/steps/unpack.ts';
import { counted, grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function mint(data: MintData, style: Style): string {
  const cases = data.cases === 0 ? '' : ` in ${counted(data.cases, 'case')}`;
  const lines = [
    written(
      data,
      `minted ${counted(data.count, 'pack')}${cases}: ${data.gtin}, lot ${data.lot}, exp ${data.expiry}`,
      style,
    ),
  ];
  const ssccs = data.ssccs ?? [];
  const shown = style.verbose ? ssccs : ssccs.slice(0, 10);
  for (const sscc of shown) lines.push(`  case ${sscc}`);
  if (ssccs.length > shown.length)
    lines.push(`  and ${grouped(ssccs.length - shown.length)} more: --verbose or --json lists them`);
  if (data.out !== undefined && !data.dryRun) lines.push(`scans for the printer: ${placeOf(data.out)}`);
  return lines.join('\n');
}

export function pack(data: PackData, style: Style): string {
  return wrap(written(data, `packed ${things(data.children, data.packs)} into ${data.container}`, style), '  ');
}

export function unpack(data: UnpackData, style: Style): string {
  if (data.already && data.children === 0) return wrap(`already empty: ${data.containers.join(', ')}`, '  ');
  return wrap(
    written(data, `took ${things(data.children, data.packs)} out of ${data.containers.join(', ')}`, style),
    '  ',
  );
}

function things(children: number, packs: number): string {
  return children === packs ? counted(packs, 'pack') : `${counted(children, 'item')} with ${counted(packs, 'pack')}`;
}

interface Deed {
  /** Absent of what is `already` so where nothing ever said it. */
  readonly event?: string;
  readonly items?: number;
  readonly packs: number;
  readonly already: boolean;
  readonly dryRun?: true;
}

/** One sentence about a number of packs, and one for packs that it was never wanted for. */
function said(words: (packs: string) => string, never?: string): (data: Deed, style: Style) => string {
  return (data, style) => {
    const packs = counted(data.packs, 'pack');
    if (never !== undefined && data.already && data.event === undefined) return `${never}: ${packs}`;
    return written(data, words(packs), style);
  };
}

export const decommission = said((packs) => `taken out of use: ${packs}`);
export const reinstate = said((packs) => `back in stock: ${packs}`);
export const quarantine = said((packs) => `set apart: ${packs}`);
export const release = said((packs) => `released: ${packs}`, 'nothing to release, this party holds none of it apart');
export const missing = said((packs) => `reported missing: ${packs}`);
export const found = said((packs) => `found again: ${packs}`, 'nothing to find, none of it is missing');

export function retract(data: RetractData, style: Style): string {
  const about = data.packs === 0 ? '' : `, of ${counted(data.packs, 'pack')}`;
  return wrap(written(data, `taken back: the ${data.type} ${data.retracted}${about}`, style), '  ');
}

export function assign(data: AssignData, style: Style): string {
  return wrap(written(data, `assigned to ${data.toName}: ${counted(data.packs, 'pack')}`, style), '  ');
}
