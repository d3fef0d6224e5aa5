// Shipments that do not come about: taken back by their shipper, said to have never come, or refused at the door.

import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { LONGEST_REASON } from '../../custody/events/fields.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import { refusedDelivery } from '../items/refusals.ts';
import { resolveNamed, shipmentNamed } from '../items/resolve.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { refusedFor, standingOf } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { announced, answerTo, listed, outstanding } from './incoming.ts';
import { mustBeApart } from './preconditions.ts';
import { mustHaveRole, notAllowed } from './record-step.ts';

export interface VoidRequest {
  /** Shipments or single outermost items of one. */
  readonly items: readonly string[];
  readonly reason: string;
  readonly note?: string;
}

export interface VoidData extends Written {
  readonly items: number;
  readonly packs: number;
}

export interface RefuseData extends VoidData {
  /** What the shipper takes back. */
  readonly shipment: string;
}

/**
 * Ends a hand-over that is under way: the goods are with the shipper again. The shipper may within ten days and on the
 * chain that shipped; the party shipped to may at any time.
 * @throws usage (2) for an empty reason, wrong-state (14), not-found (66), with `items[]`
 */
export function voidShipment(home: Home, request: VoidRequest): VoidData {
  const what = { command: 'void', ...(request.note === undefined ? {} : { note: request.note }) };
  const reason = checkedText(request.reason, 'reason', LONGEST_REASON);
  return recordGoods(home, what, (tx) => voidIn(tx, request.items, reason));
}

/** The same within an append. @throws as `voidShipment` */
export function voidIn(tx: WriteTx, items: readonly string[], reason: string): Omit<VoidData, keyof Written> {
  mustHaveRole(tx, EVENT.voiding.type);
  const named = namedGoods(tx, items);
  const open = named.filter((goods) => goods.life.effective.at === 'transit');
  const rest = named.filter((goods) => !open.includes(goods));
  refuseAny(rest.filter((goods) => !wasVoided(goods)).map((goods) => refusedOf(tx, goods)));
  if (open.length === 0) {
    const before = rest[0]?.life.steps.at(-1);
    tellOtherReason(tx, before?.details.reason, reason);
    tx.already(before?.event.ref);
    return { items: rest.length, packs: packsIn(tx.known, rest) };
  }
  mustBeApart(open);
  const details = { reason };
  refuseAny(open.flatMap((goods) => notVoidable(tx, goods, details)));
  const packs = packsIn(tx.known, open);
  for (const [partner, goods] of byPartner(tx, open)) {
    const rows = rowsFor(goods.map((one) => one.life));
    mustListOpened(rows.opened);
    tx.add({
      type: EVENT.voiding.type,
      public: {},
      items: rows.items,
      details: { ...details, ...rows.opens },
      manifest: { items: itemsOf(tx.known, goods) },
      partners: [partner],
    });
  }
  return { items: open.length, packs };
}

/** What is recorded already keeps the reason it has. */
function tellOtherReason(tx: WriteTx, before: string | undefined, reason: string): void {
  if (before !== undefined && before !== reason) tx.warn(phrase('reason-stays', { before }));
}

function namedGoods(tx: WriteTx, inputs: readonly string[]): readonly Goods[] {
  const goods = new Map<string, Goods>();
  inputs.forEach((input, at) => {
    const named = resolveNamed(tx.known, input, at + 1);
    const found = 'shipment' in named ? goodsOf(tx, named.shipment) : [named];
    if (found.length === 0) {
      const reason = phrase('nothing-of-on-way');
      refuseAny([{ n: at + 1, input, code: 'wrong-state', reason, exit: 14 }]);
    }
    for (const one of found) goods.set(hex(one.item.key), { ...beforeReceipt(tx, one), n: at + 1 });
  });
  return [...goods.values()];
}

/** What of a shipment is on its way; where nothing is, what was voided of it, so that the line may run again. */
function goodsOf(tx: WriteTx, shipment: Shipment): readonly Goods[] {
  const open = outstanding(tx.known, shipment);
  if (open.length > 0) return open;
  return announced(tx.known, shipment).filter(({ life: { steps } }) => {
    const back = steps.at(-1)?.events.every((event) => tx.view.retracted(event)) === true;
    return (steps.at(-1)?.kind === EVENT.voiding.type || back) && steps.at(-2)?.event.ref === shipment.ref;
  });
}

