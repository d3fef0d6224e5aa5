// A serial that was never made, one slip away from one that was: perhaps the scanner read a character wrong.
import type { Bytes } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { textsNear } from '../../gs1/near-misses.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/advice.ts';
import { sentence } from '../../words/say.ts';

/** Serials longer than GS1 allows are not looked at. */
const LONGEST = 20;
/** A lot that was made in more goes than these is looked for among all lots, which costs no more. */
const FEW_PARTS = 8;

/**
 * Where the only fault is a serial that its lot does not have, and a maker made one that differs in one character or in two
 * neighbours that changed places, the verdict asks for another scan first. It stays a stop, and does not say which serial:
 * whoever guesses must not be helped.
 */
export function askToRescan(view: View, verdict: Verdict): Verdict {
  const { gtin, serial, lot } = verdict.item;
  if (gtin === undefined || serial === undefined || serial.length > LONGEST) return verdict;
  if (!verdict.reasons.some((reason) => reason.code === 'unknown-item') || !isNearOne(view, gtin, serial, lot))
    return verdict;
  const reasons = verdict.reasons.map((reason) =>
    reason.code === 'unknown-item'
      ? { ...reason, advice: sentence(say('near-serial', { advice: reason.advice })) }
      : reason,
  );
  return { ...verdict, retry: true, reasons };
}

// A slip of one character leaves the lot as it was read, so that its packs alone are looked among.
function isNearOne(view: View, gtin: string, serial: string, lot: string | undefined): boolean {
  const made = lot === undefined ? [] : commissioned(view, gtin, lot);
  const isMade = (token: Bytes) =>
    made.length > 0 && made.length <= FEW_PARTS
      ? made.some((event) => view.isIn(event, token))
      : view.commissions(gtin, token).some(({ author }) => author?.mayMake(gtin) === true);
  for (const near of textsNear(serial)) {
    if (isMade(itemToken(packItem(view.network, gtin, near).key, 0))) return true;
  }
  return false;
}

function commissioned(view: View, gtin: string, lot: string): readonly CustodyEvent[] {
  const events: CustodyEvent[] = [];
  for (const event of view.lots(gtin, lot)) {
    if (event.author?.mayMake(gtin) !== true || saidIn(commission, event.leaf)?.lot !== lot) continue;
    if (events.push(event) > FEW_PARTS) break;
  }
  return events;
}
