// Stock: what this party has, lot by lot, and where the rest of what it ever had went.
import { unhex } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { lastDay, toGtin14 } from '../../gs1/index.ts';
import { say } from '../../words/en/verdict.ts';
import { nameOf, type PackIdentity } from '../items/goods.ts';
import { lotFields } from '../items/lots.ts';
import type { ProductWords } from '../items/product-name.ts';
import { questionHere } from '../judging/judging.ts';
import { type StockIndex, stockIndex } from '../judging/stock-index.ts';
import type { LotCounts } from '../judging/stock-parts.ts';
import { HERE, type StockState } from '../judging/stock-state.ts';
import type { Home } from '../node/home.ts';
import { clockWarning } from '../record/cautions.ts';
import { knownContainer } from '../record/containers-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';

export type { StockState };

export interface StockLine extends Partial<ProductWords> {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  /** In the own custody: active, quarantined, unaccounted for or contested. */
  readonly packs: number;
  /** Containers here that packs of the lot are in. */
  readonly containers: number;
  /** Packs that are here, on their way here or from here, and those whose life ended here. */
  readonly byState: Readonly<Partial<Record<StockState, number>>>;
}

export interface StockItem {
  readonly item: string;
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
  readonly state: StockState;
  /** SSCC of the innermost container. */
  readonly within?: string;
}

export interface StockData {
  readonly lots: readonly StockLine[];
  readonly packs: number;
  /** What was asked for, where that was not all. */
  readonly filter?: Pick<StockRequest, 'gtin' | 'lot' | 'expiring'>;
  /** How many of the lots have nothing here any more; absent where all were asked for, or one of them. */
  readonly past?: number;
  /** With `items`: every pack in the own custody. */
  readonly items?: readonly StockItem[];
  /** With `expiring`, where the clock that says what day it is is behind. */
  readonly warnings?: readonly string[];
}

export interface StockRequest {
  readonly items?: boolean;
  readonly gtin?: string;
  readonly lot?: string;
  /** Lots whose last day comes within so many days. */
  readonly expiring?: number;
  /** Lots too of which nothing is here yet. */
  readonly all?: boolean;
}

const DAY = 86_400_000;

/** Whether packs of a lot are in this party's charge, or claimed to be. */
export function isHere({ packs, byState }: StockLine): boolean {
  return packs > 0 || (byState.outgoing ?? 0) > 0 || (byState.disputed ?? 0) > 0;
}

/** What is on its way here is still counted where it comes from; all else is nowhere else counted. */
function endsHere(state: string): boolean {
  return state !== 'incoming';
}

/**
 * What this party has, by its keys and the ledger alone.
 * @throws not-gs1 for a GTIN that is none
 * @example
 * ```ts
 * import { makeEnv, openHome, stock } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * const soon = stock(hill, { expiring: 30 }).lots;
 * ```
 */
export function stock(home: Home, request: StockRequest = {}): StockData {
  const gtin = request.gtin === undefined ? undefined : toGtin14(request.gtin);
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    const until = untilDay(known, request.expiring);
    catchUp(known);
    const index = stockIndex(known);
    const isWanted = (is: Omit<PackIdentity, 'serial'>) =>
      (gtin ?? is.gtin) === is.gtin &&
      (request.lot ?? is.lot) === is.lot &&
      (until === undefined || lastDay(is.expiry) <= until);
    const items = request.items === true ? itemsHere(known, index, isWanted) : [];
    const lines = index
      .lots()
      .filter(({ is }) => isWanted(is))
      .map((line) => lineOf(known, line))
      .sort(byLot);
    const asked = request.all === true || request.lot !== undefined;
    const lotsShown = lines.filter(
      (line) => asked || isHere(line) || (until === undefined && Object.keys(line.byState).some(endsHere)),
    );
    return {
      lots: lotsShown,
      packs: lotsShown.reduce((sum, line) => sum + line.packs, 0),
      ...filterOf(request, gtin),
      ...(asked ? {} : { past: lotsShown.filter((line) => !isHere(line)).length }),
      ...(request.items === true ? { items } : {}),
      ...(until === undefined || known.stands.clock === undefined ? {} : { warnings: clockWarning(known) }),
    };
  });
}

function filterOf({ lot, expiring }: StockRequest, gtin: string | undefined): Pick<StockData, 'filter'> {
  const filter = {
    ...(gtin === undefined ? {} : { gtin }),
    ...(lot === undefined ? {} : { lot }),
    ...(expiring === undefined ? {} : { expiring }),
  };
  return Object.keys(filter).length === 0 ? {} : { filter };
}

/** Counted from the day that a verdict here would go by. */
function untilDay(known: Knowledge, days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  if (!Number.isSafeInteger(days) || days < 0) throw new PedigreeError('usage', say('days-to-expiry-whole'));
  return new Date(Date.parse(questionHere(known).today) + days * DAY).toISOString().slice(0, 10);
}

function lineOf(
  known: Knowledge,
  { is, counts }: { readonly is: Omit<PackIdentity, 'serial'>; readonly counts: LotCounts },
): StockLine {
  const { states, boxes } = counts;
  return {
    ...lotFields(known, is),
    packs: HERE.reduce((sum, state) => sum + (states[state] ?? 0), 0),
    containers: Object.keys(boxes).length,
    byState: states,
  };
}

/** What is here goes first: a page of it is not filled with what is gone. */
function byLot(a: StockLine, b: StockLine): number {
  const key = (line: StockLine) => `${isHere(line) ? 0 : 1} ${line.gtin} ${line.expiry} ${line.lot}`;
  return key(a) < key(b) ? -1 : 1;
}

function itemsHere(
  known: Knowledge,
  index: StockIndex,
  isWanted: (is: Omit<PackIdentity, 'serial'>) => boolean,
): readonly StockItem[] {
  const items: StockItem[] = [];
  for (const { is, state, within } of index.packs()) {
    if (!HERE.includes(state) || !isWanted(is)) continue;
    const { gtin, serial, lot, expiry } = is;
    const container = within === undefined ? undefined : knownContainer(known, unhex(within))?.name;
    const place = container === undefined ? {} : { within: container };
    items.push({ item: nameOf(is), gtin, serial, lot, expiry, state, ...place });
  }
  return items;
}
