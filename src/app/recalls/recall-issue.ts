// Issuing recalls.
import type { JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packItem } from '../../custody/item.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/index.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/recalls.ts';
import { pushNow, type Sent } from '../exchange/sync.ts';
import { honouredLots } from '../judging/recall.ts';
import { isAlone } from '../node/alone.ts';
import { type Env, parseMoment } from '../node/env.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { shellWord } from '../node/shell-words.ts';
import { openToRecord } from '../record/recording.ts';
import { digestOf, record, type Written } from '../record/write.ts';
import { labelOfScan, type PackLabel } from '../scans/identify.ts';
import { issuedBefore } from './recall-again.ts';

/** The recall stands here, but no peer has taken it yet. */
const KEPT_HERE = 17;

/** What a recall is to say. */
export interface RecallOrder {
  readonly gtin: string;
  readonly lots: readonly string[];
  readonly allLots: boolean;
  /** Scans of single packs. */
  readonly serials?: readonly string[] | undefined;
  readonly class: number;
  readonly reason: string;
  readonly depth?: string | undefined;
  readonly effectiveness?: string | undefined;
  /** By when holders are to answer: an ISO 8601 moment, or a day, which ends with it (UTC). */
  readonly respondBy?: string | undefined;
  readonly instructions?: string | undefined;
  readonly contact?: string | undefined;
  readonly number?: string | undefined;
  readonly confirm: readonly string[];
  readonly unknownLot: boolean;
  readonly sync: boolean;
  readonly once?: string | undefined;
}

export interface RecallIssued extends Written {
  /** Id of the recall: the event that issued it. */
  readonly recall: string;
  readonly gtin: string;
  readonly lots: readonly string[];
  /** Commissioned packs that it covers, as known here. */
  readonly packs: number;
  readonly sent: readonly Sent[];
}

/**
 * Issues a recall and sends it to every peer at once: exit 17 where none of those configured has taken it. Authority is
 * checked first, then that the lots exist, then that the order was repeated. The same again under one number is the first
 * again, and nothing is sent.
 * @throws not-allowed (77), unknown-lot (11), confirm-missing (2), usage (2) also for a number that another recall has,
 * not-gs1 (65)
 * @example
 * ```ts
 * import { issueRecall, makeEnv } from 'pedigree';
 *
 * const { data } = await issueRecall(makeEnv({ home: '/var/lib/acme' }), {
 *   gtin: '09506000134352',
 *   lots: ['ABC123'],
 *   allLots: false,
 *   class: 1,
 *   reason: 'glass particles',
 *   confirm: ['ABC123'],
 *   unknownLot: false,
 *   sync: true,
 * });
 * console.log(data.recall, data.packs);
 * ```
 */
export async function issueRecall(
  env: Env,
  order: RecallOrder,
): Promise<{ readonly exit: number; readonly data: RecallIssued }> {
  const gtin = toGtin14(order.gtin);
  const ways = [order.lots.length > 0, order.allLots, order.serials !== undefined].filter(Boolean).length;
  if (ways !== 1)
    throw new PedigreeError('usage', say('name-lots-all-lots'), {
      hint: say('recall-issue-help'),
    });
  const home = await openToRecord(env);
  try {
    home.ledger.read((view) => mayRecall(home, view, gtin));
    const packs = order.serials === undefined ? [] : packsOf(order.serials, gtin);
    const { sync, once, serials: _, ...asked } = order;
    const request = JSON.parse(
      JSON.stringify({ ...asked, gtin, serials: digestOf(packs.map((pack) => pack.serial)) }),
    ) as JsonObject;
    const issued = record(home, { command: 'recall issue', request, ...(once === undefined ? {} : { once }) }, (tx) => {
      mayRecall(home, tx.view, gtin);
      const covered = coverage(tx.view, gtin, order, packs);
      confirmed(gtin, order, packs);
      const body = bodyOf(gtin, order, packs);
      const said = { gtin, lots: [...new Set(order.lots)], packs: covered };
      const before = issuedBefore(tx, { body, packs });
      if (before !== undefined) {
        tx.already(before.id);
        return { recall: before.id, ...said };
      }
      if (typeof body.respondBy === 'number' && body.respondBy <= tx.at)
        throw new PedigreeError('usage', say('respond-by-is-over', { text: order.respondBy ?? '' }));
      const answer = { recall: tx.nextRef(), ...said };
      tx.add(
        {
          type: EVENT.recall.type,
          public: body,
          ...(packs.length === 0 ? {} : { items: packs.map((pack) => rowOf(tx.view, pack)) }),
        },
        answer,
      );
      return answer;
    });
    const sent = sync && !env.dryRun && !issued.already ? await pushNow(home) : [];
    const kept = sent.length > 0 && sent.every(({ error }) => error !== undefined);
    return { exit: kept ? KEPT_HERE : 0, data: { ...issued, sent } };
  } finally {
    home.close();
  }
}

function rowOf(view: View, pack: PackLabel): { readonly key: Uint8Array; readonly token: Uint8Array } {
  const { key } = packItem(view.network, pack.gtin, pack.serial);
  return { key, token: itemToken(key, 0) };
}

/** A maker recalls its own products, a regulator any. @throws not-allowed */
function mayRecall(home: Home, view: View, gtin: string): void {
  const authority = view.authority();
  const self = authority.partyOf(home.self.chain);
  const regulates = self?.regulator === true && !isAlone(home, view);
  if (regulates || authority.makersOf(gtin).some((maker) => maker.gln === home.self.gln)) return;
  throw new PedigreeError('not-allowed', say('not-yours-to-recall', { gtin }), {
    hint: say('maker-or-regulator-recalls'),
  });
}

function packsOf(scans: readonly string[], gtin: string): readonly PackLabel[] {
  const packs = new Map<string, PackLabel>();
  for (const scan of scans) {
    const label = labelOfScan(scan);
    if (label.kind !== 'pack' || label.gtin !== gtin)
      throw new PedigreeError('not-gs1', say('not-pack', { gtin, scan: scan.slice(0, 80) }));
    packs.set(label.serial, label);
  }
  if (packs.size === 0) throw new PedigreeError('bad-input', say('no-scan-of-pack'));
  return [...packs.values()];
}

/** How many commissioned packs are covered. @throws unknown-lot where a lot, or a pack's commissioning, is not known here */
function coverage(view: View, gtin: string, order: RecallOrder, packs: readonly PackLabel[]): number {
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
        { hint: say('sync-unknown-lot-recalls') },
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

/** @throws confirm-missing where what is recalled was not repeated exactly */
function confirmed(gtin: string, order: RecallOrder, packs: readonly PackLabel[]): void {
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

/** @throws usage where it is no moment */
function deadline(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return parseMoment(text) + (isDay ? DAY - 1 : 0);
}

const DAY = 86_400_000;

function bodyOf(gtin: string, order: RecallOrder, packs: readonly PackLabel[]): JsonObject {
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
  return {
    kind: 'issue',
    gtin,
    class: order.class,
    reason: checkedText(order.reason, 'reason', 2000),
    ...(order.allLots
      ? { all: true }
      : packs.length > 0
        ? { serials: packs.length }
        : { lots: [...new Set(order.lots)] }),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
