// What is on its way: shipments here that were not received, and own ones that nobody has received yet.
import { hex } from '../../chain/bytes.ts';
import { readItems } from '../../custody/events/items.ts';
import { packItem } from '../../custody/item.ts';
import type { Goods } from '../goods/goods.ts';
import { type LotLine, lotsIn, packsIn } from '../goods/lots.ts';
import { itemOf, packGoods } from '../goods/resolve.ts';
import type { Home } from '../home.ts';
import { type Knowledge, knowledgeOf } from '../knowledge.ts';
import { partyAndContact, partyName } from '../party/party-text.ts';
import { catchUp, knownContainer, type Shipment, shipmentOf, shipments, shortReceipts } from '../stock/inventory.ts';
import { shipmentRefOf } from './receipt.ts';

export interface ShipmentLine {
  readonly shipment: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  /** ISO 8601 UTC, as the shipper says. */
  readonly at: string;
  readonly ageHours: number;
  /** Outermost items that are still on their way. */
  readonly items: number;
  readonly packs: number;
  readonly lots: readonly LotLine[];
  readonly despatch?: string;
  readonly reason?: string;
  /** Whom to call. */
  readonly contact: string;
}

const HOUR = 3_600_000;
/** Shipments of which nothing was on its way a month after they left: they need not be looked through again. */
const DONE = 'done:';
const MONTH = 30 * 24 * HOUR;

/** Remembers which old shipments are done, so that `incoming` takes no longer the more came before. */
export function forgetDone(known: Knowledge): void {
  for (const shipment of shipments(known)) {
    if (known.now - shipment.at < MONTH || known.index.get(`${DONE}${shipment.ref}`) !== undefined) continue;
    if (outstanding(known, shipment).length === 0) known.index.put(`${DONE}${shipment.ref}`, true);
  }
}

/** The outermost items of a shipment that are on their way under it, proved by their own lives. */
export function outstanding(known: Knowledge, shipment: Shipment): readonly Goods[] {
  if (known.index.get(`${DONE}${shipment.ref}`) !== undefined) return [];
  return announced(known, shipment).filter(({ life }) => {
    const { state } = life;
    return state.at === 'transit' && state.to === shipment.to && shipmentRefOf(known, life) === shipment.ref;
  });
}

/** Everything that a shipment's manifest lists, and what receipts of it found missing since. */
export function announced(known: Knowledge, shipment: Shipment): readonly Goods[] {
  const event = known.view.event(shipment.ref);
  const manifest = event === undefined ? undefined : known.manifest(event);
  const found = new Map<string, Goods>();
  const put = (goods: Goods) => found.set(hex(goods.item.key), goods);
  const lists = [manifest?.items, ...foundMissing(known, shipment.ref)];
  for (const list of lists) {
    const items = readItems(list);
    for (const { gtin, lot, expiry, serials } of items?.packs ?? []) {
      for (const serial of serials) {
        put(packGoods(known, { kind: 'pack', gtin, serial, lot, expiry }, `(01)${gtin}(21)${serial}`));
      }
    }
    for (const { key } of items?.containers ?? []) {
      const container = knownContainer(known, key);
      if (container === undefined) continue;
      const item = itemOf(known, container);
      const is = { kind: 'container', name: container.name } as const;
      put({ n: 1, input: container.name, item, is, life: known.trace(item) });
    }
  }
  return [...found.values()];
}

/** What receipts and exceptions of a shipment found missing, as manifests list it: its two parties', for anybody may name it. */
function foundMissing(known: Knowledge, ref: string) {
  const shipment = shipmentOf(known, ref);
  return shortReceipts(known, ref).map((name) => {
    const receipt = known.view.event(name);
    const by = receipt?.author?.gln;
    if (receipt === undefined || by === undefined || (by !== shipment?.from && by !== shipment?.to)) return undefined;
    return known.manifest(receipt)?.missing;
  });
}

/** Keys, as hex, of what was found missing of a shipment. */
export function reportedMissing(known: Knowledge, ref: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const list of foundMissing(known, ref)) {
    const items = readItems(list);
    for (const { key } of items?.containers ?? []) keys.add(hex(key));
    for (const { gtin, serials } of items?.packs ?? []) {
      for (const serial of serials) keys.add(hex(packItem(known.view.network, gtin, serial).key));
    }
  }
  return keys;
}

/** Shipments on their way here. */
export function incoming(home: Home): { readonly shipments: readonly ShipmentLine[] } {
  return onTheWay(home, (shipment) => shipment.to === home.self.gln);
}

/** Own shipments that have not been received. */
export function outgoing(home: Home): { readonly shipments: readonly ShipmentLine[] } {
  return onTheWay(home, (shipment) => shipment.from === home.self.gln);
}

function onTheWay(
  home: Home,
  wanted: (shipment: Shipment) => boolean,
): { readonly shipments: readonly ShipmentLine[] } {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const lines = shipments(known)
      .filter(wanted)
      .flatMap((shipment) => lineOf(known, shipment) ?? []);
    return { shipments: lines };
  });
}

/** A shipment with what of it is on its way; undefined where nothing is. */
export function lineOf(known: Knowledge, shipment: Shipment): ShipmentLine | undefined {
  const goods = outstanding(known, shipment);
  if (goods.length === 0) return undefined;
  const { view, now } = known;
  const other = shipment.from === known.self.gln ? shipment.to : shipment.from;
  return {
    shipment: shipment.ref,
    from: shipment.from,
    fromName: partyName(view, shipment.from),
    to: shipment.to,
    toName: partyName(view, shipment.to),
    at: new Date(shipment.at).toISOString(),
    ageHours: Math.max(0, Math.floor((now - shipment.at) / HOUR)),
    items: goods.length,
    packs: packsIn(known, goods),
    lots: lotsIn(known, goods),
    ...(shipment.despatch === undefined ? {} : { despatch: shipment.despatch }),
    ...(shipment.reason === undefined ? {} : { reason: shipment.reason }),
    contact: partyAndContact(view, other),
  };
}
