// Shipments of which nothing is on its way any more: they are passed over until something comes that may be about their goods.
import type { Json } from '../../chain/canonical.ts';
import { ofShipment } from '../../custody/events/fields.ts';
import type { Local } from '../../ledger/types.ts';
import type { Knowledge } from '../record/knowledge.ts';
import {
  type Shipment,
  setUnderWay,
  shipmentOf,
  shipments,
  shortReceipts,
  underWayRefs,
} from '../record/shipments-known.ts';
import { StockStore } from './stock-store.ts';
import { comparedUntil, factsOf, freshTokens, listingsWithGone, type QuietListing, quietOf } from './watch.ts';

/** Number of a shipment that is done → its ref; and the number by the ref. */
const DONE = 'ref:';
const NUMBER = 'number:';
const STATE = 'state';

/** Chains with events in the lives of goods that have arrived, and what was known of each; how many numbers were given. */
interface State {
  readonly chains: Readonly<Record<string, string>>;
  readonly next: number;
}

/** Those of these listings whose goods have all arrived are done. To be called after they were compared with all that came. */
export function noteDone(known: Knowledge, local: Local, refs: Iterable<string>): void {
  const store = new StockStore('done', local);
  const before = store.get(STATE) as State | undefined;
  const under = new Set(underWayRefs(known));
  let next = before?.next ?? 1;
  const chains: Record<string, string> = {};
  for (const ref of refs) {
    const quiet = quietOf(known, ref);
    const isDone = isQuiet(quiet) && shortReceipts(known, ref).length === 0;
    if (isDone) for (const chain of Object.keys(quiet.chains)) chains[chain] = factsOf(known, chain);
    // By the tokens up to where it was done: it is under way again only where one of the steps before then falls.
    if (isDone === !under.has(ref)) continue;
    setUnderWay(known, ref, !isDone);
    if (!isDone) continue;
    const number = (store.get(NUMBER + ref) as number | undefined) ?? next++;
    store.put(NUMBER + ref, number);
    store.put(DONE + number, ref);
    store.watch(number, wordsOf(quiet));
  }
  store.put(STATE, { chains, next } as unknown as Json);
  store.keep(local);
}

function isQuiet(quiet: QuietListing | undefined): quiet is QuietListing {
  return quiet !== undefined && quiet.open.length === 0 && quiet.moving.length === 0;
}

function* wordsOf({ words }: QuietListing): Iterable<number> {
  for (const own of words) yield* own;
}

/**
 * The shipments of which something may be on its way, or was taken back or declared lost; all of them while that is not known.
 * Oldest first.
 */
export function shipmentsToTell(known: Knowledge): readonly Shipment[] {
  const gone = listingsWithGone(known);
  if (gone === undefined) return shipments(known);
  const refs = gone.map((ref) => (shipmentOf(known, ref) === undefined ? shipmentOfListing(known, ref) : ref));
  return inOrder(known, [...shipmentsUnderWay(known).map(({ ref }) => ref), ...refs]);
}

/** The shipment of which a receipt or an exception found something missing. */
function shipmentOfListing(known: Knowledge, ref: string): string {
  const event = known.view.event(ref);
  return ofShipment(event && known.manifest(event))?.shipment ?? '';
}

function inOrder(known: Knowledge, refs: readonly string[]): readonly Shipment[] {
  const found = new Map([...refs].flatMap((ref) => shipmentOf(known, ref) ?? []).map((one) => [one.ref, one]));
  return [...found.values()].sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
}

/** The shipments from and to here of which something may be on its way, oldest first. */
export function shipmentsUnderWay(known: Knowledge): readonly Shipment[] {
  const store = new StockStore('done', known.home.ledger.local);
  const state = store.get(STATE) as unknown as State | undefined;
  const changed = Object.entries(state?.chains ?? {}).some(([chain, facts]) => factsOf(known, chain) !== facts);
  if (state === undefined || changed || comparedUntil(known) === undefined) return shipments(known);
  const met = [...store.found(freshTokens(known)).keys()].map((number) => String(store.get(DONE + number)));
  return inOrder(known, [...underWayRefs(known), ...met]);
}
