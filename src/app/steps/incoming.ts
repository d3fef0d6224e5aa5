// What is on its way: shipments here that were not received, and own ones that nobody has received yet.
import { hex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import { type GivenUp, givenUp, lifeAtDoor } from '../../custody/own-line.ts';
import type { View } from '../../ledger/types.ts';
import type { Goods } from '../items/goods.ts';
import { type LotLine, lotsIn, packsIn } from '../items/lots.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { type RefusedDelivery, refusedDelivery } from '../items/refusals.ts';
import { itemOf, packGoods } from '../items/resolve.ts';
import { shipmentsUnderWay } from '../judging/done-shipments.ts';
import { type Listing, underWay } from '../judging/watch.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import { partyAndContact, partyName } from '../node/party-text.ts';
import { type KnownContainer, knownContainer } from '../record/containers-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { type Shipment, shipmentOf, shortReceipts } from '../record/shipments-known.ts';

/** Which shipment it is: its event, and who sent it to whom. */
export interface NamedShipment {
  readonly shipment: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  /** ISO 8601 UTC, as the shipper says. */
  readonly at: string;
}

export interface ShipmentLine extends NamedShipment {
  readonly ageHours: number;
  /** Outermost items that are still on their way. */
  readonly items: number;
  readonly packs: number;
  readonly lots: readonly LotLine[];
  readonly despatch?: string;
  /** Why goods are sent back. */
  readonly reason?: string;
  /** Whoever it went to has refused it; until its shipper voids it, it is on its way all the same. */
  readonly refused?: RefusedDelivery;
  /** Whom to call. */
  readonly contact: string;
}

/** The outermost items of a shipment that are on their way under it, proved by their own lives. */
export function outstanding(known: Knowledge, shipment: Shipment): readonly Goods[] {
  return comingIn(known, shipment, distinct(listings(known, shipment).map((listing) => underWay(known, listing))));
}

/** Those of these goods that are on their way under a shipment. */
export function comingIn(known: Knowledge, shipment: Shipment, listedGoods: readonly Goods[]): readonly Goods[] {
  return listedGoods
    .map((goods) => (shipment.to === known.self.gln ? atDoor(known, goods) : goods))
    .filter(({ life }) => {
      const { state } = life;
      return state.at === 'transit' && state.to === shipment.to && shipmentRefOf(known, life) === shipment.ref;
    });
}

/** Goods by the line that brings them here, where the own party is custodian of another one as well. */
export function atDoor<T extends Goods>(known: Knowledge, goods: T): T {
  const life = lifeAtDoor(goods.life, known.self.gln);
  return life === goods.life ? goods : { ...goods, life };
}

/** Outermost items of a shipment here that were declared lost on their way: they may have come after all. */
export function givenUpOf(known: Knowledge, shipment: Shipment): readonly (Goods & { readonly lost: GivenUp })[] {
  return announced(known, shipment).flatMap((goods) => {
    const lost = givenUp(goods.life, known.self.gln);
    return lost !== undefined && shipmentRefOf(known, lost.life) === shipment.ref ? [{ ...goods, lost }] : [];
  });
}

/**
 * Everything that a shipment's manifest lists, and what receipts of it found missing since.
 * @param but containers that are passed over, by their keys as hex
 */
export function announced(known: Knowledge, shipment: Shipment, but?: ReadonlySet<string>): readonly Goods[] {
  return distinct(
    listings(known, shipment, but).map((listing) =>
      (listing.goods() ?? []).flatMap((goods) => (goods === undefined ? [] : [goods()])),
    ),
  );
}

function distinct(lists: readonly (readonly Goods[])[]): readonly Goods[] {
  return [...new Map(lists.flat().map((goods) => [hex(goods.item.key), goods])).values()];
}

/** The manifest of a shipment, and those of the events that found something of it missing. */
export function listings(known: Knowledge, shipment: Shipment, but?: ReadonlySet<string>): readonly Listing[] {
  const listing = (ref: string, part: 'items' | 'missing'): Listing => ({
    ref,
    goods: () => {
      const event = known.view.event(ref);
      const manifest = event && known.manifest(event);
      return manifest && listed(known, manifest[part], but);
    },
  });
  const short = shortEvents(known, shipment.ref).map(({ ref }) => listing(ref, 'missing'));
  return [listing(shipment.ref, 'items'), ...short];
}

/** The goods of a list in a manifest, in its order. */
export function listed(
  known: Knowledge,
  list: Json | undefined,
  but?: ReadonlySet<string>,
): readonly ((() => Goods) | undefined)[] {
  const items = readItems(list);
  const packs = (items?.packs ?? []).flatMap(({ gtin, lot, expiry, serials }) =>
    serials.map(
      (serial) => () => packGoods(known, { kind: 'pack', gtin, serial, lot, expiry }, `(01)${gtin}(21)${serial}`),
    ),
  );
  const lines = (items?.containers ?? []).filter(({ key }) => but?.has(hex(key)) !== true);
  const containers = lines.map(({ key }) => {
    const container = knownContainer(known, key);
    return container && (() => goodsOf(known, container));
  });
  return [...packs, ...containers];
}

function goodsOf(known: Knowledge, container: KnownContainer): Goods {
  const item = itemOf(known, container);
  return {
    n: 1,
    input: container.name,
    item,
    is: { kind: 'container', name: container.name },
    life: known.trace(item),
  };
}

/** Receipts and exceptions that found something of a shipment missing: its two parties', for anybody may name it. */
function shortEvents(known: Knowledge, ref: string): readonly CustodyEvent[] {
  const shipment = shipmentOf(known, ref);
  return shortReceipts(known, ref).flatMap((name) => {
    const event = known.view.event(name);
    const by = event?.author?.gln;
    return event === undefined || by === undefined || (by !== shipment?.from && by !== shipment?.to) ? [] : [event];
  });
}

/** What the own party recorded of a shipment that came, at whichever of its tills: the receipt, or that nothing was there. */
export function answerTo(known: Knowledge, shipment: Shipment): string | undefined {
  for (const { life } of announced(known, shipment)) {
    const shipped = life.steps.findIndex((step) => step.event.ref === shipment.ref);
    const next = shipped < 0 ? undefined : life.steps[shipped + 1];
    if (next?.kind === EVENT.receive.type && next.event.author?.gln === known.self.gln) return next.event.ref;
  }
  return shortReceipts(known, shipment.ref).find((ref) => known.view.event(ref)?.author?.gln === known.self.gln);
}

/** Keys, as hex, of what was found missing of a shipment. */
export function reportedMissing(known: Knowledge, ref: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const event of shortEvents(known, ref)) {
    const items = readItems(known.manifest(event)?.missing);
    for (const { key } of items?.containers ?? []) keys.add(hex(key));
    for (const { gtin, serials } of items?.packs ?? []) {
      for (const serial of serials) keys.add(hex(packItem(known.view.network, gtin, serial).key));
    }
  }
  return keys;
}

