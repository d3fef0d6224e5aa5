// How far a recall has come: where every pack is by its life, who has answered and what, and what this party has itself.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { lastOf } from '../../custody/later.ts';
import type { Env } from '../node/env.ts';
import { openHome } from '../node/home.ts';
import { mustHaveAll } from '../node/reading.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { type FoundRecall, findRecall } from './recall.ts';
import { livesOf, type PartyLives, type RecallLives, type RecallSum } from './recall-lives.ts';
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
  /** `answered`, or `silent` where it was supplied and has not. */
  readonly state: 'answered' | 'silent';
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

/** What the sum rests on. */
export interface RecallBasis {
  /** The moment of the sum, ISO 8601 in UTC. */
  readonly at: string;
  /** Packs whose codes are known here; of the others only how many they are. */
  readonly codes: number;
  /** `made`: all that this party made; `manifests`: what stands in papers that it may read. */
  readonly from: readonly ('made' | 'manifests')[];
  /** Recalled one by one, and in no lot that is known here: no part of the sum. */
  readonly uncommissioned: number;
  /** Made by this party, and the keys here do not say which. */
  readonly closed: number;
  /** Until when each party that had packs was heard, the oldest first. */
  readonly heard: readonly { readonly name: string; readonly gln: string; readonly at: string }[];
}

export interface RecallStatus {
  readonly recall: string;
  readonly parties: readonly RecallParty[];
  /** Every commissioned pack once. */
  readonly sum: RecallSum;
  readonly basis: RecallBasis;
  readonly commissioned: number;
  /** With the maker or anybody else, by their lives; so are the next three. */
  readonly held: number;
  readonly quarantined: number;
  readonly dispensed: number;
  readonly notKnownHere: number;
  /** What became of the covered packs that were ever here. */
  readonly own: RecallCounts;
  /** Share of the supplied parties that have answered, 0 to 1. */
  readonly effectiveness: number;
}

/**
 * Where every pack of a recall is, as far as it is known here, and what others have answered: issuer, maker and regulators
 * read the answers, others only their own.
 * @throws not-found (66)
 */
export async function recallStatus(env: Env, id: string): Promise<{ readonly data: RecallStatus }> {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      const recall = findRecall(view, id);
      const lives = livesOf(known, recall);
      const answers = answersTo(known, recall);
      const supplied = consignees(known, lives);
      const glns = [...new Set([...supplied, ...answers.keys()])].filter((gln) => gln !== home.self.gln);
      const parties = glns.map((gln) => partyOf(known, gln, { lives, reply: answers.get(gln) }));
      const { sum } = lives;
      const inAll = (fate: 'held' | 'quarantined') => sum.atMaker[fate] + sum.consignees[fate] + sum.sentOn[fate];
      return {
        data: {
          recall: recall.id,
          parties: parties.sort(silentFirst),
          sum,
          basis: basisOf(known, lives),
          commissioned: sum.commissioned,
          held: inAll('held'),
          quarantined: inAll('quarantined'),
          dispensed: sum.dispensed,
          notKnownHere: sum.notKnownHere,
          own: lives.own,
          effectiveness: shareOf(supplied, answers),
        },
      };
    });
  } finally {
    home.close();
  }
}

function silentFirst(a: RecallParty, b: RecallParty): number {
  const rank = ({ state }: RecallParty) => (state === 'silent' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function basisOf(known: Knowledge, { codes, closed, uncommissioned, parties, makers }: RecallLives): RecallBasis {
  const { view, self } = known;
  const authority = view.authority();
  const heard = [...new Set([...makers, ...parties.keys()])].flatMap((gln) => {
    const party = authority.party(gln);
    if (party === undefined || gln === self.gln) return [];
    const seen = party.chains.flatMap(({ chain }) => view.chain(chain)?.seen ?? []);
    if (seen.length === 0) return [];
    return [{ name: party.name, gln, at: new Date(seen.reduce((last, one) => Math.max(last, one))).toISOString() }];
  });
  return {
    at: new Date(known.now).toISOString(),
    codes,
    from: makers.has(self.gln) ? ['made', 'manifests'] : ['manifests'],
    uncommissioned,
    closed,
    heard: heard.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.gln < b.gln ? -1 : 1)),
  };
}

function shareOf(supplied: ReadonlySet<string>, answers: ReadonlyMap<string, unknown>): number {
  const answered = [...supplied].filter((gln) => answers.has(gln)).length;
  return supplied.size === 0 ? 1 : answered / supplied.size;
}

/**
 * Shares of the consignees that have to have answered before a recall of this level is over: A is all of them, B more
 * than C, C 10 %, D 2 %, E none (21 CFR 7.42(b)(3)).
 */
const WANTED: Readonly<Record<string, (share: number) => boolean>> = {
  A: (share) => share >= 1,
  B: (share) => share > 0.1,
  C: (share) => share >= 0.1,
  D: (share) => share >= 0.02,
};

/** Consignees whose answers the effectiveness level of a recall still asks for; empty where enough have answered. */
export function stillSilent(known: Knowledge, recall: FoundRecall): readonly RecallParty[] {
  const isEnough = WANTED[recall.effectiveness ?? ''];
  if (isEnough === undefined) return [];
  const authority = known.view.authority();
  const lives = livesOf(known, recall);
  // Whoever has lost its accreditation will not answer any more.
  const supplied = new Set(
    [...consignees(known, lives)].filter((gln) =>
      authority.party(gln)?.chains.some(({ honouredSize }) => honouredSize === undefined),
    ),
  );
  const answers = answersTo(known, recall);
  if (isEnough(shareOf(supplied, answers))) return [];
  return [...supplied].filter((gln) => !answers.has(gln)).map((gln) => partyOf(known, gln, { lives }));
}

interface RecallReply {
  readonly event: CustodyEvent;
  readonly counts?: Readonly<Record<string, number>>;
  readonly note?: string;
}

/** The last answer of each party, with its counts where this party may read them: it stands for those before it. */
function answersTo(known: Knowledge, recall: FoundRecall): ReadonlyMap<string, RecallReply> {
  const answers = new Map<string, RecallReply>();
  const all = known.view.aboutRecall(recall.hash).filter(({ leaf }) => leaf.type === EVENT.recallResponse.type);
  for (const [gln, own] of Map.groupBy(all, ({ author }) => author?.gln)) {
    const event = lastOf(own, known.view);
    if (event === undefined || gln === undefined) continue;
    const said = known.manifest(event);
    const counts = numbers(said?.counts);
    const { note } = said ?? {};
    answers.set(gln, {
      event,
      ...(counts === undefined ? {} : { counts }),
      ...(typeof note === 'string' ? { note } : {}),
    });
  }
  return answers;
}

function numbers(value: unknown): Readonly<Record<string, number>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value as JsonObject).flatMap(([name, count]) =>
    typeof count === 'number' ? [[name, count] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Everybody but the makers to whom covered packs were sent, as far as their lives tell here. */
function consignees({ self }: Knowledge, { parties, makers }: RecallLives): ReadonlySet<string> {
  return new Set([...parties.keys()].filter((gln) => gln !== self.gln && !makers.has(gln)));
}

function partyOf(
  known: Knowledge,
  gln: string,
  { lives, reply }: { readonly lives: RecallLives; readonly reply?: RecallReply | undefined },
): RecallParty {
  const authority = known.view.authority();
  const party = authority.party(gln);
  const had = lives.parties.get(gln);
  const differs = reply?.counts === undefined ? [] : differencesOf(reply.counts, had);
  return {
    name: party?.name ?? gln,
    gln,
    state: reply === undefined ? 'silent' : 'answered',
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
