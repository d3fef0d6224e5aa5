// What still stands set apart for a recall that was taken back: goods in quarantine here that no other recall stops.
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life } from '../../custody/life.ts';
import { isNamed } from '../../custody/recall.ts';
import type { Goods } from '../items/goods.ts';
import { packsInside } from '../items/inventory-contents.ts';
import { containerGoods } from '../items/receipt.ts';
import { itemOf, packGoods } from '../items/resolve.ts';
import { knownContainer } from '../record/containers-known.ts';
import { ownRecords } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type FoundRecall, lotsOfPack, recallsKnown } from './recall.ts';
import { madeAs } from './recall-packs.ts';

export interface ApartGoods {
  /** A container or a pack, as it was set apart. */
  readonly goods: Goods;
  readonly packs: number;
}

/** As they were set apart, whichever till did it; nothing for a recall that stands. */
export function apartFor(known: Knowledge, recall: FoundRecall): readonly ApartGoods[] {
  if (recall.state !== 'rescinded') return [];
  return known.once(`apart:${recall.id}`, () => {
    const standing = recallsKnown(known.view).filter(
      ({ gtin, state }) => gtin === recall.gtin && state !== 'rescinded',
    );
    const found = new Map<string, ApartGoods>();
    for (const event of ownRecords(known, [EVENT.quarantine.type])) {
      for (const goods of setApartIn(known, event)) {
        if (found.has(goods.input) || !isApart(known, goods.life)) continue;
        const packs = packsOf(known, goods);
        if (!packs.some((pack) => isOf(known, recall, pack))) continue;
        if (standing.some((other) => packs.some((pack) => isOf(known, other, pack)))) continue;
        found.set(goods.input, { goods, packs: packs.length });
      }
    }
    return [...found.values()];
  });
}

function* setApartIn(known: Knowledge, event: CustodyEvent): Iterable<Goods> {
  const items = readItems(known.manifest(event)?.items);
  for (const { gtin, lot, expiry, serials } of items?.packs ?? []) {
    for (const serial of serials)
      yield packGoods(known, { kind: 'pack', gtin, serial, lot, expiry }, `(01)${gtin}(21)${serial}`);
  }
  for (const { key } of items?.containers ?? []) {
    const found = knownContainer(known, key);
    const goods = found && containerGoods(known, known.trace(itemOf(known, found)));
    if (goods !== undefined) yield goods;
  }
}

/** By itself, here, and because of a recall. */
function isApart({ self }: Knowledge, { state }: Life): boolean {
  return state.at === 'quarantined' && state.holder === self.gln && state.reason === 'recall';
}

interface Recallable {
  readonly gtin: string;
  readonly lot: string;
  readonly life: Life;
}

function packsOf(known: Knowledge, { is, item, life }: Goods): readonly Recallable[] {
  if (is.kind === 'pack') return [{ gtin: is.gtin, lot: madeAs(is, life).lot, life }];
  return [...packsInside(known, item.key)].map((inside) => {
    const own = known.trace(inside.item);
    return { gtin: inside.is.gtin, lot: madeAs(inside.is, own).lot, life: own };
  });
}

function isOf({ view }: Knowledge, recall: FoundRecall, { gtin, lot, life }: Recallable): boolean {
  return gtin === recall.gtin && isNamed(recall.case, lotsOfPack(view, gtin, lot), life.recalls);
}
