// What a file is to be about: shipments as they left, or goods as they are; and whether the own party may tell it.
import { hex } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT_REF } from '../../custody/event-ref.ts';
import { type ContainerLine, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Details, Life } from '../../custody/life.ts';
import { pedigreeOf } from '../../custody/pedigree.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/export.ts';
import { type Goods, nameOf, type Refusal, refuseAny } from '../items/goods.ts';
import { type Resolved, refusalOf, resolveItem, shipmentNamed } from '../items/resolve.ts';
import { refusedFor } from '../judging/standing.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import { documentsCalled, documentsNamed } from '../outside/list-documents.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import { announced, listings } from '../steps/incoming.ts';
import { arrivalOf } from '../steps/shipped.ts';
import { isOwnLine } from './told.ts';

/** Goods that are told. */
export interface AskedGoods {
  readonly goods: Pick<Goods, 'is' | 'item' | 'life'>;
  /** What is told up to and with this event. */
  readonly shipped?: CustodyEvent;
  /** They are still on their way, so that nothing was recorded of what is inside. */
  readonly isMoving: boolean;
}

/** Containers of an own shipment of which nothing was recorded since it left. */
export interface OwnBoxes {
  readonly event: CustodyEvent;
  readonly details: Details;
  readonly boxes: readonly ContainerLine[];
}

export interface GoodsAsked {
  readonly own: readonly OwnBoxes[];
  readonly goods: readonly AskedGoods[];
  /** The one party that all of it was sent to. */
  readonly receiver?: string;
  /** What a file of it may be called after. */
  readonly name: string;
}

/** @throws wrong-state (14), not-in-your-custody (14), usage (2) where nothing is named, and as naming goods throws */
export function goodsAsked(known: Knowledge, words: readonly string[]): GoodsAsked {
  const [first] = words;
  if (first === undefined) throw new PedigreeError('usage', say('name-what-to-export'));
  const refusals: Refusal[] = [];
  const goods: AskedGoods[] = [];
  const own: OwnBoxes[] = [];
  const receivers = new Set<string>();
  words.forEach((word, at) => {
    try {
      const shipment = shipmentNamed(known, word);
      if (shipment !== undefined) {
        receivers.add(shipment.to);
        const boxes = ownBoxes(known, shipment);
        if (boxes !== undefined) own.push(boxes);
        for (const one of shipped(known, shipment, boxes)) goods.push(one);
        return;
      }
      const named = resolveItem(known, word, at + 1);
      const refusal = refusedTo(known, named);
      if (refusal === undefined) goods.push({ goods: named, isMoving: true });
      else refusals.push(refusal);
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      refusals.push(refusalOf(error, word, at + 1));
    }
  });
  goods.forEach(({ goods: one }, at) => {
    const refusal = disputed(known, one, at + 1);
    if (refusal !== undefined) refusals.push(refusal);
  });
  refuseAny(refusals);
  const [receiver, ...others] = receivers;
  const named = goods[0]?.goods.is;
  const name = named !== undefined && receivers.size === 0 ? nameOf(named) : first;
  return { own, goods, name, ...(receiver === undefined || others.length > 0 ? {} : { receiver }) };
}

/** So many tokens are asked for at once. */
const AT_ONCE = 500;

/** The containers of an own shipment that nobody has touched since, by the rows of all events that are here. */
function ownBoxes(known: Knowledge, shipment: Shipment): OwnBoxes | undefined {
  const { view } = known;
  const event = view.event(shipment.ref);
  const chains = new Set(chainsOfSelf(view.authority(), known.self));
  if (event === undefined || !chains.has(event.chain) || listings(known, shipment).length > 1) return undefined;
  const manifest = known.manifest(event);
  const lines = (manifest && readItems(manifest.items)?.containers) ?? [];
  const boxes: ContainerLine[] = [];
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const some = lines.slice(at, at + AT_ONCE).filter((line) => isOwnLine(line, chains));
    const [sent, after] = [0, 1].map((later) => some.map(({ key, n }) => itemToken(key, n + later)));
    if (!view.noRows(sent ?? [], chains) || !view.noRows(after ?? [])) continue;
    for (const line of some) boxes.push(line);
  }
  const { reason } = shipment;
  return { event, details: { to: shipment.to, ...(reason === undefined ? {} : { reason }) }, boxes };
}

function shipped(known: Knowledge, shipment: Shipment, own: OwnBoxes | undefined): readonly AskedGoods[] {
  const event = known.view.event(shipment.ref);
  const taken = new Set(own?.boxes.map(({ key }) => hex(key)));
  return announced(known, shipment, taken).map((goods) => ({
    goods,
    ...(event === undefined ? {} : { shipped: event }),
    isMoving: arrivalOf(known, shipment, goods).state === 'on-the-way',
  }));
}

/** Who never had goods tells nobody of them; regulators tell what they may read. */
function refusedTo(known: Knowledge, goods: Resolved): Refusal | undefined {
  const { life, n, input } = goods;
  if (life.state.at === 'none') return refusedFor(known, goods, 'unknown');
  const own = known.view.authority().partyOf(known.self.chain);
  if (own?.regulator === true || hasHad(known, life)) return undefined;
  return { n, input, code: 'not-in-your-custody', reason: phrase('never-yours'), exit: 14 };
}

function hasHad(known: Knowledge, life: Life): boolean {
  const own = known.self.gln;
  return pedigreeOf(life, (item) => known.trace(item)).some(({ step: { event, state } }) => {
    if (event.author?.gln === own) return true;
    return 'holder' in state ? state.holder === own : state.at === 'transit' && state.to === own;
  });
}

function disputed(known: Knowledge, { is, life }: AskedGoods['goods'], n: number): Refusal | undefined {
  const { effective } = life;
  if (effective.at !== 'disputed') return undefined;
  const between = effective.between.map((gln) => partyName(known.view, gln));
  const reason = phrase('is-disputed', { what: nameOf(is), between });
  return { n, input: nameOf(is), code: 'disputed', reason, exit: 14 };
}

/** Whether a word names a kept file rather than goods: despatch advice numbers mean shipments of the network first. */
export function isKeptNamed(home: Home, word: string): boolean {
  if (EVENT_REF.test(word.trim())) return documentsNamed(home, word).length > 0;
  const isShipment = home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return shipmentNamed(known, word) !== undefined;
  });
  return !isShipment && documentsCalled(home, word).length > 0;
}
