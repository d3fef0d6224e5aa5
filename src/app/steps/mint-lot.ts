// Whether a lot may be made: it has not expired, and nothing of it is there yet, unless that is said to be meant.
import { recallsOf } from '../../custody/recall.ts';
import { PedigreeError, worstExit } from '../../errors.ts';
import { lastDay } from '../../gs1/index.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { questionHere } from '../judging/judging.ts';
import { honouredLots } from '../judging/recall.ts';
import type { WriteTx } from '../record/write.ts';

/** A lot that is to be made, and what is said to be meant. */
export interface AskedLot {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly count: number;
  readonly moreOfThisLot: boolean;
  readonly expiredIsRight: boolean;
}

/**
 * Looks at what any maker of the GTIN made of this lot, at whichever of its tills, as far as is known here. A lot has one
 * expiry, whatever is said.
 * @throws wrong-state (14) for another expiry, lot-exists (14), expired (13)
 */
export function mustBeNewLot(tx: WriteTx, asked: AskedLot): void {
  const lots = honouredLots(tx.view, asked.gtin);
  const made = lots.filter(({ lot }) => lot === asked.lot);
  const refusals = [otherExpiry(asked, made), exists(asked, made), expired(tx, asked)];
  const worst = worstExit(refusals.map((refusal) => refusal?.exit ?? 0));
  const refusal = refusals.find((one) => one?.exit === worst);
  if (refusal !== undefined) throw refusal;
  const { lot, moreOfThisLot } = asked;
  if (moreOfThisLot && made.length === 0) tx.warn(phrase('nothing-of-lot-known', { lot }));
  const near = made.length > 0 ? undefined : lots.find((one) => one.lot.toUpperCase() === lot.toUpperCase());
  if (near !== undefined) tx.warn(phrase('lot-too-labels-tell', { lot: near.lot }));
  if (isPast(tx, asked)) tx.warn(phrase('lot-expired-2', { expiry: lastDay(asked.expiry) }));
  if (isRecalled(tx, asked)) tx.warn(phrase('lot-recalled-and-these', { lot }));
}

type Made = ReturnType<typeof honouredLots>;

function otherExpiry({ lot, expiry }: AskedLot, made: Made): PedigreeError | undefined {
  const other = made.find((one) => one.expiry !== expiry);
  if (other === undefined) return undefined;
  return new PedigreeError('wrong-state', say('lot-commissioned-with-expiry', { lot, expiry: other.expiry }), {
    hint: say('lot-has-one-expiry'),
  });
}

function exists({ lot, count, moreOfThisLot }: AskedLot, made: Made): PedigreeError | undefined {
  if (made.length === 0 || moreOfThisLot) return undefined;
  const packs = made.reduce((sum, one) => sum + one.count, 0);
  return new PedigreeError('lot-exists', say('lot-already-made', { lot, packs }), {
    hint: say('more-of-this-lot', { count }),
    detail: { packs },
  });
}

function expired(tx: WriteTx, asked: AskedLot): PedigreeError | undefined {
  if (asked.expiredIsRight || !isPast(tx, asked)) return undefined;
  return new PedigreeError('expired', say('lot-expired', { lot: asked.lot, expiry: lastDay(asked.expiry) }), {
    hint: say('look-at-year-expired'),
  });
}

/** By the day that a verdict here would go by. */
function isPast(tx: WriteTx, { expiry }: AskedLot): boolean {
  return lastDay(expiry) < questionHere(tx.known).today;
}

function isRecalled(tx: WriteTx, { gtin, lot }: AskedLot): boolean {
  return recallsOf(gtin, tx.view).some(
    (recall) => recall.ended?.outcome !== 'rescinded' && (recall.all || recall.lots.has(lot)),
  );
}
