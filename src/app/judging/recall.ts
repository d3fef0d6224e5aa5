// Recalls as answers show them: which there are, what they cover, and what has been said of them.

import { unb64u } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { commission } from '../../custody/events/commission.ts';
import { lotFacts, productOf } from '../../custody/lot.ts';
import { isSameNumber } from '../../custody/name.ts';
import { mayRecall, type RecallCase, recallsOf } from '../../custody/recall.ts';
import type { RecallState } from '../../custody/recall-words.ts';
import { roleAllows } from '../../custody/rights.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/judging.ts';
import { singlesOf } from './recall-singles.ts';

export interface RecallAnswer {
  /** The event that issued it. */
  readonly id: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: { readonly name: string; readonly strength?: string; readonly form?: string };
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  /** Packs that it names one by one beside its lots, where it names both. */
  readonly singles?: number;
  /** 1 to 3. */
  readonly class: number;
  readonly depth?: string;
  readonly effectiveness?: string;
  readonly reason: string;
  readonly instructions?: string;
  readonly contact?: string;
  readonly by: string;
  readonly gln: string;
  readonly at: string;
  /** When it was extended last, ISO 8601 in UTC. */
  readonly extendedAt?: string;
  /** By when holders are to answer, ISO 8601 in UTC. */
  readonly respondBy: string;
  readonly state: RecallState;
  /** Packs that it covers, as known here, each once. */
  readonly packs: number;
}

/** A recall found by its id or number. */
export interface FoundRecall extends RecallAnswer {
  readonly hash: Uint8Array;
  readonly byRegulator: boolean;
  readonly case: RecallCase;
  /** The event that ended or rescinded it. */
  readonly endedBy?: string;
}

/** A lot that a maker of the GTIN commissioned. */
export interface KnownLot {
  readonly lot: string;
  readonly expiry: string;
  readonly count: number;
}

/** The commissioned lots of a GTIN by its makers; one entry an event, so a lot made in several goes stands several times. */
export function honouredLots(view: View, gtin: string): readonly KnownLot[] {
  const lots: KnownLot[] = [];
  for (const { author, leaf } of view.lots(gtin)) {
    const body = author?.mayMake(gtin) === true ? commission.parts.public(leaf.public) : undefined;
    if (body?.gtin === gtin) lots.push({ lot: body.lot, expiry: body.expiry, count: body.count });
  }
  return lots;
}

/** Every recall known here that its author had the right to issue, in order of GTIN and time. */
export function recallsKnown(view: View): readonly FoundRecall[] {
  const authority = view.authority();
  // Whoever may recall nothing can write thousands, of as many products.
  const of = (chain: string) => roleAllows(EVENT.recall.type, authority.atMost(chain)?.roles ?? []);
  const gtins = new Set<string>();
  for (const { author, leaf } of view.eventsOf([EVENT.recall.type], { of })) {
    const { gtin } = leaf.public;
    if (typeof gtin === 'string' && author !== undefined && mayRecall(author, gtin)) gtins.add(gtin);
  }
  return [...gtins].flatMap((gtin) => {
    const about = { view, product: productOf(gtin, view), lots: honouredLots(view, gtin) };
    return recallsOf(gtin, view).map((found) => answerOf(found, about));
  });
}

/** @throws not-found (66), usage (2) for a number that several recalls have */
export function findRecall(view: View, id: string): FoundRecall {
  const found = recallsKnown(view).filter(
    (recall) => recall.id === id || (recall.number !== undefined && isSameNumber(recall.number, id)),
  );
  const [only, ...more] = found;
  if (only === undefined)
    throw new PedigreeError('not-found', say('recall-unknown', { id }), { hint: say('recall-list') });
  if (more.length > 0) {
    throw new PedigreeError('usage', say('recall-number-ambiguous', { id }), {
      hint: found.map((recall) => recall.id).join(', '),
    });
  }
  return only;
}

/** Lots that a recall covers for a pack of this lot: the one it was made in and what that was corrected to. */
export function lotsOfPack(view: View, gtin: string, lot: string): readonly string[] {
  const corrected = lotFacts(gtin, [lot], view).lot?.value;
  return corrected === undefined ? [lot] : [lot, corrected];
}

/**
 * Hours to answer in where a recall does not say: of class 2 two days and of class 3 five, as the MHRA's guide to defective
 * medicines has them; class 1 is for at once, and a day is what a closed pharmacy needs.
 */
const HOURS_TO_ANSWER: readonly number[] = [24, 48, 120];
const HOUR = 3_600_000;

/** What an extension adds is asked for from then on, and a graver class counts from when it was first said. */
function respondBy({ newest, graded, body: { respondBy: said }, class: grade }: RecallCase): number {
  const since = Math.max(newest.leaf.at, graded.leaf.at);
  if (said !== undefined && said > since) return said;
  return since + (HOURS_TO_ANSWER[grade - 1] ?? 0) * HOUR;
}

function answerOf(
  found: RecallCase,
  {
    view,
    product,
    lots,
  }: {
    readonly view: View;
    readonly product: ReturnType<typeof productOf>;
    readonly lots: readonly KnownLot[];
  },
): FoundRecall {
  const { body, event, gtin, newest } = found;
  const scope = found.all ? 'all' : found.lots.size > 0 ? 'lots' : 'serials';
  const singles = singlesOf(view, found);
  const covered = lots.filter(({ lot }) => found.all || found.lots.has(lot));
  return {
    id: event.ref,
    ...(found.number === undefined ? {} : { number: found.number }),
    gtin,
    ...(product === undefined ? {} : { product }),
    lots: [...found.lots],
    scope,
    ...(scope === 'lots' && singles > 0 ? { singles } : {}),
    class: found.class,
    ...(body.depth === undefined ? {} : { depth: body.depth }),
    ...(body.level === undefined ? {} : { effectiveness: body.level }),
    reason: body.reason,
    ...(body.instructions === undefined ? {} : { instructions: body.instructions }),
    ...(body.contact === undefined ? {} : { contact: body.contact }),
    by: event.author?.name ?? found.by,
    gln: found.by,
    at: new Date(event.leaf.at).toISOString(),
    ...(newest === event ? {} : { extendedAt: new Date(newest.leaf.at).toISOString() }),
    respondBy: new Date(respondBy(found)).toISOString(),
    state: found.ended?.outcome ?? 'open',
    packs: covered.reduce((sum, { count }) => sum + count, singles),
    hash: unb64u(found.id),
    byRegulator: found.byRegulator,
    case: found,
    ...(found.ended === undefined ? {} : { endedBy: found.ended.event.ref }),
  };
}

/** What answers tell of it. */
export function recallAnswer(recall: FoundRecall): RecallAnswer {
  const { hash: _hash, byRegulator: _by, case: _case, endedBy: _ended, ...answer } = recall;
  return answer;
}
