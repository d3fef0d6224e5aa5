// Which of the uses that a chain makes of one token are read: all that an honest chain makes, and of more than that no more than
// is told (docs/decisions.md "Of what a chain says about one token the first counts").
import { recall } from './events/recall.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';
import type { State } from './life.ts';

/** So many of a chain are asked for at first: honest ones make one, and whoever makes so many crowds the token. */
export const FIRST_USES = 7;
/** Of a chain that crowds a token so many are opened before it is asked whether anything counts. */
export const FIRST_OF_MANY = 2;
/** Of a chain that crowds a token, and has been told so often of this item, no more is read where it could change nothing. */
export const MOST_TOLD = 3;
/** Of uses that nothing allowed and that were not taken back so many are read, one after another, until one is allowed. */
const MOST_IN_VAIN = 16;
/** So many at all: whoever took back what it said before each next one. */
const MOST_USES = 64;

/** Chains of which more may be there than the first uses. */
export function crowdedIn(hits: readonly Hit[]): ReadonlySet<string> {
  return crowdsOf(hits, FIRST_USES - 1);
}

/** Chains with more than so many of the hits. */
export function crowdsOf(hits: readonly Hit[], most: number): ReadonlySet<string> {
  const crowded = new Set<string>();
  if (hits.length <= most) return crowded;
  const counts = new Map<string, number>();
  for (const { event } of hits) {
    const count = (counts.get(event.chain) ?? 0) + 1;
    counts.set(event.chain, count);
    if (count > most) crowded.add(event.chain);
  }
  return crowded;
}

/** Of each chain the first `most` on each path that it wrote, and every one of a chain that wrote no more. */
export function firstOfEach(hits: readonly Hit[], most: number): readonly Hit[] {
  const crowded = crowdsOf(hits, most);
  if (crowded.size === 0) return hits;
  return hits.filter(({ event }) => {
    if (!crowded.has(event.chain)) return true;
    const before = hits.filter(
      (other) =>
        other.event.chain === event.chain &&
        other.event.branch === event.branch &&
        other.event.leaf.seq < event.leaf.seq,
    );
    return before.length < most;
  });
}

/**
 * All uses of a token that count, whatever stands of them.
 * @param read gives so many of each chain, for whoever notes what was read beside what counts
 */
export function usesThatCount(
  token: Uint8Array,
  evidence: Evidence,
  read = (most: number) => evidence.rows(token, most),
): readonly Hit[] {
  const few = read(FIRST_USES);
  if (crowdedIn(few).size === 0) return few;
  const some = read(MOST_IN_VAIN);
  // Where none of these was taken back there is none beyond them that counts.
  const hits = some.some(({ event }) => evidence.retracted(event)) ? read(MOST_USES) : some;
  const standing = hits === some ? some : hits.filter(({ event }) => !evidence.retracted(event));
  const many = [...Map.groupBy(standing, ({ event }) => event.chain)].filter(([, of]) => of.length > MOST_IN_VAIN);
  if (many.length === 0) return hits;
  const ofChain = new Map(many);
  return hits.filter(
    ({ event }) => event.leaf.type === recall.type || countsAmong(event, ofChain.get(event.chain), evidence),
  );
}

// Uses that were taken back stand in no other's way.
function countsAmong(event: CustodyEvent, standing: readonly Hit[] = [], evidence: Evidence): boolean {
  let before = 0;
  for (const other of standing) if (evidence.earlier(other.event, event)) before++;
  return before < MOST_IN_VAIN;
}

/**
 * Whether some entry of a chain could count for an item in this state, whatever it is. A stranger's entries are told and change
 * nothing, so the first of them are all that is read.
 * @param origin the party that made the item, where its life has not begun
 */
export function mayAct(chain: string, state: State, origin: string | undefined, evidence: Evidence): boolean {
  const author = evidence.authority().atMost(chain);
  if (author === undefined) return false;
  if (state.at === 'none') return author.gln === origin;
  const anywhere = evidence.policy === 'endpoints' || author.roles.includes('regulator');
  return anywhere || isInCharge(author.gln, state);
}

function isInCharge(gln: string, state: State): boolean {
  switch (state.at) {
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return state.holder === gln;
    case 'transit':
      return state.from === gln || state.to === gln;
    case 'dispensed':
    case 'decommissioned':
      return state.by === gln;
    default:
      return true;
  }
}
