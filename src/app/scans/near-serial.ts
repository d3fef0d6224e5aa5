// A serial that was never made, one slip away from one that was: perhaps the scanner read a character wrong.
import { itemToken } from '../../chain/item-key.ts';
import { packItem } from '../../custody/item.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { textsNear } from '../../gs1/near-misses.ts';
import type { View } from '../../ledger/types.ts';

/** Serials longer than GS1 allows are not looked at. */
const LONGEST = 20;

/**
 * Where the only fault is a serial that its lot does not have, and a maker made one that differs in one character or in two
 * neighbours that changed places, the verdict asks for another scan first. It stays a stop, and does not say which serial:
 * whoever guesses must not be helped.
 */
export function askToRescan(view: View, verdict: Verdict): Verdict {
  const { gtin, serial } = verdict.item;
  if (gtin === undefined || serial === undefined || serial.length > LONGEST) return verdict;
  if (!verdict.reasons.some((reason) => reason.code === 'unknown-item') || !isNearOne(view, gtin, serial))
    return verdict;
  const reasons = verdict.reasons.map((reason) =>
    reason.code === 'unknown-item'
      ? { ...reason, advice: `Scan it once more: a serial one character away was made. ${reason.advice}` }
      : reason,
  );
  return { ...verdict, retry: true, reasons };
}

function isNearOne(view: View, gtin: string, serial: string): boolean {
  for (const near of textsNear(serial)) {
    const token = itemToken(packItem(view.network, gtin, near).key, 0);
    if (view.commissions(gtin, token).some((event) => event.author?.mayMake(gtin) === true)) return true;
  }
  return false;
}
