// What of an item's life opens and does not stand: what was refused at a step, and what lies beyond the end of what is known.
import type { Bytes } from '../chain/bytes.ts';
import { byHash, type Entries } from './entries.ts';
import { release } from './events/release.ts';
import { BEYOND, type Findings, type Found } from './findings.ts';
import type { EventStanding, Folds, Subject } from './folds.ts';
import { inCharge } from './in-charge.ts';
import type { State } from './life.ts';
import { tokenOf } from './opening.ts';
import { isTerminal } from './rules.ts';
import type { Act } from './step.ts';
import { crowdsOf, firstOfEach } from './uses.ts';

/** How far beyond its end a life is looked for (DESIGN §5.1). */
const LOOK_AHEAD = 16;
/**
 * So many entries of one chain are looked at beyond the end of a life: whoever writes more says no more by it. Of a pack as
 * many as are told, and as many ends; of a container more, because what is inside asks how they stand.
 */
const MOST_AHEAD = { pack: 3, container: 16 } as const;
/** And so many of one step. */
const MOST_A_STEP = 2;

/** Why an event makes no step: `other` concerns another container with the same key. */
export type Why = EventStanding['as'] | 'refused' | 'other';

export const LOST: EventStanding = { as: 'lost' };

/** How far a life is folded. */
export interface FoldPlace {
  readonly item: Subject;
  readonly state: State;
  /** The step that would come next. */
  readonly next: number;
  readonly folds: Folds;
  readonly entries: Entries;
  readonly findings: Findings;
  readonly standings: Map<number, EventStanding>;
}

// What an event means that opens and does not stand; `passed`: something else stands at its step.
export function refuse(at: FoldPlace, { event, act }: Found, why: Why, passed: boolean): void {
  if (why === 'other') return;
  const told = { event, act };
  switch (why) {
    case 'ahead':
      at.standings.set(event.id, { as: 'ahead' });
      gapBefore(at, told);
      at.findings.endedThere(told, false, BEYOND);
      return;
    case 'unknown':
      at.standings.set(event.id, { as: 'unknown' });
      at.findings.note({ reason: 'incomplete-knowledge', event: event.ref, kind: act.type });
      return;
    case 'lost':
      at.standings.set(event.id, LOST);
      at.findings.lost(told, 'own-conflict');
      return;
    default:
      if (act.type === release.type && event.contested) at.findings.tell('author-forked', told);
      else if (at.findings.isSequel(act)) at.findings.tell('own-conflict', told);
      else if (!isHarmless(at, act)) {
        at.findings.tell('unauthorised-use', told);
        at.entries.told(event.chain);
      }
      if ('holder' in at.state && at.state.holder === act.gln) at.findings.endedThere(told, passed);
  }
}

// Where hand-overs are optional a pack may leave a container that is elsewhere by the records; that is told of the pack.
function isHarmless(at: FoldPlace, act: Act): boolean {
  return act.role === 'opened' && isTerminal(act.type) && at.folds.evidence.policy === 'endpoints';
}

export function lookBeyond(at: FoldPlace): void {
  const { evidence, opened } = at.folds;
  const { key } = at.item;
  const tokens: Bytes[] = [];
  for (let n = at.next + 1; n <= at.next + LOOK_AHEAD; n++) tokens.push(tokenOf(key, n, opened));
  if (evidence.noRows?.(tokens) === true) return;
  const looked = new Map<string, number>();
  const most = MOST_AHEAD[at.item.kind];
  // Of a chain that has claimed the end so often nothing more is asked.
  const closed = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    const before = closed.size;
    const hits = evidence.rows(token, MOST_A_STEP + 1, (chain) => !closed.has(chain));
    for (const hit of byHash(firstOfEach(hits, MOST_A_STEP))) {
      const { chain, leaf } = hit.event;
      const of = isTerminal(leaf.type) ? `${chain} end` : chain;
      const count = (looked.get(of) ?? 0) + 1;
      if (count > most) continue;
      looked.set(of, count);
      if (count === most && of !== chain) closed.add(chain);
      const told = at.entries.open(hit, token, at.folds);
      if (told === undefined) continue;
      at.standings.set(told.event.id, { as: 'ahead' });
      // Where not even the beginning is known here, what is missing is knowledge, not a hand-over.
      if (at.state.at === 'none') at.findings.note({ reason: 'incomplete-knowledge', event: told.event.ref });
      else if (at.findings.isSequel(told.act)) at.findings.tell('own-conflict', told);
      else gapBefore(at, told);
      at.findings.endedThere(told, false, BEYOND);
    }
    // Nor of one that has been told of so often and goes on to crowd one step after another.
    for (const chain of crowdsOf(hits, MOST_A_STEP)) if ((looked.get(chain) ?? 0) >= most) closed.add(chain);
    if (closed.size > before && evidence.noRows?.(tokens.slice(i + 1), closed) === true) break;
  }
  tellUnread(at);
}

// Where pages of whoever was to hand it over are not here, the hand-over lies in them as likely as not: nobody is accused.
function gapBefore(at: FoldPlace, told: Found): void {
  const { evidence } = at.folds;
  if (partiesInCharge(at).some((gln) => evidence.awaits?.(gln) === true)) {
    at.findings.note({ reason: 'incomplete-knowledge', event: told.event.ref, kind: told.act.type });
  } else at.findings.tell('custody-gap', told, BEYOND);
}

// Words that have not arrived are missed where those wrote them who are in charge at the end of what is known. Others could
// withhold them to keep anybody's goods in doubt: theirs are what has not arrived at all.
export function tellUnread(at: FoldPlace): void {
  const { unread } = at.entries;
  if (unread.length === 0) return;
  const glns = partiesInCharge(at);
  for (const { author, ref, leaf } of unread) {
    if (author === undefined || !glns.includes(author.gln)) continue;
    at.findings.note({ reason: 'incomplete-knowledge', event: ref, kind: leaf.type });
  }
  unread.length = 0;
}

function partiesInCharge(at: FoldPlace): readonly string[] {
  return inCharge(at.state, at.item.origin, (key, by) => at.folds.all.container(key, by).whole()?.state);
}
