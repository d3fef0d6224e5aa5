// The `receive` events of a shipment: what of it arrived, what is missing and what is damaged.
import { b64u, hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { ofShipment } from '../../custody/events/fields.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life } from '../../custody/life.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/items.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { shipmentOf, shipmentRef } from '../record/shipments-known.ts';
import type { WriteTx } from '../record/write.ts';
import { type Goods, itemsOf, rowsFor } from './goods.ts';
import { refusedDelivery, sayRefused } from './refusals.ts';
import { itemOf } from './resolve.ts';

/** What came of one shipment. */
export interface ShipmentReceipt {
  /** The ship event. */
  readonly shipment: string;
  /** GLN of the shipper. */
  readonly from: string;
  /** Outermost items that arrived. */
  readonly received: readonly Goods[];
  /** What is not there: outermost items, or out of containers that arrived. */
  readonly missing?: readonly Goods[];
  readonly damaged?: readonly Goods[];
  /** Somebody looked inside; otherwise what is inside is inferred. */
  readonly checked?: boolean;
}

/** Containers that one event can open; its details list them. */
const MOST_OPENED = 250;

/** Tokens of missing items that one event lists beside the containers that it opens: its details have 256 KiB. */
const MOST_MISSING = 8000;

/**
 * Takes custody of what arrived, in as many events as it takes to list all that is missing. What is missing stays in transit,
 * in the shipper's charge.
 */
export function writeReceipt(tx: WriteTx, arrival: ShipmentReceipt): readonly CustodyEvent[] {
  const shipment = shipmentOf(tx.known, arrival.shipment);
  const refused = shipment && refusedDelivery(tx.known, shipment);
  if (refused !== undefined) tx.warn(phrase('delivery-received-all-same', { refused: sayRefused(refused) }));
  return inParts(arrival).map((part) => writePart(tx, part));
}

/** The arrival in parts that are each an event: outermost items stay whole, with all that is missing out of them. */
function inParts(arrival: ShipmentReceipt): readonly ShipmentReceipt[] {
  const { received, missing = [], damaged = [] } = arrival;
  const places = new Map<string, Part>(received.map((goods) => [hex(goods.item.key), newPart(goods)]));
  const partOf = ({ life }: Goods) =>
    [life, ...life.around].map(({ key }) => places.get(hex(key))).find((part) => part !== undefined);
  // What did not come at all is named once, with the first part.
  const [first] = places.values();
  for (const goods of missing) {
    const part = partOf(goods);
    (part ?? first)?.missing.push(goods);
    if (part === undefined) continue;
    part.listed++;
    for (const { key } of goods.life.around) if (!places.has(hex(key))) part.opened.add(hex(key));
  }
  for (const goods of damaged) (partOf(goods) ?? first)?.damaged.push(goods);
  const joined: Part[] = [];
  for (const part of places.values()) {
    const last = joined.at(-1);
    const fits =
      last !== undefined &&
      last.opened.size + part.opened.size <= MOST_OPENED &&
      last.listed + part.listed <= MOST_MISSING;
    if (fits) join(last, part);
    else joined.push(part);
  }
  return joined.map((part) => ({ ...arrival, ...part }));
}

/** Some of what arrived, with the containers inside it that have to be opened for what is missing out of them. */
interface Part {
  readonly received: Goods[];
  readonly missing: Goods[];
  readonly damaged: Goods[];
  readonly opened: Set<string>;
  listed: number;
}

function newPart(goods: Goods): Part {
  return { received: [goods], missing: [], damaged: [], opened: new Set(), listed: 0 };
}

function join(part: Part, other: Part): void {
  for (const name of ['received', 'missing', 'damaged'] as const) for (const one of other[name]) part[name].push(one);
  for (const key of other.opened) part.opened.add(key);
  part.listed += other.listed;
}

function writePart(tx: WriteTx, arrival: ShipmentReceipt): CustodyEvent {
  const { received, missing = [], damaged = [] } = arrival;
  const arrived = new Set(received.map((goods) => hex(goods.item.key)));
  // What did not arrive at all simply stays where it is; only what is missing out of something received has a step.
  const takenOut = missing.filter(({ life }) => life.around.some((outer) => arrived.has(hex(outer.key))));
  const rows = rowsFor(
    takenOut.map((goods) => goods.life),
    received.map((goods) => goods.life),
  );
  mustListOpened(rows.opened);
  const tokens = takenOut.map(({ life }) => b64u(itemToken(life.key, life.next)));
  const list = (goods: readonly Goods[]): JsonObject => itemsOf(tx.known, goods);
  return tx.add({
    type: EVENT.receive.type,
    public: {},
    items: rows.items,
    details: { from: arrival.from, ...(tokens.length === 0 ? {} : { missing: tokens }), ...rows.opens },
    manifest: {
      shipment: arrival.shipment,
      checked: arrival.checked ?? false,
      items: list(received),
      ...(missing.length === 0 ? {} : { missing: list(missing) }),
      ...(damaged.length === 0 ? {} : { damaged: list(damaged) }),
    },
    partners: [arrival.from],
  });
}

/** @throws usage where one event would open more containers than it can list */
export function mustListOpened(opened: readonly Life[]): void {
  if (opened.length <= MOST_OPENED) return;
  throw new PedigreeError('usage', say('too-many-openings', { count: opened.length, opened: MOST_OPENED }), {
    hint: say('unpack-first'),
  });
}

/** The goods in parts, each of which opens no more containers than one event can. */
export function thatFit(goods: readonly Goods[]): readonly (readonly Goods[])[] {
  const parts: Goods[][] = [];
  let opened = new Set<string>();
  for (const one of goods) {
    const around = one.life.around.map(({ key }) => hex(key));
    const last = parts.at(-1);
    if (last !== undefined && new Set([...opened, ...around]).size <= MOST_OPENED) last.push(one);
    else {
      parts.push([one]);
      opened = new Set();
    }
    for (const key of around) opened.add(key);
  }
  return parts;
}

/** The shipment that an item in transit is part of, by its own step or that of the receipt that found it missing. */
export function shipmentRefOf(known: Knowledge, life: Life): string {
  const outer = life.around.at(-1) ?? life;
  const step = outer.steps.at(-1);
  if (step === undefined) return '';
  if (step.kind !== EVENT.receive.type) return step.event.ref;
  const shipment = ofShipment(known.manifest(step.event))?.shipment;
  return shipment === undefined ? step.event.ref : shipmentRef(known, shipment);
}

/** The container with this life, as goods. */
export function containerGoods(known: Knowledge, life: Life, input?: string, n = 1): Goods | undefined {
  const found = knownContainer(known, life.key);
  if (found === undefined) return undefined;
  return {
    n,
    input: input ?? found.name,
    item: itemOf(known, found),
    is: { kind: 'container', name: found.name },
    life,
  };
}

/** Receives whole what some of these goods lie in on their way here. */
export function receiveOutermost(tx: WriteTx, coming: readonly Goods[]): void {
  const arrivals = new Map<string, { readonly from: string; readonly received: Map<string, Goods> }>();
  for (const goods of coming) {
    const { effective, around } = goods.life;
    if (effective.at !== 'transit') continue;
    const outer = around.at(-1);
    const whole = outer === undefined ? goods : containerGoods(tx.known, outer);
    if (whole === undefined) continue;
    const shipment = shipmentRefOf(tx.known, goods.life);
    const arrival = arrivals.get(shipment) ?? { from: effective.from, received: new Map() };
    arrival.received.set(hex(whole.item.key), whole);
    arrivals.set(shipment, arrival);
  }
  for (const [shipment, { from, received }] of arrivals) {
    writeReceipt(tx, { shipment, from, received: [...received.values()] });
  }
}
