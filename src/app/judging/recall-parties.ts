// The parties of a recall: what each was supplied, what it has answered, how it was followed up, and whether that is enough.
import type { Knowledge } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';
import { answersTo, type RecallReply } from './recall-answers.ts';
import { type FollowedUp, followedUp, type RecallCheck } from './recall-checks.ts';
import { livesOf, type PartyLives, type RecallLives } from './recall-lives.ts';
import { notifiedOf, type RecallNotified } from './recall-notified.ts';
import type { RecallCounts } from './recall-packs.ts';

/** What the lives tell of a party; they are never added to what it answered. */
export interface RecallPartyLives {
  readonly held: number;
  readonly quarantined: number;
  /** On their way to it. */
  readonly coming: number;
  readonly sentOn: number;
  readonly dispensed: number;
  readonly decommissioned: number;
  readonly unaccounted: number;
}

/** What a party answered, or else what its packs' lives say here. */
export interface RecallDifference {
  readonly of: keyof RecallCounts;
  readonly answered: number;
  readonly here: number;
}

/** One party that was supplied, or has answered. */
export interface RecallParty {
  readonly name: string;
  readonly gln: string;
  /** `answered`; `outdated` where the recall was extended since; `silent` where it has not. */
  readonly state: 'answered' | 'outdated' | 'silent';
  /** It has not answered all that is asked by now, and the time to do so is over. */
  readonly overdue?: true;
  /** It follows the recall: by the last check, or else because it has answered. */
  readonly effective: boolean;
  /** What shows since when it can know of it. */
  readonly notified?: RecallNotified;
  /** Every time it was asked again, the oldest first. */
  readonly attempts: readonly RecallCheck[];
  /** The last check of it. */
  readonly checked?: RecallCheck;
  /** Supplied by the maker, or by somebody who was; absent where it is not known here that it had any. */
  readonly level?: 'consignee' | 'sub-consignee';
  /** Names of those who supplied it. */
  readonly from?: readonly string[];
  readonly lives?: RecallPartyLives;
  /** As it answered last, at `at`. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly note?: string;
  /** The event of that answer, which says how much of its chain it stands on. */
  readonly event?: string;
  /** Where the answer and the lives differ; an answer that is older than its packs' last steps does. */
  readonly differs?: readonly RecallDifference[];
  readonly contact?: string;
  /** When it answered, ISO 8601 in UTC. */
  readonly at?: string;
}

export interface RecallParties {
  /** What there is to be done about first. */
  readonly parties: readonly RecallParty[];
  /** Share of the consignees at its depth that follow the recall, 0 to 1. */
  readonly effectiveness: number;
  /** Consignees at its depth, as far as they are known here. */
  readonly consignees: readonly RecallParty[];
}

/** Everybody who was supplied with packs of a recall, or has answered it. */
export function partiesOf(known: Knowledge, recall: FoundRecall): RecallParties {
  const lives = livesOf(known, recall);
  const told = { lives, answers: answersTo(known, recall), followed: followedUp(known, recall) };
  const supplied = consignees(known, lives);
  const glns = [...new Set([...supplied, ...told.answers.keys(), ...told.followed.keys()])];
  const parties = glns
    .filter((gln) => gln !== known.self.gln)
    .map((gln) => partyOf(known, recall, gln, told))
    .sort(worstFirst);
  const counted = parties.filter(({ gln }) => supplied.has(gln) && isAtDepth(known, recall, gln));
  return { parties, effectiveness: shareOf(counted), consignees: counted };
}

function shareOf(parties: readonly RecallParty[]): number {
  return parties.length === 0 ? 1 : parties.filter(({ effective }) => effective).length / parties.length;
}

