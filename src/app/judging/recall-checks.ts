// How a recall was followed up: whom its issuer or a regulator has asked again, and what they found when they looked.
import { compareBytes } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { isLater, lastOf } from '../../custody/later.ts';
import { ASKED } from '../../custody/recall-words.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';

/** One attempt to reach a party, or one look at what it has done. */
export interface RecallCheck {
  /** The event that says so. */
  readonly event: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Name of who asked or looked. */
  readonly by: string;
  readonly method: string;
  /** `asked`, `effective` or `ineffective`. */
  readonly result: string;
  readonly note?: string;
}

/** What was done about one party. */
export interface FollowedUp {
  /** Every time it was asked, the oldest first. */
  readonly attempts: readonly RecallCheck[];
  /** The last check, unless the recall was extended since. */
  readonly checked?: RecallCheck;
}

interface Check {
  readonly event: CustodyEvent;
  readonly party: string;
  readonly told: RecallCheck;
}

/** By the GLN of the party asked. The issuer's party and regulators follow up; what others say counts for nothing. */
export function followedUp(known: Knowledge, recall: FoundRecall): ReadonlyMap<string, FollowedUp> {
  const byParty = Map.groupBy(checksOf(known, recall), ({ party }) => party);
  return new Map(
    [...byParty].map(([gln, all]) => {
      const [asked, looked] = [all.filter(isAttempt), all.filter((one) => !isAttempt(one))];
      const last = lastOf(
        looked.map(({ event }) => event),
        known.view,
      );
      const checked =
        last === undefined || isBefore(last, recall, known)
          ? undefined
          : looked.find(({ event }) => event === last)?.told;
      const attempts = asked.toSorted(byTime).map(({ told }) => told);
      return [gln, { attempts, ...(checked === undefined ? {} : { checked }) }];
    }),
  );
}

/** One event as its readers see it; undefined for any other event, and for who may not read it. */
export function checkIn(known: Knowledge, event: CustodyEvent): Check | undefined {
  const sealed = event.leaf.type === EVENT.recallCheck.type ? known.manifest(event) : undefined;
  const said = sealed && EVENT.recallCheck.parts.manifest(sealed);
  if (said === undefined || event.author === undefined) return undefined;
  const { party, method, result, note } = said;
  const told = {
    event: event.ref,
    at: new Date(event.leaf.at).toISOString(),
    by: event.author.name,
    method,
    result,
    ...(note === undefined ? {} : { note }),
  };
  return { event, party, told };
}

function* checksOf(known: Knowledge, recall: FoundRecall): Iterable<Check> {
  for (const event of known.view.aboutRecall(recall.hash)) {
    const { author } = event;
    if (author === undefined || (author.gln !== recall.gln && !author.roles.includes('regulator'))) continue;
    const check = checkIn(known, event);
    if (check !== undefined) yield check;
  }
}

function isBefore(check: CustodyEvent, { case: { newest, event } }: FoundRecall, { view }: Knowledge): boolean {
  return newest.ref !== event.ref && !isLater(check, newest, view);
}

function isAttempt({ told }: Check): boolean {
  return told.result === ASKED;
}

function byTime({ event: a }: Check, { event: b }: Check): number {
  return a.leaf.at - b.leaf.at || compareBytes(a.leaf.hash, b.leaf.hash);
}
