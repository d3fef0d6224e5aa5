// How far a recall has come: where every pack is by its life, who has answered and what, and what this party has itself.
import type { Env } from '../node/env.ts';
import { openHome } from '../node/home.ts';
import { mustHaveAll } from '../node/reading.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { type FoundRecall, findRecall } from './recall.ts';
import { livesOf, type RecallLives, type RecallSum } from './recall-lives.ts';
import type { RecallCounts } from './recall-packs.ts';
import { partiesOf, type RecallParty } from './recall-parties.ts';

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
  readonly state: FoundRecall['state'];
  /** By when holders are to answer, ISO 8601 in UTC. */
  readonly respondBy: string;
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
  /** Share of the consignees at its depth that follow it, by a check or because they have answered; 0 to 1. */
  readonly effectiveness: number;
}

/**
 * Where every pack of a recall is, as far as it is known here, what others have answered, and how they were followed up: issuer,
 * maker and regulators read answers and checks, others only their own.
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
      const { parties, effectiveness } = partiesOf(known, recall);
      const { sum } = lives;
      const inAll = (fate: 'held' | 'quarantined') => sum.atMaker[fate] + sum.consignees[fate] + sum.sentOn[fate];
      return {
        data: {
          recall: recall.id,
          state: recall.state,
          respondBy: recall.respondBy,
          parties,
          sum,
          basis: basisOf(known, lives),
          commissioned: sum.commissioned,
          held: inAll('held'),
          quarantined: inAll('quarantined'),
          dispensed: sum.dispensed,
          notKnownHere: sum.notKnownHere,
          own: lives.own,
          effectiveness,
        },
      };
    });
  } finally {
    home.close();
  }
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
