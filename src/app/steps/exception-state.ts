// Whether a difference between goods and data has settled itself: what was missing came or is with its shipper again, what was
// damaged has gone, what came unannounced was shipped and received. Both parties read it out of the same lives.
import { EVENT } from '../../custody/events/all.ts';
import type { ExceptionBody } from '../../custody/events/exception.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { isLater } from '../../custody/later.ts';
import type { Life } from '../../custody/life.ts';
import { PedigreeError } from '../../errors.ts';
import type { Goods } from '../items/goods.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { resolveItem } from '../items/resolve.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import { announced, comingIn, listed } from './incoming.ts';

/** How it settled itself. */
export type ItselfSettled = 'voided' | 'moved-on';

/** An exception as its author told it. */
export interface ToldException {
  readonly event: CustodyEvent;
  readonly said: ExceptionBody;
  /** GLNs: who told it, and whom. */
  readonly from: string;
  readonly to: string;
  /** GLN of the shipper, where there is a shipment. */
  readonly shipper?: string;
  /** That shipment, where it goes from or to here. */
  readonly shipment?: Shipment;
}

/** Undefined while it goes on, and where only a person can say. */
export function settledBy(known: Knowledge, told: ToldException): ItselfSettled | undefined {
  const { said } = told;
  if (said.kind === 'overage' || said.kind === 'goods-without-data') return cameAsToldSince(known, told);
  const goods = goodsOf(known, told);
  // A container that is not known here yet may be anywhere.
  if (goods === undefined) return undefined;
  if (goods.length === 0) return said.kind === 'refused' ? ofWholeShipment(known, told) : undefined;
  if (goods.some(({ life }) => isLeft(known, told, life))) return undefined;
  return goods.every(({ life }) => isVoided(life)) ? 'voided' : 'moved-on';
}

/** The goods that it is about; undefined where some of them cannot be named here. */
export function goodsOf(known: Knowledge, { event, said, shipment }: ToldException): readonly Goods[] | undefined {
  const goods: Goods[] = [];
  const lists = known.manifest(event);
  for (const list of [lists?.missing, lists?.damaged, lists?.items]) {
    for (const make of listed(known, list)) {
      if (make === undefined) return undefined;
      goods.push(make());
    }
  }
  if (goods.length > 0 || shipment === undefined || !OF_SHIPMENT.includes(said.kind)) return goods;
  return announced(known, shipment);
}

/** Where nothing is named these are about all of the shipment. */
const OF_SHIPMENT: readonly string[] = ['wrong-data', 'label', 'packaging'];

// Refusals of earlier versions name a shipment alone. All of its lives are looked at: what is remembered rests on each of them.
function ofWholeShipment(known: Knowledge, { shipment }: ToldException): ItselfSettled | undefined {
  if (shipment === undefined) return undefined;
  return comingIn(known, shipment, announced(known, shipment)).length === 0 ? 'moved-on' : undefined;
}

function isVoided({ steps }: Life): boolean {
  return steps.at(-1)?.kind === EVENT.voiding.type;
}

/** Whether something of it has still to be dealt with. */
function isLeft(known: Knowledge, { said, from, to, shipper }: ToldException, life: Life): boolean {
  const { effective } = life;
  const isWith = (gln: string | undefined) => 'holder' in effective && effective.holder === gln;
  switch (said.kind) {
    case 'underage':
    case 'data-without-goods':
      return isOnWay(known, said, life) || (effective.at === 'unaccounted' && (isWith(from) || isWith(to)));
    case 'refused':
      return isOnWay(known, said, life);
    case 'damaged':
    case 'hold':
      if (from === shipper) break;
      // On its way here, set apart here, or on its way back.
      return effective.at === 'transit' ? [effective.from, effective.to].includes(from) : isWith(from) && isApart(life);
    default:
  }
  return !isWith(shipper);
}

function isApart({ effective }: Life): boolean {
  return effective.at === 'quarantined' || effective.at === 'unaccounted';
}

function isOnWay(known: Knowledge, { shipment }: ExceptionBody, life: Life): boolean {
  return life.effective.at === 'transit' && shipmentRefOf(known, life) === known.view.event(shipment ?? '')?.ref;
}

/** What came unannounced has been received by whoever told it, by a shipment that was written since. */
function cameAsToldSince(known: Knowledge, { event, said, from }: ToldException): ItselfSettled | undefined {
  const { extra = [] } = said;
  const isReceived = (scan: string) =>
    lifeOf(known, scan)?.steps.some(
      ({ kind, event: step }) =>
        kind === EVENT.receive.type && step.author?.gln === from && isLater(step, event, known.view),
    ) === true;
  return extra.length > 0 && extra.every(isReceived) ? 'moved-on' : undefined;
}

/** What was scanned may be no code at all, or one of goods that nothing is known of. */
function lifeOf(known: Knowledge, scan: string): Life | undefined {
  try {
    const { life } = resolveItem(known, scan);
    return life.around.at(-1) ?? life;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}
