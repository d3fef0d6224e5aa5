// Looking into a container or a shipment without opening it.

import { type PackIdentity, refuseAny } from '../items/goods.ts';
import { type ContentsTree, canLookInside, isContainer, treeOf } from '../items/inventory-contents.ts';
import { LotCount, type LotLine, lotsIn } from '../items/lots.ts';
import { type Resolved, resolveNamed } from '../items/resolve.ts';
import { refusedFor } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import { type Arrival, type ShippedAs, shippedAs, shippedGoods } from './shipped.ts';

/** One thing with what is inside it. */
export interface TreeNode {
  readonly kind: 'shipment' | 'container' | 'pack';
  /** The shipment's ref, the SSCC, or the pack's GTIN and serial as bracketed text. */
  readonly item: string;
  readonly gtin?: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly packs: number;
  readonly children?: readonly TreeNode[];
  /** Of what a shipment held: what became of it. */
  readonly state?: Arrival;
}

export interface ContentsData {
  readonly tree: TreeNode;
  readonly packs: number;
  readonly lots: readonly LotLine[];
  /** Of a shipment: between whom, and what became of it. */
  readonly shipment?: ShippedAs;
}

/**
 * What is inside an SSCC or a shipment.
 * @throws not-found (66), not-yet-known (19), unknown-item (11), not-gs1 (65)
 */
export function contents(home: Home, input: string): ContentsData {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const named = resolveNamed(known, input);
    if (!('shipment' in named)) mustBeKnown(known, named);
    if ('shipment' in named) return shipmentHeld(known, named.shipment);
    const tree = nodeOf(treeOf(known, named.is, named.item));
    return { tree, packs: tree.packs, lots: lotsIn(known, [named]) };
  });
}

/** What a shipment held when it left, also where it has been received since. */
function shipmentHeld(known: Knowledge, shipment: Shipment): ContentsData {
  const goods = shippedGoods(known, shipment);
  const children = goods.map(({ tree, state }) => ({ ...nodeOf(tree), state }));
  const packs = children.reduce((sum, node) => sum + node.packs, 0);
  const lots = new LotCount();
  for (const { tree } of goods) for (const pack of packsOf(tree)) lots.add(pack);
  const tree: TreeNode = { kind: 'shipment', item: shipment.ref, packs, children };
  return { tree, packs, lots: lots.lines(known), shipment: shippedAs(known, shipment, goods) };
}

function* packsOf(tree: ContentsTree): Iterable<PackIdentity> {
  const waiting: ContentsTree[] = [tree];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.is.kind === 'pack') yield next.is;
    for (const child of next.children) waiting.push(child);
  }
}

/** What is inside something of which the beginning, or what went in, has not arrived cannot be told. */
function mustBeKnown(known: Knowledge, goods: Resolved): void {
  const isKnown = goods.life.state.at !== 'none';
  if (isKnown && (!isContainer(goods.item) || canLookInside(known, goods.life))) return;
  refuseAny([refusedFor(known, goods, isKnown ? 'incomplete-knowledge' : 'unknown')]);
}

function nodeOf({ is, children, packs }: ContentsTree): TreeNode {
  if (is.kind === 'pack') {
    const { gtin, serial, lot, expiry } = is;
    return { kind: 'pack', item: `(01)${gtin}(21)${serial}`, gtin, serial, lot, expiry, packs };
  }
  return { kind: 'container', item: is.name, packs, children: children.map(nodeOf) };
}