/**
 * Shipments on their way here; those alone that `wanted` takes, where it is given.
 * @example
 * ```ts
 * import { incoming, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * for (const { fromName, despatch, packs } of incoming(hill).shipments) console.log(fromName, despatch, packs);
 * ```
 */
export function incoming(
  home: Home,
  wanted: (ref: string) => boolean = () => true,
): { readonly shipments: readonly ShipmentLine[] } {
  return onTheWay(home, ({ ref, to }) => to === home.self.gln && wanted(ref));
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
    return { shipments: linesUnderWay(known, wanted) };
  });
}

/** Shipments from and to the own party with what of them is on its way, as far as anything is. */
export function linesUnderWay(
  known: Knowledge,
  wanted: (shipment: Shipment) => boolean = () => true,
): readonly ShipmentLine[] {
  return shipmentsUnderWay(known)
    .filter(wanted)
    .flatMap((shipment) => lineOf(known, shipment) ?? []);
}

export function namedShipment(view: View, { ref, from, to, at }: Shipment): NamedShipment {
  const [fromName, toName] = [partyName(view, from), partyName(view, to)];
  return { shipment: ref, from, fromName, to, toName, at: new Date(at).toISOString() };
}

/** A shipment with what of it is on its way; undefined where nothing is. */
export function lineOf(known: Knowledge, shipment: Shipment): ShipmentLine | undefined {
  const goods = outstanding(known, shipment);
  if (goods.length === 0) return undefined;
  const { view, now } = known;
  const refused = refusedDelivery(known, shipment);
  const other = shipment.from === known.self.gln ? shipment.to : shipment.from;
  return {
    ...namedShipment(view, shipment),
    ageHours: hoursAgo(now, shipment.at),
    items: goods.length,
    packs: packsIn(known, goods),
    lots: lotsIn(known, goods),
    ...(shipment.despatch === undefined ? {} : { despatch: shipment.despatch }),
    ...(shipment.reason === undefined ? {} : { reason: shipment.reason }),
    ...(refused === undefined ? {} : { refused }),
    contact: partyAndContact(view, other),
  };
}
