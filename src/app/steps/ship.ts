// Handing over: shipments to a trading partner, and goods sent back with a reason.
import { hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { PartyInfo } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Life } from '../../custody/life.ts';
import { type ReasonCode, worstExit } from '../../custody/reasons.ts';
import { isObserver } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, nameOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { isContainer } from '../items/inventory-contents.ts';
import { countInside, type LotLine, lotsIn, packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import { type Resolved, resolveParty } from '../items/resolve.ts';
import { objectionsTo } from '../judging/judging.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { mustBeApart, receiveFirst, resolveAll } from './preconditions.ts';

export interface ShipRequest {
  readonly to: string;
  readonly items: readonly string[];
  readonly po?: string;
  readonly despatch?: string;
  readonly invoice?: string;
  readonly rma?: string;
  /** Why goods go back; only returns may carry what is recalled, expired or quarantined. */
  readonly reason?: string;
  readonly once?: string;
  readonly note?: string;
}

/** A container that something was taken out of. */
export interface OpenedContainer {
  readonly container: string;
  /** Packs inside before and after. */
  readonly was: number;
  readonly now: number;
}

export interface ShipData extends Written {
  /** The shipment is its ship event: `CHAIN/SEQ`. */
  readonly shipment: string;
  /** GLN of the receiver. */
  readonly to: string;
  readonly toName: string;
  /** Outermost items. */
  readonly items: number;
  readonly packs: number;
  readonly lots: readonly LotLine[];
  readonly opened: readonly OpenedContainer[];
  readonly despatch?: string;
}

/** Of so many it is told how far the looking has come. */
const TOLD_AT = 100;

/** What goods may go back for all the same: the receiver has to look at them anyway. */
const RETURNABLE: readonly ReasonCode[] = [
  'quarantined',
  'recalled',
  'withdrawn',
  'expired',
  'lot-on-hold',
  'lot-mismatch',
  'expiry-mismatch',
  'unauthorised-use',
  'maker-revoked',
  'contested',
];

/**
 * Hands goods over to a party; what they are taken out of is opened, what is still on its way here is received, all in
 * one commit.
 * @throws not-accredited (77), and for the items: recalled (12), expired (13), wrong-state (14), quarantined (16),
 * not-yet-known (19), unknown-item (11), not-gs1 (65); the worst of them, with `items[]`
 * @example
 * ```ts
 * import { makeEnv, openHome, ship } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * const { shipment, packs } = ship(acme, {
 *   to: 'Hill Pharmacy',
 *   items: ['095060001343520017'],
 *   despatch: 'DA-4711',
 *   once: 'order-77',
 * });
 * ```
 */
export function ship(home: Home, request: ShipRequest): ShipData {
  const papers = papersOf(request);
  const what = {
    command: request.reason === undefined ? 'ship' : 'return',
    request: { to: request.to, items: [...request.items].sort(), ...papers, reason: request.reason ?? null },
    ...(request.once === undefined ? {} : { once: request.once }),
    ...(request.note === undefined ? {} : { note: request.note }),
  };
  if (request.items.length === 0) throw new PedigreeError('usage', say('name-what-to-go'));
  return recordGoods(home, what, (tx) => shipIn(home, tx, request));
}

/**
 * The party that goods are to go to.
 * @throws not-accredited (77) where nobody is called so, or takes nothing; usage (2) for the own party
 */
export function receiverOf(home: Home, tx: WriteTx, called: string): PartyInfo {
  const to = resolveParty(tx.view, called);
  if (to.ended || tx.at > to.until) {
    throw new PedigreeError('not-accredited', say('no-longer-accredited', { to: to.name }), {
      hint: say('parties-lists-who-regulator'),
    });
  }
  if (isObserver(to.roles)) {
    throw new PedigreeError('not-accredited', say('only-reads-takes', { to: to.name }), {
      hint: say('parties-lists-roles'),
    });
  }
  if (to.gln === home.self.gln) throw new PedigreeError('usage', say('shipment-goes-to-another'));
  return to;
}

/** The same within an append. @throws as `ship` */
export function shipIn(home: Home, tx: WriteTx, request: ShipRequest): Omit<ShipData, keyof Written> {
  const { known } = tx;
  const papers = papersOf(request);
  const to = receiverOf(home, tx, request.to);
  const returns = request.reason !== undefined;
  const takes = returns ? RETURNABLE : [];
  const hindered = (goods: readonly Resolved[]) =>
    goods.flatMap((one, at) => {
      // A lorry may hold a million packs, each of which is looked at.
      if (at % TOLD_AT === TOLD_AT - 1) home.env.progress(at, goods.length, phrase('looked-at'));
      return hindrances(known, one, takes);
    });
  const named = resolveAll(tx, request.items, hindered);
  refuseAny(hindered(named));
  mustBeApart(named);
  const goods = receiveFirst(tx, named);
  const rows = rowsFor(goods.map((one) => one.life));
  mustListOpened(rows.opened);
  const before = rows.opened.map((life) => countInside(known, life.key));
  const reason = request.reason === undefined ? {} : { reason: request.reason };
  for (const one of goods) {
    if (one.is.kind === 'container' && packsIn(known, [one]) === 0)
      tx.warn(phrase('empty-by-records-look', { is: nameOf(one.is) }));
  }
  const answer = {
    shipment: tx.nextRef(),
    to: to.gln,
    toName: to.name,
    items: goods.length,
    packs: packsIn(known, goods),
    lots: lotsIn(known, goods),
    opened: openedBy(tx, goods, rows.opened, before),
    ...papers,
  };
  tx.add(
    {
      type: EVENT.ship.type,
      public: {},
      items: rows.items,
      details: { to: to.gln, ...reason, ...rows.opens },
      manifest: { items: itemsOf(known, goods), from: home.self.gln, to: to.gln, ...papers, ...reason },
      partners: [to.gln],
    },
    answer as unknown as JsonObject,
  );
  return answer;
}

/** Where it stands goes first, unless its verdict is worse. */
function hindrances(known: Knowledge, goods: Resolved, takes: readonly ReasonCode[]): readonly Refusal[] {
  const standing = standingOf(goods.life, known.self.gln);
  const [objection] = objectionsTo(known, goods, takes);
  const may: readonly ItemStanding[] = takes;
  if (standing === 'here' || standing === 'coming' || may.includes(standing)) {
    return objection === undefined ? [] : [objection];
  }
  const refusal = refusedFor(known, goods, standing);
  const worse = objection !== undefined && worstExit([objection.exit, refusal.exit]) !== refusal.exit;
  return [worse ? objection : refusal];
}

function papersOf(request: ShipRequest): JsonObject {
  const papers: Record<string, string> = {};
  for (const name of ['po', 'despatch', 'invoice', 'rma'] as const) {
    const value = request[name];
    if (value !== undefined) papers[name] = checkedText(value, name);
  }
  return papers;
}

/** What will be left in the containers that these goods come out of. */
function openedBy(
  tx: WriteTx,
  goods: readonly Goods[],
  opened: readonly Life[],
  before: readonly number[],
): readonly OpenedContainer[] {
  const leaving = new Map<string, number>();
  for (const one of goods) {
    const packs = isContainer(one.item) ? countInside(tx.known, one.item.key) : 1;
    for (const around of one.life.around) {
      const name = hex(around.key);
      leaving.set(name, (leaving.get(name) ?? 0) + packs);
    }
  }
  return opened.map((life, at) => {
    const was = before[at] ?? 0;
    const container = knownContainer(tx.known, life.key)?.name ?? '';
    return { container, was, now: was - (leaving.get(hex(life.key)) ?? 0) };
  });
}
