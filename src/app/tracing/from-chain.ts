// Transactions as the chains here tell of them: shipments of partners in the network, opened with the own keys.
import { EVENT } from '../../custody/events/all.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import { packItem } from '../../custody/item.ts';
import { pedigreeOf } from '../../custody/pedigree.ts';
import { said } from '../../epcis/master-data.ts';
import { packsListed } from '../judging/recall-candidates.ts';
import { catchUp } from '../record/inventory.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type Shipment, shipmentOf, shipments, underWayRefs } from '../record/shipments-known.ts';
import { damagedByShipment, damagedIn, nameOfPack, packsOnTheWay, receiptOn } from './chain-receipt.ts';
import type { Beside } from './from-documents.ts';
import type { GoodsReceipt } from './goods-receipt.ts';
import { partyIn } from './parties.ts';
import { isBetween, type TracingQuestion } from './question.ts';
import { missingIn, type Transaction, type TransactionWords } from './transaction.ts';

/** One lot in one shipment. */
interface Sent {
  readonly ref: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly serials: readonly string[];
  readonly packs: number;
  /** Undefined where nothing came. */
  readonly receipt: GoodsReceipt | undefined;
}

/** What the chains tell of what is asked for. Reads into the index what has come since. */
export function transactionsOnChain(known: Knowledge, asked: TracingQuestion, beside: Beside): readonly Transaction[] {
  catchUp(known);
  const { gtin, serial } = asked;
  const sent =
    gtin !== undefined && serial !== undefined
      ? ofPack(known, gtin, serial)
      : asked.sscc === undefined
        ? ofLot(known, asked)
        : [];
  return sent.filter(({ at }) => isBetween(asked, at)).map((one) => transactionOf(known, one, beside));
}

/** By its life: also hand-overs between others. */
function ofPack(known: Knowledge, gtin: string, serial: string): readonly Sent[] {
  const life = known.trace(packItem(known.view.network, gtin, serial));
  const { lot = '', expiry = '' } = (life.commission && saidIn(EVENT.commission, life.commission.leaf)) ?? {};
  const sent: Sent[] = [];
  for (const { step } of pedigreeOf(life, (item) => known.trace(item))) {
    const { state, kind, event } = step;
    if (kind === EVENT.voiding.type) sent.pop();
    const last = sent.at(-1);
    if (last !== undefined && last.receipt === undefined && state.at !== 'transit' && event.author?.gln === last.to) {
      const damaged = damagedIn(known, event);
      sent.splice(-1, 1, { ...last, receipt: receiptOn(last, new Set(), damaged) });
    }
    if (kind !== EVENT.ship.type || state.at !== 'transit') continue;
    const { ref } = event;
    const packs = countIn(known, shipmentOf(known, ref), gtin, lot);
    sent.push({
      ...{ ref, at: event.leaf.at, from: state.from, to: state.to, gtin, lot, expiry },
      serials: [serial],
      packs: Math.max(1, packs),
      receipt: undefined,
    });
  }
  return sent;
}

function countIn(known: Knowledge, shipment: Shipment | undefined, gtin: string, lot: string): number {
  if (shipment === undefined) return 0;
  let packs = 0;
  for (const one of packsListed(known, itemsOf(known, shipment.ref), new Set()))
    if (one.gtin === gtin && one.lot === lot) packs++;
  return packs;
}

function itemsOf(known: Knowledge, ref: string): Items | undefined {
  const event = known.view.event(ref);
  return readItems((event && known.manifest(event))?.items);
}

/** By the manifests of own shipments; what was taken back is left out. */
function ofLot(known: Knowledge, { gtin, lot }: TracingQuestion): readonly Sent[] {
  const voids = voidsIn(known);
  const found = new Map<string, Omit<Sent, 'serials' | 'packs' | 'receipt'> & { readonly serials: string[] }>();
  for (const { ref, at, from, to } of shipments(known)) {
    const isVoid = (name: string) =>
      voids.some((one) => one.at >= at && [from, to].includes(one.by) && one.names.has(name));
    const items = without(itemsOf(known, ref), isVoid);
    for (const pack of packsListed(known, items, new Set())) {
      if ((gtin ?? pack.gtin) !== pack.gtin || (lot ?? pack.lot) !== pack.lot) continue;
      const name = JSON.stringify([ref, pack.gtin, pack.lot, pack.expiry]);
      const held = found.get(name);
      if (held !== undefined) held.serials.push(pack.serial);
      else {
        const { gtin, lot, expiry, serial } = pack;
        found.set(name, { ref, at, from, to, gtin, lot, expiry, serials: [serial] });
      }
    }
  }
  const underWay = new Set(underWayRefs(known));
  const damaged = damagedByShipment(known);
  return [...found.values()].map((one) => {
    const shipment = underWay.has(one.ref) ? shipmentOf(known, one.ref) : undefined;
    const onTheWay = shipment === undefined ? NONE : known.once(`way:${one.ref}`, () => packsOnTheWay(known, shipment));
    const receipt = receiptOn(one, onTheWay, damaged.get(one.ref) ?? NONE);
    return { ...one, packs: one.serials.length, receipt };
  });
}

const NONE: ReadonlySet<string> = new Set();

interface Voided {
  readonly by: string;
  readonly at: number;
  /** Outermost items. */
  readonly names: ReadonlySet<string>;
}

function voidsIn(known: Knowledge): readonly Voided[] {
  return [...known.view.eventsOf([EVENT.voiding.type])].flatMap((event) => {
    const items = readItems(known.manifest(event)?.items);
    if (event.author === undefined || items === undefined) return [];
    const packs = items.packs.flatMap(({ gtin, serials }) => serials.map((serial) => nameOfPack({ gtin, serial })));
    const containers = items.containers.map(({ sscc, gtin, serial }) => sscc ?? `${gtin}/${serial}`);
    return [{ by: event.author.gln, at: event.leaf.at, names: new Set([...packs, ...containers]) }];
  });
}

function without(items: Items | undefined, isVoid: (name: string) => boolean): Items | undefined {
  if (items === undefined) return undefined;
  return {
    packs: items.packs.map((line) => ({
      ...line,
      serials: line.serials.filter((serial) => !isVoid(`${line.gtin}/${serial}`)),
    })),
    containers: items.containers.filter(({ sscc, gtin, serial }) => !isVoid(sscc ?? `${gtin}/${serial}`)),
  };
}

function transactionOf(known: Knowledge, sent: Sent, beside: Beside): Transaction {
  const { ref, at, gtin, lot, expiry, serials, packs, receipt } = sent;
  const product = beside.product(gtin);
  const day = new Date(at).toISOString().slice(0, 10);
  const shipment = shipmentOf(known, ref);
  const words: TransactionWords = {
    gtin,
    containers: packs,
    serials,
    transactionDate: day,
    shipmentDate: day,
    at: new Date(at).toISOString(),
    ...said({
      name: product?.name,
      strength: product?.strength,
      form: product?.form,
      ndc: product?.codes?.ndc,
      size: product?.size,
      lot: lot === '' ? undefined : lot,
      expiry: expiry === '' ? undefined : expiry,
      from: partyIn({ gln: sent.from }, beside.party)?.party,
      to: partyIn({ gln: sent.to }, beside.party)?.party,
      despatch: shipment?.despatch,
      po: shipment?.po,
      invoice: shipment?.invoice,
    }),
  };
  return {
    source: 'chain',
    ...words,
    state: receipt?.received === serials.length ? 'received' : 'shipped',
    ...said({ receipt }),
    evidence: { event: ref, at: new Date(at).toISOString() },
    added: [],
    missing: missingIn(words),
  };
}
