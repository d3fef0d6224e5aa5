// Looking into a container or a shipment without opening it.
import type { Home } from '../home.ts';
import { type Knowledge, knowledgeOf } from '../knowledge.ts';
import { catchUp } from '../stock/inventory.ts';
import { canLookInside, isContainer, type Tree, treeOf } from '../stock/inventory-contents.ts';
import { outstanding } from '../transfer/incoming.ts';
import { refuseAny } from './goods.ts';
import { type LotLine, lotsIn } from './lots.ts';
import { type Resolved, resolveNamed } from './resolve.ts';
import { refusedFor } from './standing.ts';

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
}

export interface ContentsData {
  readonly tree: TreeNode;
  readonly packs: number;
  readonly lots: readonly LotLine[];
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
    const shipment = 'shipment' in named ? named.shipment : undefined;
    const goods = 'shipment' in named ? outstanding(known, named.shipment) : [named];
    const nodes = goods.map((one) => nodeOf(treeOf(known, one.is, one.item)));
    const packs = nodes.reduce((sum, node) => sum + node.packs, 0);
    const [only] = nodes;
    const tree: TreeNode =
      shipment === undefined && only !== undefined
        ? only
        : { kind: 'shipment', item: shipment?.ref ?? input, packs, children: nodes };
    return { tree, packs, lots: lotsIn(known, goods) };
  });
}

/** What is inside something of which the beginning, or what went in, has not arrived cannot be told. */
function mustBeKnown(known: Knowledge, goods: Resolved): void {
  const isKnown = goods.life.state.at !== 'none';
  if (isKnown && (!isContainer(known, goods.item) || canLookInside(known, goods.life))) return;
  refuseAny([refusedFor(known, goods, isKnown ? 'incomplete-knowledge' : 'unknown')]);
}

function nodeOf({ is, children, packs }: Tree): TreeNode {
  if (is.kind === 'pack') {
    const { gtin, serial, lot, expiry } = is;
    return { kind: 'pack', item: `(01)${gtin}(21)${serial}`, gtin, serial, lot, expiry, packs };
  }
  return { kind: 'container', item: is.name, packs, children: children.map(nodeOf) };
}
