// Issuing recalls.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/index.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/recalls.ts';
import type { Sent } from '../exchange/sync.ts';
import { isAlone } from '../node/alone.ts';
import type { Env } from '../node/env.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { openToRecord } from '../record/recording.ts';
import { digestOf, record, type Written } from '../record/write.ts';
import type { PackLabel } from '../scans/identify.ts';
import { issuedBefore } from './recall-again.ts';
import {
  confirmed,
  coverage,
  inOneWay,
  namedIn,
  packsOf,
  type RecallScope,
  type RecallWords,
  refuseOver,
  rowOf,
  wordsIn,
} from './recall-scope.ts';
import { sendAtOnce } from './recall-send.ts';

/** What a recall is to say. */
export interface RecallOrder extends RecallScope, RecallWords {
  readonly gtin: string;
  readonly class: number;
  readonly reason: string;
  readonly number?: string | undefined;
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
  inOneWay(order, phrase('recall-issue-help'));
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
      refuseOver(body, order, tx.at);
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
    const { exit, sent } = await sendAtOnce(home, sync && !issued.already);
    return { exit, data: { ...issued, sent } };
  } finally {
    home.close();
  }
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

function bodyOf(gtin: string, order: RecallOrder, packs: readonly PackLabel[]): JsonObject {
  const reason = checkedText(order.reason, 'reason', 2000);
  return { kind: 'issue', gtin, class: order.class, reason, ...namedIn(order, packs), ...wordsIn(order) };
}
