// What is known of a lot as a whole, as reasons: recalls, withdrawals, holds, cautions.
import { phrase } from '../words/en/told.ts';
import type { Commission } from './events/commission.ts';
import type { Life } from './life.ts';
import type { LotFacts, Notices } from './lot.ts';
import { isRecalled, type RecallCase, recallsOf } from './recall.ts';
import type { Reasons } from './tell-all.ts';
import type { Label } from './verdict.ts';

/** The lot the maker gave and the one on the label: what is said of either is said of the pack. */
export function lotsToAskFor(label: Label, body: Commission | undefined): readonly string[] {
  const lots = new Set<string>();
  if (body !== undefined) lots.add(body.lot);
  if (label.lot !== undefined) lots.add(label.lot);
  return [...lots];
}

/** Adds what stands against these lots, or against the item by its serial. */
export function lotReasons(
  gtin: string,
  lots: readonly string[],
  facts: LotFacts,
  life: Life,
  evidence: Notices,
  reasons: Reasons,
): void {
  const asked = facts.lot === undefined ? lots : [...lots, facts.lot.value];
  for (const one of recallsOf(gtin, evidence)) {
    if (!isRecalled(one, asked, life.recalls)) continue;
    reasons.add('recalled', { detail: recallText(one), by: [one.by], when: one.event.leaf.at });
  }
  for (const { body, by, event } of facts.withdrawals) {
    reasons.add('withdrawn', { detail: body.reason, by: [by], when: event.leaf.at });
  }
  for (const { body, by, event } of facts.holds) {
    reasons.add('lot-on-hold', { lot: lots[0], detail: body.reason, by: [by], when: event.leaf.at });
  }
  for (const { body, by, event } of facts.cautions) {
    reasons.add('caution-notice', { detail: body.reason, by: [by], when: event.leaf.at });
  }
}

function recallText({ class: grade, body, number }: RecallCase): string {
  const { reason } = body;
  if (number === undefined) return phrase('class-of-recall', { grade, reason });
  return phrase('class-and-number-of-recall', { grade, number, reason });
}
