// The packs that a stock is made of, one by one.
import { unb64u } from '../../chain/bytes.ts';
import { commission } from '../../custody/events/commission.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { PackIdentity } from '../items/goods.ts';
import { madeIn } from '../items/inventory-packs.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type BatchPart, type CasePart, lotName, type StockPart, type StockPlace } from './stock-parts.ts';

/** The lot that a commissioning made. */
export function lotMade({ leaf }: CustodyEvent): string {
  const { gtin = '', lot = '', expiry = '' } = saidIn(commission, leaf) ?? {};
  return lotName({ gtin, lot, expiry });
}

export function packsMade({ leaf }: CustodyEvent, serials: Iterable<string>): readonly PackIdentity[] {
  const { gtin = '', lot = '', expiry = '' } = saidIn(commission, leaf) ?? {};
  const same = { kind: 'pack', gtin, lot, expiry } as const;
  return Array.from(serials, (serial) => ({ ...same, serial }));
}

/** The packs of a list, in its order. */
export function packsListed(items: ReturnType<typeof readItems>): readonly PackIdentity[] {
  return (items?.packs ?? []).flatMap(({ gtin, lot, expiry, serials }) =>
    serials.map((serial) => ({ kind: 'pack', gtin, lot, expiry, serial }) as const),
  );
}

/** All that a case or a stretch of a lot had in it, those that are out among them, in an order that never changes. */
export function packsOf(known: Knowledge, part: CasePart | BatchPart): readonly PackIdentity[] {
  const event = known.view.event(part.ref);
  if (event === undefined) return [];
  if (part.kind === 'case') return packsListed(readItems(known.manifest(event, unb64u(part.m))?.items));
  const batch = [...(madeIn(known, event) ?? [])][part.batch];
  return batch === undefined ? [] : packsMade(event, batch.serials());
}

/** A pack, and where it is counted. */
export type PlacedPack = { readonly is: PackIdentity } & StockPlace;

/** The packs of a part that are counted with it. */
export function* packsCounted(known: Knowledge, part: StockPart): Iterable<PlacedPack> {
  const at: StockPlace | undefined = part.kind === 'batch' ? { state: 'active' } : part.at;
  if (at === undefined) return;
  if (part.kind === 'single') {
    yield { is: part.is, ...at };
    return;
  }
  const out = new Set(part.out);
  for (const [place, is] of packsOf(known, part).entries()) if (!out.has(place)) yield { is, ...at };
}

/** The packs of an own lot of whose stretches nothing was used. */
export function* packsLeft(known: Knowledge, event: CustodyEvent, left: readonly number[]): Iterable<PlacedPack> {
  let at = 0;
  for (const batch of madeIn(known, event) ?? []) {
    if (left[at++] === 0) continue;
    for (const is of packsMade(event, batch.serials())) yield { is, state: 'active' };
  }
}
