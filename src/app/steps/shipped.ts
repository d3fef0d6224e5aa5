// What a shipment held when it left, whatever became of it since: read from manifests, held against the lives of what they list.
import { type Bytes, hex, sameBytes } from '../../chain/bytes.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import type { Life, Step } from '../../custody/life.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import type { ContainerIdentity, Goods, PackIdentity } from '../items/goods.ts';
import { type ContentsTree, isContainer, treeOf } from '../items/inventory-contents.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { itemOf } from '../items/resolve.ts';
import { itemsOfFilling, knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import { announced, type NamedShipment, namedShipment } from './incoming.ts';

/** What became of goods of a shipment. */
export type Arrival = 'on-the-way' | 'received' | 'missing' | 'taken-back' | 'unclear';

export interface Shipped {
  readonly tree: ContentsTree;
  readonly state: Arrival;
  /** When that was recorded, ms. */
  readonly at?: number;
}

/** A shipment as an answer about its goods names it. */
export interface ShippedAs extends NamedShipment {
  readonly despatch?: string;
  /** What became of it; `partly` where not the same of everything. */
  readonly state: Arrival | 'partly';
  /** Packs that are still on their way. */
  readonly onTheWay: number;
  /** When it was received or taken back, ISO 8601 in UTC. */
  readonly endedAt?: string;
}

/** Everything that a shipment held, outermost things first. */
export function shippedGoods(known: Knowledge, shipment: Shipment): readonly Shipped[] {
  return announced(known, shipment).map((goods) => {
    const { state, at } = arrivalOf(known, shipment, goods);
    const sent = goods.life.steps.find((step) => step.event.ref === shipment.ref);
    // What is on its way cannot be opened.
    const tree =
      state === 'on-the-way' || sent === undefined
        ? treeOf(known, goods.is, goods.item)
        : treeThen(known, goods.is, goods.item, sent.n);
    return { tree, state, ...(at === undefined ? {} : { at }) };
  });
}

export function shippedAs(known: Knowledge, shipment: Shipment, goods: readonly Shipped[]): ShippedAs {
  const { despatch } = shipment;
  const [state = 'unclear', ...others] = [...new Set(goods.map((one) => one.state))];
  const ended = goods.reduce((last, one) => Math.max(last, one.at ?? 0), 0);
  return {
    ...namedShipment(known.view, shipment),
    ...(despatch === undefined ? {} : { despatch }),
    state: others.length > 0 ? 'partly' : state,
    onTheWay: goods.reduce((sum, one) => sum + (one.state === 'on-the-way' ? one.tree.packs : 0), 0),
    ...(ended === 0 ? {} : { endedAt: new Date(ended).toISOString() }),
  };
}

const ARRIVALS: Readonly<Record<string, Arrival>> = { receive: 'received', void: 'taken-back' };

export function arrivalOf(known: Knowledge, shipment: Shipment, { life }: Goods): Pick<Shipped, 'state' | 'at'> {
  const shipped = life.steps.findIndex((step) => step.event.ref === shipment.ref);
  const next = shipped < 0 ? undefined : life.steps[shipped + 1];
  if (next === undefined) {
    const underWay = life.state.at === 'transit' && shipmentRefOf(known, life) === shipment.ref;
    return { state: underWay ? 'on-the-way' : 'unclear' };
  }
  const state = next.role === 'missing' ? 'missing' : (ARRIVALS[next.kind] ?? 'unclear');
  return { state, at: next.event.leaf.at };
}

/** What was inside before this step of the container. */
function treeThen(
  known: Knowledge,
  is: ContentsTree['is'],
  item: ItemKey,
  before: number,
  levels = MOST_AROUND,
): ContentsTree {
  if (!isContainer(item)) return { is, item, children: [], packs: 1 };
  const life = known.trace(item);
  const children: ContentsTree[] = [];
  for (const child of levels === 0 ? [] : childrenThen(known, life, before)) {
    children.push(treeThen(known, child.is, child.item, child.packed.n + 1, levels - 1));
  }
  return { is, item, children, packs: children.reduce((sum, child) => sum + child.packs, 0) };
}

/** What was directly inside a container before this step of it, with the step that put it there. */
export function* childrenThen(
  known: Knowledge,
  life: Life,
  before: number,
): Iterable<Listed & { readonly packed: Step }> {
  const seen = new Set<string>();
  for (const child of everInside(known, life.key)) {
    const name = hex(child.item.key);
    const packed = seen.has(name) ? undefined : stepInto(life, known.trace(child.item), before);
    if (packed === undefined) continue;
    seen.add(name);
    yield { ...child, packed };
  }
}

interface Listed {
  readonly is: PackIdentity | ContainerIdentity;
  readonly item: ItemKey;
}

function* everInside(known: Knowledge, key: Bytes): Iterable<Listed> {
  for (const filling of knownContainer(known, key)?.fillings ?? []) {
    const items = itemsOfFilling(known, filling);
    for (const { gtin, lot, expiry, serials } of items?.packs ?? []) {
      for (const serial of serials) {
        yield { is: { kind: 'pack', gtin, serial, lot, expiry }, item: packItem(known.view.network, gtin, serial) };
      }
    }
    for (const line of items?.containers ?? []) {
      const inner = knownContainer(known, line.key);
      if (inner !== undefined) yield { is: { kind: 'container', name: inner.name }, item: itemOf(known, inner) };
    }
  }
}

/** The step that put something into a container, where it was in it before that step of the container. */
function stepInto(container: Life, { steps }: Life, before: number): Step | undefined {
  const isIn = (step: Step | undefined) =>
    step?.state.at === 'inside' && sameBytes(step.state.container, container.key) && step.state.since < before;
  const at = steps.findLastIndex((step, i) => isIn(step) && !isIn(steps[i - 1]));
  const packed = steps[at];
  const out = packed && steps.slice(at + 1).find((step) => !isIn(step));
  // The event that takes it out is a step of both.
  const left =
    out && container.steps.find(({ events }) => events.some(({ id }) => out.events.some((same) => same.id === id)));
  return left !== undefined && left.n < before ? undefined : packed;
}
