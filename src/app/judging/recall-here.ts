// What a recall means for this party: whether it has any of it, how many and where, and what became of the rest.
import { mayHold } from '../../custody/roles.ts';
import type { View } from '../../ledger/types.ts';
import { momentHere } from '../node/clock.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import { mustHaveAll } from '../node/reading.ts';
import { knownContainer } from '../record/containers-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeIfUnlocked } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';
import { hasAnswered } from './recall-answers.ts';
import { apartFor } from './recall-apart.ts';
import { followedUp, type RecallCheck } from './recall-checks.ts';
import { countFates, coveredPacks, type Fate, lastSent, type RecallCounts, waysOf } from './recall-packs.ts';

/** Packs that stand together: in one container, or loose. */
export interface RecallPlace {
  /** SSCC of the outermost container; absent for loose packs. */
  readonly within?: string;
  readonly packs: number;
}

/** Goods in quarantine that nothing holds there any more. */
export interface RecallApart {
  readonly packs: number;
  /** Containers and packs, as they were set apart. */
  readonly items: readonly string[];
}

export interface RecallHere {
  /** Whether the roles of this party let it have goods at all. */
  readonly mayHold: boolean;
  /** Issued by this party itself: `recall status` has its counts. */
  readonly own: boolean;
  /** All that it names by now. */
  readonly answered: boolean;
  /** By when to answer, ISO 8601 in UTC; absent where there is nothing to answer. */
  readonly answerBy?: string;
  /** That time is over. */
  readonly overdue?: true;
  /** Each time that this party was asked again, the oldest first. */
  readonly asked?: readonly RecallCheck[];
  /** Hand-overs need not be recorded in this network, so packs may be here of which nothing is known. */
  readonly unrecorded: boolean;
  /** Why nothing was counted: the keys are locked, or more packs were made here than are looked at one by one. */
  readonly uncounted?: 'locked' | 'many';
  /** Of packs that are or were here; absent where nothing was counted, for an own recall and for one that was rescinded. */
  readonly counts?: RecallCounts;
  /** Where those are that this party holds, in quarantine or not. */
  readonly places?: readonly RecallPlace[];
  /** Names of those to whom packs were sent on. */
  readonly sentTo?: readonly string[];
  /** Packs on their way here. */
  readonly coming?: number;
  /** What still stands set apart for a recall that was taken back. */
  readonly apart?: RecallApart;
}

/** What a maker made of a lot is looked at pack by pack up to so many; `recall status` counts all. */
export const MOST_MADE = 50_000;

/** Opens the folder with its keys for the length of `read`; what only they tell is undefined where they are locked. */
export function withKeys<T>(env: Env, read: (view: View, known: Knowledge | undefined, home: Home) => T): T {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => read(view, unlocked(home, view), home));
  } finally {
    home.close();
  }
}

/** What the own keys know; undefined where nobody unlocks them. */
export function unlocked(home: Home, view: View): Knowledge | undefined {
  const known = knowledgeIfUnlocked(home, view);
  if (known !== undefined) catchUp(known);
  return known;
}

/** What a recall means here. Without `known` only what everybody may read is told. */
export function recallHere(home: Home, view: View, known: Knowledge | undefined, recall: FoundRecall): RecallHere {
  const { gln, policy, chain } = home.self;
  const authority = view.authority();
  const roles = (authority.party(gln) ?? authority.partyOf(chain))?.roles ?? [];
  const own = recall.gln === gln;
  const told = {
    mayHold: mayHold(roles),
    own,
    answered: hasAnswered(view, recall, gln),
    unrecorded: policy === 'endpoints',
  };
  const due = own || told.answered || recall.state !== 'open' ? {} : dueHere(home, view, known, recall);
  if (recall.state === 'rescinded')
    return known === undefined ? { ...told, uncounted: 'locked' } : { ...told, ...apartOf(known, recall) };
  if (own) return told;
  if (known === undefined) return { ...told, ...due, uncounted: 'locked' };
  const many = recall.packs > MOST_MADE && authority.makersOf(recall.gtin).some((maker) => maker.gln === gln);
  return many ? { ...told, ...due, uncounted: 'many' } : { ...told, ...due, ...heldOf(known, recall) };
}

function apartOf(known: Knowledge, recall: FoundRecall): Pick<RecallHere, 'apart'> {
  const found = apartFor(known, recall);
  if (found.length === 0) return {};
  const packs = found.reduce((sum, one) => sum + one.packs, 0);
  return { apart: { packs, items: found.map(({ goods }) => goods.input) } };
}

function dueHere(
  home: Home,
  view: View,
  known: Knowledge | undefined,
  recall: FoundRecall,
): Pick<RecallHere, 'answerBy' | 'overdue' | 'asked'> {
  const now = known?.now ?? momentHere(home, view);
  const asked = known === undefined ? [] : (followedUp(known, recall).get(home.self.gln)?.attempts ?? []);
  return {
    answerBy: recall.respondBy,
    ...(now > Date.parse(recall.respondBy) ? { overdue: true as const } : {}),
    ...(asked.length === 0 ? {} : { asked }),
  };
}

function heldOf(
  known: Knowledge,
  recall: FoundRecall,
): Required<Pick<RecallHere, 'counts' | 'places' | 'sentTo' | 'coming'>> {
  const fates: { readonly fate: Fate }[] = [];
  const places = new Map<string | undefined, number>();
  const sentTo = new Set<string>();
  let coming = 0;
  for (const { fate, life } of coveredPacks(known, recall)) {
    if (life.effective.at === 'transit' && life.effective.to === known.self.gln) coming++;
    if (fate === undefined) continue;
    fates.push({ fate });
    if (fate === 'held' || fate === 'quarantined') {
      const outer = life.around.at(-1);
      const within = outer === undefined ? undefined : knownContainer(known, outer.key)?.name;
      places.set(within, (places.get(within) ?? 0) + 1);
    }
    const to = fate === 'sentOn' ? lastSent(known, waysOf(known, life))?.to : undefined;
    if (to !== undefined) sentTo.add(to);
  }
  return {
    counts: countFates(fates),
    places: [...places]
      .map(([within, packs]) => ({ ...(within === undefined ? {} : { within }), packs }))
      .sort((a, b) => b.packs - a.packs),
    sentTo: [...sentTo].map((gln) => partyName(known.view, gln)).sort(),
    coming,
  };
}
