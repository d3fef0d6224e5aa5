// The lines of an item: each way to read its life, where claims to have it contradict each other (docs/decisions.md
// "Possession beats absence"). A line is the same fold over the events without those that beat it.
import { hex, sameBytes } from '../chain/bytes.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Contest, Folded } from './folds.ts';
import type { Finding, Life, Line } from './life.ts';
import { showsGoods } from './rules.ts';
import type { Way } from './way.ts';

/** So many ways to read one life are followed; honest mistakes make two, or three. */
export const MOST_LINES = 16;
/** Contests within contests are followed so far. */
const MOST_NESTED = 4;

/** A life with the way it went. */
export interface LifeReading {
  readonly life: Life;
  readonly way: Way;
}

/** A contest on the way of an item, or of a container while the item was in it. */
interface Place {
  readonly contest: Contest;
  /** Names the life it stands in. */
  readonly of: string;
}

interface Branch {
  readonly reading: LifeReading;
  readonly without: readonly number[];
  /** Which way was taken at each contest, so that lines have one order whatever was followed first. */
  readonly path: readonly number[];
  readonly closed: boolean;
  readonly findings: readonly Finding[];
  /** Where it parted from the main line, and with which of the ways. */
  readonly parting?: { readonly place: Place; readonly way: number };
}

/** Reads the life of `first` in all ways. @param read the same without these events (ids, ascending) */
export function withLines(first: LifeReading, read: (without: readonly number[]) => LifeReading): Life {
  if (contestsOn(first.way).length === 0) return first.life;
  const { branches, tangled } = follow({ reading: first, without: [], path: [], closed: false, findings: [] }, read);
  const lines = branches.sort((a, b) => compare(a.path, b.path)).flatMap((branch) => lineOf(branch) ?? []);
  return { ...first.life, lines, ...(tangled && { tangled }) };
}

// Level by level, and of one level the newest contest first: what a past holder adds to old steps crowds nobody out.
function follow(
  root: Branch,
  read: (without: readonly number[]) => LifeReading,
): { readonly branches: Branch[]; readonly tangled: boolean } {
  const found: Branch[] = [];
  let level = [root];
  let read_ = 1;
  let tangled = false;
  for (let depth = 0; level.length > 0; depth++) {
    const next: Branch[] = [];
    for (const branch of level) {
      const places = contestsOn(branch.reading.way);
      const follows = depth < MOST_NESTED;
      const settled = places.every(({ contest }) => contest.main);
      if (settled || !follows) found.push(branch);
      if (!follows) continue;
      for (const [i, place] of [...places.entries()].reverse()) {
        for (const way of otherWays(place.contest)) {
          if (read_ >= MOST_LINES) tangled = true;
          else {
            read_++;
            next.push(branchAt(branch, place, i, way, read));
          }
        }
      }
    }
    level = next;
  }
  return { branches: found, tangled };
}

function otherWays({ ways, main }: Contest): number[] {
  return [...ways.keys()].filter((way) => !main || way > 0);
}

function branchAt(
  from: Branch,
  place: Place,
  i: number,
  way: number,
  read: (without: readonly number[]) => LifeReading,
): Branch {
  const { contest } = place;
  const others = contest.ways.flatMap((events, k) => (k === way ? [] : events));
  const without = [...new Set([...from.without, ...others.map(({ id }) => id)])].sort((a, b) => a - b);
  return {
    reading: read(without),
    without,
    path: [...from.path, i, way],
    closed: from.closed || contest.closed,
    findings: [...from.findings, ...contradictions(contest, way)],
    parting: from.parting ?? { place, way },
  };
}

// A party that stands on both sides of a contest recorded two different things.
function contradictions({ ways }: Contest, way: number): Finding[] {
  const here = new Set(ways[way]?.map(({ author }) => author?.gln));
  const found: Finding[] = [];
  for (const { author, ref, leaf } of ways.flatMap((events, k) => (k === way ? [] : events))) {
    const gln = author?.gln;
    if (gln === undefined || !here.has(gln)) continue;
    found.push({ reason: 'own-conflict', by: [gln], event: ref, kind: leaf.type, when: leaf.at });
  }
  return found;
}

function lineOf({ reading, closed, findings, parting, path }: Branch): Line | undefined {
  const { life, way } = reading;
  const last = parting ?? { place: contestsOn(way).at(-1), way: 0 };
  if (last.place === undefined) return undefined;
  const { contest, of } = last.place;
  const since = earliest(contest.ways[last.way] ?? []);
  if (since === undefined) return undefined;
  const refs = new Set<string>();
  for (const { step } of way.entries) for (const { ref } of step.events) refs.add(ref);
  return {
    life: findings.length === 0 ? life : { ...life, findings: [...life.findings, ...findings] },
    main: path.length === 0 && contest.main,
    handled: isHandled(way, of, contest),
    closed,
    since,
    way: way.entries.map(({ fold, step }) =>
      fold.item.kind === life.kind && sameBytes(fold.item.key, life.key) ? { step } : { step, within: fold.item.key },
    ),
    refs,
  };
}

// Data may go without goods, and a receipt at the parting itself may be one by list; what comes after shows goods in hand.
function isHandled({ entries }: Way, of: string, { n, ways }: Contest): boolean {
  const parting = entries.findLastIndex(({ fold, step }) => nameOf(fold) === of && step.n <= n);
  const there = new Set(ways.flat().map(({ id }) => id));
  return entries.slice(parting + 1).some(({ step }) => {
    if (step.events.some(({ id }) => there.has(id))) return false;
    return showsGoods(step.kind, step.details);
  });
}

/** The contests of an item's way, the earliest first. */
function contestsOn({ entries, stretches }: Way): Place[] {
  const places: { readonly place: Place; readonly at: number }[] = [];
  for (const { fold, after, upTo } of stretches) {
    for (const contest of fold.contests) {
      if (contest.n <= after || contest.n > upTo) continue;
      const of = nameOf(fold);
      const at = entries.findLastIndex((entry) => entry.fold === fold && entry.step.n < contest.n);
      places.push({ place: { contest, of }, at });
    }
  }
  return places.sort((a, b) => a.at - b.at).map(({ place }) => place);
}

function nameOf({ item }: Folded): string {
  return `${hex(item.key)} ${item.origin ?? ''}`;
}

function earliest(events: readonly CustodyEvent[]): CustodyEvent | undefined {
  const [first, ...rest] = events;
  if (first === undefined) return undefined;
  return rest.reduce((a, b) => (b.leaf.at < a.leaf.at || (b.leaf.at === a.leaf.at && b.ref < a.ref) ? b : a), first);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (one !== other) return one - other;
  }
  return a.length - b.length;
}