/** A receipt that its author took back, because the goods are not there, gives way to a void at its step. */
function beforeReceipt({ view, known }: WriteTx, goods: Goods): Goods {
  const { steps, next, lines } = goods.life;
  const last = steps.at(-1);
  const before = steps.at(-2)?.state;
  if (lines !== undefined || last?.kind !== EVENT.receive.type || before?.at !== 'transit') return goods;
  if (before.from !== known.self.gln || !last.events.every((event) => view.retracted(event))) return goods;
  const life = { ...goods.life, steps: steps.slice(0, -1), state: before, effective: before, next: next - 1 };
  return { ...goods, life };
}

function wasVoided(goods: Goods): boolean {
  return goods.life.steps.at(-1)?.kind === EVENT.voiding.type;
}

function refusedOf(tx: WriteTx, goods: Goods): Refusal {
  const standing = standingOf(goods.life, tx.known.self.gln);
  if (standing !== 'here' && standing !== 'coming') return refusedFor(tx.known, goods, standing);
  return { n: goods.n, input: goods.input, code: 'wrong-state', reason: phrase('not-on-way'), exit: 14 };
}

function notVoidable(tx: WriteTx, goods: Goods, details: { readonly reason: string }): Refusal[] {
  const { effective, around } = goods.life;
  const { n, input } = goods;
  if (effective.at !== 'transit') return [];
  if (around.length > 0) {
    return [{ n, input, code: 'wrong-state', reason: phrase('travels-inside-something-void'), exit: 14 }];
  }
  const { gln } = tx.known.self;
  if (effective.from !== gln && effective.to !== gln) return [refusedFor(tx.known, goods, 'in-transit-elsewhere')];
  if (notAllowed(tx, goods, { type: EVENT.voiding.type, details }).length === 0) return [];
  const reason = phrase('only-till-shipped');
  return [{ n, input, code: 'wrong-state', reason, exit: 14 }];
}

function byPartner(tx: WriteTx, goods: readonly Goods[]): ReadonlyMap<string, Goods[]> {
  const groups = new Map<string, Goods[]>();
  for (const one of goods) {
    const { effective } = one.life;
    if (effective.at !== 'transit') continue;
    const partner = effective.from === tx.known.self.gln ? effective.to : effective.from;
    groups.set(partner, [...(groups.get(partner) ?? []), one]);
  }
  return groups;
}

/**
 * Tells the shipper that a delivery was not taken. Custody does not change: the goods are in transit until the shipper
 * voids the shipment.
 * @throws usage (2) for an empty reason, wrong-state (14), not-found (66)
 */
export function refuseShipment(
  home: Home,
  request: { readonly shipment: string; readonly reason: string; readonly note?: string },
): RefuseData {
  const what = { command: 'refuse', ...(request.note === undefined ? {} : { note: request.note }) };
  const reason = checkedText(request.reason, 'reason', LONGEST_REASON);
  return recordGoods(home, what, (tx) => {
    mustHaveRole(tx, EVENT.exception.type);
    const shipment = shipmentNamed(tx.known, request.shipment);
    if (shipment === undefined || shipment.to !== home.self.gln) {
      throw new PedigreeError('not-found', say('no-shipment-to-here', { shipment: request.shipment }), {
        hint: say('incoming'),
      });
    }
    const told = refusedDelivery(tx.known, shipment);
    const goods = outstanding(tx.known, shipment);
    if (told !== undefined && !cameAfterAll(tx.known, shipment, goods)) {
      tellOtherReason(tx, told.reason, reason);
      tx.already(told.event);
      const before = goods.length > 0 ? goods : refusedGoods(tx.known, told.event);
      return { shipment: shipment.ref, items: before.length, packs: packsIn(tx.known, before) };
    }
    if (goods.length === 0) {
      refuseAny([
        {
          n: 1,
          input: request.shipment,
          code: 'wrong-state',
          reason: phrase('nothing-of-on-way'),
          exit: 14,
        },
      ]);
    }
    tx.add({
      type: EVENT.exception.type,
      public: {},
      manifest: {
        kind: 'refused',
        shipment: shipment.ref,
        items: itemsOf(tx.known, goods),
        resolution: reason,
      },
      partners: [shipment.from],
    });
    return { shipment: shipment.ref, items: goods.length, packs: packsIn(tx.known, goods) };
  });
}

/** Refused, and taken in since. */
function cameAfterAll(known: Knowledge, shipment: Shipment, underWay: readonly Goods[]): boolean {
  const answer = answerTo(known, shipment);
  return underWay.length === 0 && answer !== undefined && known.view.event(answer)?.leaf.type === EVENT.receive.type;
}

/** What a refusal listed; by now it is with its shipper again. */
function refusedGoods(known: Knowledge, ref: string): readonly Goods[] {
  const event = known.view.event(ref);
  const list = event && known.manifest(event)?.items;
  return listed(known, list).flatMap((goods) => (goods === undefined ? [] : [goods()]));
}
