// How far a recall has come: who was supplied, who has answered, and what this party has itself.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Env } from '../node/env.ts';
import { openHome } from '../node/home.ts';
import { mustHaveAll } from '../node/reading.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { type FoundRecall, findRecall, lotsOfPack } from './recall.ts';
import { packsListed } from './recall-candidates.ts';
import { countFates, packsOfRecall, type RecallCounts } from './recall-packs.ts';

/** One party that was supplied, or has answered. */
export interface RecallParty {
  readonly name: string;
  readonly gln: string;
  /** `answered`, or `silent` where it was supplied and has not. */
  readonly state: 'answered' | 'silent';
  readonly counts?: Readonly<Record<string, number>>;
  readonly contact?: string;
  /** When it answered, ISO 8601 in UTC. */
  readonly at?: string;
}

export interface RecallStatus {
  readonly recall: string;
  readonly parties: readonly RecallParty[];
  /** Here and as answered by all who may be read here; so are the next two. */
  readonly held: number;
  readonly quarantined: number;
  readonly dispensed: number;
  /** What became of the covered packs that were ever here. */
  readonly own: RecallCounts;
  /** Share of the supplied parties that have answered, 0 to 1. */
  readonly effectiveness: number;
}

/**
 * What is known here of a recall's progress: the issuer and regulators read the answers, others only their own.
 * @throws not-found (66)
 */
export async function recallStatus(env: Env, id: string): Promise<{ readonly data: RecallStatus }> {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      const recall = findRecall(view, id);
      const own = countFates(packsOfRecall(known, recall));
      const answers = answersTo(known, recall);
      const supplied = consignees(known, recall);
      const glns = [...new Set([...supplied, ...answers.keys()])].filter((gln) => gln !== home.self.gln);
      const parties = glns.map((gln) => partyOf(known, gln, answers.get(gln)));
      const inAll = (fate: 'held' | 'quarantined' | 'dispensed') =>
        parties.reduce((sum, party) => sum + (party.counts?.[fate] ?? 0), own[fate]);
      return {
        data: {
          recall: recall.id,
          parties: parties.sort((a, b) => (a.name < b.name ? -1 : 1)),
          held: inAll('held'),
          quarantined: inAll('quarantined'),
          dispensed: inAll('dispensed'),
          own,
          effectiveness: shareOf(supplied, answers),
        },
      };
    });
  } finally {
    home.close();
  }
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
  // Whoever has lost its accreditation will not answer any more.
  const supplied = new Set(
    [...consignees(known, recall)].filter((gln) =>
      authority.party(gln)?.chains.some(({ honouredSize }) => honouredSize === undefined),
    ),
  );
  const answers = answersTo(known, recall);
  if (isEnough(shareOf(supplied, answers))) return [];
  return [...supplied].filter((gln) => !answers.has(gln)).map((gln) => partyOf(known, gln, undefined));
}

interface RecallReply {
  readonly event: CustodyEvent;
  readonly counts?: Readonly<Record<string, number>>;
}

/** The newest answer of each party, with its counts where this party may read them. */
function answersTo(known: Knowledge, recall: FoundRecall): ReadonlyMap<string, RecallReply> {
  const answers = new Map<string, RecallReply>();
  for (const event of known.view.aboutRecall(recall.hash)) {
    const gln = event.author?.gln;
    if (event.leaf.type !== EVENT.recallResponse.type || gln === undefined) continue;
    const before = answers.get(gln)?.event;
    if (before !== undefined && before.leaf.at >= event.leaf.at) continue;
    const counts = numbers(known.manifest(event)?.counts);
    answers.set(gln, { event, ...(counts === undefined ? {} : { counts }) });
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

/** Everybody to whom covered packs were shipped, as far as the manifests open here: the maker's own, all for a regulator. */
function consignees(known: Knowledge, recall: FoundRecall): ReadonlySet<string> {
  const found = new Set<string>();
  for (const event of known.view.eventsOf([EVENT.ship.type])) {
    const manifest = known.manifest(event);
    const to = manifest?.to;
    if (typeof to !== 'string' || found.has(to) || to === known.self.gln) continue;
    for (const pack of packsListed(known, readItems(manifest?.items), new Set())) {
      const lots = lotsOfPack(known.view, pack.gtin, pack.lot);
      const { all, lots: named, bySerial } = recall.case;
      if (pack.gtin !== recall.gtin || !(all || bySerial.length > 0 || lots.some((lot) => named.has(lot)))) continue;
      found.add(to);
      break;
    }
  }
  return found;
}

function partyOf(known: Knowledge, gln: string, reply: RecallReply | undefined): RecallParty {
  const party = known.view.authority().party(gln);
  return {
    name: party?.name ?? gln,
    gln,
    state: reply === undefined ? 'silent' : 'answered',
    ...(reply?.counts === undefined ? {} : { counts: reply.counts }),
    ...(party?.contact === undefined ? {} : { contact: party.contact }),
    ...(reply === undefined ? {} : { at: new Date(reply.event.leaf.at).toISOString() }),
  };
}
