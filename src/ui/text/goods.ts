// What was done to goods in the own hands: minted, packed, set apart, taken out of use.

import type { AssignData } from '../../app/steps/assign.ts';
import type { MintData } from '../../app/steps/mint.ts';
import type { PackData } from '../../app/steps/pack.ts';
import type { RetractData } from '../../app/steps/retract.ts';
import type { UnpackData } from '../../app/steps/unpack.ts';
import { phrase } from '../../words/en/goods-text.ts';
import { type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function mint(data: MintData, style: Style): string {
  const { count, cases, gtin, lot, expiry } = data;
  const lines = [written(data, phrase('minted', { packs: count, cases, gtin, lot, expiry }), style)];
  const ssccs = data.ssccs ?? [];
  const shown = style.verbose ? ssccs : ssccs.slice(0, 10);
  for (const sscc of shown) lines.push(`  ${phrase('case', { sscc })}`);
  if (ssccs.length > shown.length) lines.push(`  ${phrase('more-cases', { count: ssccs.length - shown.length })}`);
  if (data.out !== undefined && !data.dryRun) lines.push(phrase('for-the-printer', { file: placeOf(data.out) }));
  return lines.join('\n');
}

export function pack(data: PackData, style: Style): string {
  const { children: items, packs, container } = data;
  return wrap(written(data, phrase('packed', { items, packs, container }), style), '  ');
}

export function unpack(data: UnpackData, style: Style): string {
  const { children: items, packs, containers } = data;
  if (data.already && items === 0) return wrap(phrase('already-empty', { containers }), '  ');
  return wrap(written(data, phrase('unpacked', { items, packs, containers }), style), '  ');
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
function said(done: Done, never?: Never): (data: Deed, style: Style) => string {
  return (data, style) => {
    const packs = phrase('packs', { packs: data.packs });
    if (never !== undefined && data.already && data.event === undefined) return phrase(never, { packs });
    return written(data, phrase(done, { packs }), style);
  };
}

type Done = 'decommissioned' | 'reinstated' | 'quarantined' | 'released' | 'reported-missing' | 'found-again';
type Never = 'nothing-to-release' | 'nothing-to-find';

export const decommission = said('decommissioned');
export const reinstate = said('reinstated');
export const quarantine = said('quarantined');
export const release = said('released', 'nothing-to-release');
export const missing = said('reported-missing');
export const found = said('found-again', 'nothing-to-find');

export function retract(data: RetractData, style: Style): string {
  const { type, retracted: event } = data;
  const packs = phrase('packs', { packs: data.packs });
  const done = data.packs === 0 ? phrase('retracted', { type, event }) : phrase('retracted-of', { type, event, packs });
  return wrap(written(data, done, style), '  ');
}

export function assign(data: AssignData, style: Style): string {
  const packs = phrase('packs', { packs: data.packs });
  return wrap(written(data, phrase('assigned', { to: data.toName, packs }), style), '  ');
}