/** What waits longest for a person: who is late, who was found not to follow, who has not answered. */
function worstFirst(a: RecallParty, b: RecallParty): number {
  const rank = ({ overdue, checked, effective, state }: RecallParty) => {
    if (overdue === true) return 0;
    if (checked !== undefined && !effective) return 1;
    return state === 'answered' ? 3 : 2;
  };
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

/**
 * Shares of the consignees that have to follow a recall before it is over: A is all of them, B more than C, C 10 %, D 2 %,
 * E none (21 CFR 7.42(b)(3)).
 */
const WANTED: Readonly<Record<string, (share: number) => boolean>> = {
  A: (share) => share >= 1,
  B: (share) => share > 0.1,
  C: (share) => share >= 0.1,
  D: (share) => share >= 0.02,
};

/** Consignees whose answers or checks the effectiveness level of a recall still asks for; empty where there are enough. */
export function stillOpen(known: Knowledge, recall: FoundRecall): readonly RecallParty[] {
  const isEnough = WANTED[recall.effectiveness ?? ''];
  if (isEnough === undefined) return [];
  const authority = known.view.authority();
  // Whoever has lost its accreditation will not answer any more.
  const waited = partiesOf(known, recall).consignees.filter(({ gln }) =>
    authority.party(gln)?.chains.some(({ honouredSize }) => honouredSize === undefined),
  );
  return isEnough(shareOf(waited)) ? [] : waited.filter(({ effective }) => !effective);
}

/** A recall down to the wholesalers asks nothing of who supplies patients alone (21 CFR 7.42(b)(1)). */
function isAtDepth({ view }: Knowledge, { depth }: FoundRecall, gln: string): boolean {
  if (depth !== 'wholesale') return true;
  const roles = view.authority().party(gln)?.roles ?? [];
  return roles.some((role) => role === 'manufacturer' || role === 'distributor' || role === 'logistics');
}

/** Everybody but the makers to whom covered packs were sent, as far as their lives tell here. */
function consignees({ self }: Knowledge, { parties, makers }: RecallLives): ReadonlySet<string> {
  return new Set([...parties.keys()].filter((gln) => gln !== self.gln && !makers.has(gln)));
}

function partyOf(
  known: Knowledge,
  recall: FoundRecall,
  gln: string,
  told: {
    readonly lives: RecallLives;
    readonly answers: ReadonlyMap<string, RecallReply>;
    readonly followed: ReadonlyMap<string, FollowedUp>;
  },
): RecallParty {
  const { lives } = told;
  const [reply, followed] = [told.answers.get(gln), told.followed.get(gln)];
  const party = known.view.authority().party(gln);
  const had = lives.parties.get(gln);
  const state = reply === undefined ? 'silent' : reply.outdated ? 'outdated' : 'answered';
  const checked = followed?.checked;
  const effective = checked === undefined ? state === 'answered' : checked.result === 'effective';
  const isLate = recall.state === 'open' && known.now > Date.parse(recall.respondBy);
  const notified = notifiedOf(known, recall, gln, reply);
  const differs = reply?.counts === undefined ? [] : differencesOf(reply.counts, had);
  return {
    name: party?.name ?? gln,
    gln,
    state,
    ...(isLate && state !== 'answered' && !effective ? { overdue: true as const } : {}),
    effective,
    ...(notified === undefined ? {} : { notified }),
    attempts: followed?.attempts ?? [],
    ...(checked === undefined ? {} : { checked }),
    ...(had === undefined || lives.makers.has(gln) ? {} : levelOf(known, had, lives)),
    ...(had === undefined ? {} : { lives: countsOf(had) }),
    ...(reply?.counts === undefined ? {} : { counts: reply.counts }),
    ...(reply?.note === undefined ? {} : { note: reply.note }),
    ...(differs.length === 0 ? {} : { differs }),
    ...(party?.contact === undefined ? {} : { contact: party.contact }),
    ...(reply === undefined ? {} : { event: reply.event.ref, at: new Date(reply.event.leaf.at).toISOString() }),
  };
}

function levelOf(known: Knowledge, { from }: PartyLives, { makers }: RecallLives): Pick<RecallParty, 'level' | 'from'> {
  const names = [...from].map((gln) => known.view.authority().party(gln)?.name ?? gln).sort();
  const direct = from.size === 0 || [...from].some((gln) => makers.has(gln));
  return { level: direct ? 'consignee' : 'sub-consignee', ...(names.length === 0 ? {} : { from: names }) };
}

function countsOf({ from: _from, ...counts }: PartyLives): RecallPartyLives {
  return counts;
}

const COMPARED = ['held', 'quarantined', 'dispensed', 'decommissioned', 'unaccounted'] as const;

function differencesOf(
  counts: Readonly<Record<string, number>>,
  had: PartyLives | undefined,
): readonly RecallDifference[] {
  return COMPARED.flatMap((of) => {
    const [answered, here] = [counts[of] ?? 0, had?.[of] ?? 0];
    return answered === here ? [] : [{ of, answered, here }];
  });
}
