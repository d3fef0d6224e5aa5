// Extending a recall to more packs, and amending what it says.
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packItem } from '../../custody/item.ts';
import { isNamed } from '../../custody/recall.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/recalls.ts';
import type { Sent } from '../exchange/sync.ts';
import { type FoundRecall, findRecall, lotsOfPack } from '../judging/recall.ts';
import { madeAs } from '../judging/recall-packs.ts';
import type { Env } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { lastWords } from '../node/shell-words.ts';
import { openToRecord } from '../record/recording.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import type { PackLabel } from '../scans/identify.ts';
import type { RecallIssued } from './recall-issue.ts';
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

/** What is recalled as well, and why. */
export interface RecallExtension extends RecallScope, RecallWords {
  /** The recall’s own where absent; never a lighter one. */
  readonly class?: number | undefined;
  readonly reason: string;
  readonly sync: boolean;
}

/** What a recall says from now on; what is absent stays. */
export interface RecallAmendment extends RecallWords {
  /** Never a lighter one. */
  readonly class?: number | undefined;
  readonly reason?: string | undefined;
  readonly sync: boolean;
}

export interface RecallAmended extends Written {
  readonly recall: string;
  /** Which of its words are other ones now. */
  readonly changed: readonly string[];
  readonly sent: readonly Sent[];
}

/**
 * Extends an open recall to more packs of its product, and sends that to every peer at once. Whoever has answered it is asked
 * again. For the issuer's party and regulators.
 * @throws not-found (66), not-allowed (77), wrong-state (14) for one that is over, unknown-lot (11), confirm-missing (2), usage (2)
 * also for a lighter class, not-gs1 (65)
 */
export async function extendRecall(
  env: Env,
  id: string,
  order: RecallExtension,
): Promise<{ readonly exit: number; readonly data: RecallIssued }> {
  inOneWay(order, phrase('recall-extend-help'));
  const reason = checkedText(order.reason, 'reason', 2000);
  const words = wordsIn(order);
  const home = await openToRecord(env);
  try {
    const extended = record(home, { command: 'recall extend' }, (tx) => {
      const recall = toWiden(tx, id);
      const { gtin } = recall;
      const packs = order.serials === undefined ? [] : packsOf(order.serials, gtin);
      const answer = {
        recall: recall.id,
        gtin,
        lots: [...new Set(order.lots)],
        packs: coverage(tx.view, gtin, order, packs),
      };
      confirmed(gtin, order, packs);
      const grade = noLighter(recall, order.class);
      if (isNamedBy(tx, recall, order, packs)) {
        if (Object.keys(words).length > 0 || grade !== recall.class)
          tx.warn(phrase('amend-changes-words', { id: lastWords(recall.id) }));
        tx.already(recall.case.newest.ref);
        return answer;
      }
      refuseOver(words, order, tx.at);
      tx.add({
        type: EVENT.recall.type,
        public: {
          kind: 'extend',
          of: b64u(recall.hash),
          gtin,
          class: grade,
          reason,
          ...namedIn(order, packs),
          ...words,
        },
        ...(packs.length === 0 ? {} : { items: packs.map((pack) => rowOf(tx.view, pack)) }),
      });
      return answer;
    });
    const { exit, sent } = await sendAtOnce(home, order.sync && !extended.already);
    return { exit, data: { ...extended, sent } };
  } finally {
    home.close();
  }
}

/**
 * Changes what an open recall says: its class (a graver one), reason, depth, level, time to answer, instructions or contact; and
 * sends that to every peer at once. For the issuer's party and regulators.
 * @throws not-found (66), not-allowed (77), wrong-state (14) for one that is over, usage (2) where nothing is to change, or for a
 * lighter class
 */
export async function amendRecall(
  env: Env,
  id: string,
  order: RecallAmendment,
): Promise<{ readonly exit: number; readonly data: RecallAmended }> {
  const said = order.reason === undefined ? {} : { reason: checkedText(order.reason, 'reason', 2000) };
  const words: JsonObject = { ...said, ...wordsIn(order) };
  if (Object.keys(words).length === 0 && order.class === undefined)
    throw new PedigreeError('usage', say('nothing-to-amend'), { hint: say('recall-amend-help') });
  const home = await openToRecord(env);
  try {
    const amended = record(home, { command: 'recall amend' }, (tx) => {
      const recall = toWiden(tx, id);
      const grade = noLighter(recall, order.class);
      const changed = [...(grade === recall.class ? [] : ['class']), ...otherWords(recall, words)];
      const answer = { recall: recall.id, changed };
      if (changed.length === 0) {
        tx.already((recall.case.added.at(-1) ?? recall.case.event).ref);
        return answer;
      }
      refuseOver(words, order, tx.at);
      tx.add({
        type: EVENT.recall.type,
        public: {
          ...{ kind: 'amend', of: b64u(recall.hash), gtin: recall.gtin, class: grade, reason: recall.reason },
          ...words,
        },
      });
      return answer;
    });
    const { exit, sent } = await sendAtOnce(home, order.sync && !amended.already);
    return { exit, data: { ...amended, sent } };
  } finally {
    home.close();
  }
}

/** @throws not-found, not-allowed, wrong-state */
function toWiden(tx: WriteTx, id: string): FoundRecall {
  const recall = findRecall(tx.view, id);
  const { self } = tx.known;
  const isRegulator = tx.view.authority().partyOf(self.chain)?.regulator === true;
  if (recall.gln !== self.gln && !isRegulator)
    throw new PedigreeError('not-allowed', say('only-or-regulator', { by: recall.by }));
  if (recall.state !== 'open')
    throw new PedigreeError('wrong-state', say('recall-is-over'), { hint: say('recall-issue-help') });
  return recall;
}

/** @throws usage: a recall keeps the gravest class that it had, whatever is said later */
function noLighter(recall: FoundRecall, asked: number | undefined): number {
  if (asked === undefined || asked <= recall.class) return asked ?? recall.class;
  throw new PedigreeError('usage', say('no-lighter-class', { class: recall.class }));
}

/** Whether the recall names all of it already. */
function isNamedBy(
  tx: WriteTx,
  { case: of, gtin }: FoundRecall,
  order: RecallScope,
  packs: readonly PackLabel[],
): boolean {
  if (of.all) return true;
  if (order.allLots) return false;
  if (packs.length === 0) return order.lots.every((lot) => of.lots.has(lot));
  return packs.every(({ serial, lot = '', expiry = '' }) => {
    const life = tx.known.trace(packItem(tx.view.network, gtin, serial));
    const made = madeAs({ kind: 'pack', gtin, serial, lot, expiry }, life);
    return isNamed(of, lotsOfPack(tx.view, gtin, made.lot), life.recalls);
  });
}

/** Words by their options. */
const OPTIONS: Readonly<Record<string, string>> = { level: 'effectiveness', respondBy: 'respond-by' };

function otherWords({ case: { body } }: FoundRecall, words: JsonObject): readonly string[] {
  const before: Readonly<Record<string, unknown>> = { ...body };
  return Object.entries(words).flatMap(([name, value]) => (before[name] === value ? [] : [OPTIONS[name] ?? name]));
}
