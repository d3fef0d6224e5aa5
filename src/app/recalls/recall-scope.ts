// What a recall names and what it says: its packs, looked up before they are recalled, and its words.
import type { JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { packItem } from '../../custody/item.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/index.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/recalls.ts';
import { type Refusal, refuseAny } from '../items/goods.ts';
import { refusalOf } from '../items/resolve.ts';
import { honouredLots } from '../judging/recall.ts';
import { parseMoment } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { shellWord } from '../node/shell-words.ts';
import { labelOfScan, type PackLabel } from '../scans/identify.ts';

/** Which packs, in one of three ways. */
export interface RecallScope {
  readonly lots: readonly string[];
  readonly allLots: boolean;
  /** Scans of single packs. */
  readonly serials?: readonly string[] | undefined;
  /** Repeats what is named. */
  readonly confirm: readonly string[];
  readonly unknownLot: boolean;
}

/** What holders are told besides class and reason. */
export interface RecallWords {
  readonly depth?: string | undefined;
  readonly effectiveness?: string | undefined;
  /** By when holders are to answer: an ISO 8601 moment, or a day, which ends with it (UTC). */
  readonly respondBy?: string | undefined;
  readonly instructions?: string | undefined;
  readonly contact?: string | undefined;
}

/** @throws usage where it is named in no way, or in several; `help` is the command to look at */
export function inOneWay({ lots, allLots, serials }: RecallScope, help: string): void {
  const ways = [lots.length > 0, allLots, serials !== undefined].filter(Boolean).length;
  if (ways !== 1) throw new PedigreeError('usage', say('name-lots-all-lots'), { hint: help });
}

/** The row that names a pack in the event. */
export function rowOf(view: View, pack: PackLabel): { readonly key: Uint8Array; readonly token: Uint8Array } {
  const { key } = packItem(view.network, pack.gtin, pack.serial);
  return { key, token: itemToken(key, 0) };
}

/** Every pack once. @throws not-gs1, bad-input */
export function packsOf(scans: readonly string[], gtin: string): readonly PackLabel[] {
  const packs = new Map<string, PackLabel>();
  const refusals: Refusal[] = [];
  scans.forEach((scan, at) => {
    try {
      const label = packOf(scan, gtin);
      packs.set(label.serial, label);
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      refusals.push(refusalOf(error, scan, at + 1));
    }
  });
  refuseAny(refusals);
  if (packs.size === 0) throw new PedigreeError('bad-input', say('no-scan-of-pack'));
  return [...packs.values()];
}

function packOf(scan: string, gtin: string): PackLabel {
  const label = labelOfScan(scan);
  if (label.kind === 'pack' && label.gtin === gtin) return label;
  throw new PedigreeError('not-gs1', say('not-pack', { gtin, scan: scan.slice(0, 80) }));
}

/** How many commissioned packs are covered. @throws unknown-lot where a lot, or a pack's commissioning, is not known here */
export function coverage(view: View, gtin: string, order: RecallScope, packs: readonly PackLabel[]): number {
  const lots = honouredLots(view, gtin);
  if (packs.length > 0) {
    const unknown = packs.filter(
      (pack) => !view.commissions(gtin, rowOf(view, pack).token).some(({ author }) => author?.mayMake(gtin) === true),
    );
    const [first] = unknown;
    if (first !== undefined && !order.unknownLot) {
      throw new PedigreeError(
        'unknown-lot',
        say('of-serials', { unknown: unknown.length, packs: packs.length, serial: first.serial }),
        { hint: say('sync-unknown-lot-recalls'), detail: { items: unknownAmong(order.serials ?? [], gtin, unknown) } },
      );
    }
    return packs.length;
  }
  if (order.allLots) {
    if (lots.length > 0 || order.unknownLot) return lots.reduce((sum, lot) => sum + lot.count, 0);
    throw new PedigreeError('unknown-lot', say('no-lot-of-known', { gtin }), {
      hint: say('look-at-gtin-again'),
    });
  }
  let covered = 0;
  for (const lot of new Set(order.lots)) {
    const found = lots.filter((known) => known.lot === lot);
    if (found.length === 0 && !order.unknownLot) {
      const near = lots.map((known) => known.lot).filter((known) => known.toUpperCase() === lot.toUpperCase());
      throw new PedigreeError('unknown-lot', say('no-lot-of-known-here', { lot, gtin }), {
        hint: near[0] === undefined ? say('look-at-number-again') : say('did-you-mean', { near: near[0] }),
      });
    }
    covered += found.reduce((sum, known) => sum + known.count, 0);
  }
  return covered;
}

/** The scans of packs that are in no lot known here, as refusals list them. */
function unknownAmong(scans: readonly string[], gtin: string, unknown: readonly PackLabel[]) {
  const serials = new Set(unknown.map(({ serial }) => serial));
  const reason = phrase('in-no-lot-here');
  return scans.flatMap((input, at) =>
    serials.has(packOf(input, gtin).serial) ? [{ n: at + 1, input, code: 'unknown-lot', reason }] : [],
  );
}

/** @throws confirm-missing where what is recalled was not repeated exactly */
export function confirmed(gtin: string, order: RecallScope, packs: readonly PackLabel[]): void {
  const wanted = packs.length > 0 ? [String(packs.length)] : order.allLots ? [gtin] : [...order.lots];
  const given = new Set(
    order.confirm.map((word) => (order.allLots && /^\d{8,14}$/.test(word) ? toGtin14(word) : word)),
  );
  if (wanted.every((word) => given.has(word)) && given.size === new Set(wanted).size) return;
  throw new PedigreeError(
    'confirm-missing',
    say(packs.length > 0 ? 'confirm-count' : order.allLots ? 'confirm-gtin' : 'confirm-lots'),
    {
      hint: say('confirm-each', { wanted: wanted.map(shellWord) }),
    },
  );
}

/** A day ends with it. @throws usage where it is no moment */
function deadline(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return parseMoment(text) + (isDay ? DAY - 1 : 0);
}

const DAY = 86_400_000;

/** How the event says which packs. */
export function namedIn({ lots, allLots }: RecallScope, packs: readonly PackLabel[]): JsonObject {
  if (allLots) return { all: true };
  return packs.length > 0 ? { serials: packs.length } : { lots: [...new Set(lots)] };
}

/** The words of the event; those not given are not in it. @throws usage */
export function wordsIn(order: RecallWords & { readonly number?: string | undefined }): JsonObject {
  const text = (value: string | undefined, what: string, limit = 2000) =>
    value === undefined ? undefined : checkedText(value, what, limit);
  const optional = {
    number: text(order.number, 'number', 100),
    depth: order.depth,
    level: order.effectiveness,
    respondBy: order.respondBy === undefined ? undefined : deadline(order.respondBy),
    instructions: text(order.instructions, 'instructions'),
    contact: text(order.contact, 'contact'),
  };
  return Object.fromEntries(
    Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** @throws usage where nobody can answer by then any more */
export function refuseOver({ respondBy }: JsonObject, order: RecallWords, now: number): void {
  if (typeof respondBy === 'number' && respondBy <= now)
    throw new PedigreeError('usage', say('respond-by-is-over', { text: order.respondBy ?? '' }));
}
