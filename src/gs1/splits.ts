// A separator that was lost: all ways in which a text falls into elements that the dictionary allows, the likeliest first.
import type { Ai, AiTable } from './ai-table.ts';
import { GS_CODE } from './characters.ts';
import { checkValue, type Elements } from './element-string.ts';
import type { Fault } from './faults.ts';
import { checkRules } from './rules.ts';

/** AIs that stand on packs of medicine; splits into others are less likely. */
export const ON_PACKS = /^(?:0[01]|1[0157]|21|2[45]0|8008|9[1-3]|71)/;
const UNLIKELY = 8;
/** Ways kept at each place, so that work stays linear in the length of the text. */
const KEPT = 128;

/** One element and the way on from its end. */
interface Way {
  readonly cost: number;
  readonly ai: Ai;
  readonly at: number;
  readonly end: number;
  readonly next: Way | undefined;
}

/** The elements that may start at a place, by where they end. */
function endsAt(text: string, at: number, stop: number, ai: Ai): number[] {
  const start = at + ai.ai.length;
  const last = Math.min(stop, start + ai.most);
  const ends: number[] = [];
  for (let end = ai.fixed ? start + ai.most : start + ai.least; end <= last; end++) {
    const faults: Fault[] = [];
    if (checkValue(ai, text, start, end, faults) === end && faults.length === 0) ends.push(end);
    else if (faults[0]?.code === 'invalid-cset82-character') break;
  }
  return ends;
}

const costOf = (way: Way | undefined): number => way?.cost ?? 0;

/** The cheapest of several lists that are sorted by cost, each with its list; of equal ones those of earlier lists first. */
function cheapest<T extends Way | undefined>(lists: readonly (readonly T[])[]): (readonly [list: number, way: T])[] {
  const found: (readonly [number, T])[] = [];
  const taken = lists.map(() => 0);
  for (let least = 0; least < Number.POSITIVE_INFINITY && found.length < KEPT; ) {
    let following = Number.POSITIVE_INFINITY;
    for (const [i, list] of lists.entries()) {
      let n = taken[i] ?? 0;
      for (; n < list.length && costOf(list[n]) <= least && found.length < KEPT; n++) found.push([i, list[n] as T]);
      if (n < list.length) following = Math.min(following, costOf(list[n]));
      taken[i] = n;
    }
    least = following;
  }
  return found;
}

/** The cheapest ways through `text[from, stop)`, in which no separator stands. */
function ways(text: string, from: number, stop: number, table: AiTable): Way[] {
  const onward: Way[][] = [];
  for (let at = stop - 1; at >= from; at--) {
    const ai = table.match(text, at);
    if (!ai) continue;
    const own = ON_PACKS.test(ai.ai) ? 1 : UNLIKELY;
    const ends = endsAt(text, at, stop, ai);
    const further = ends.map((end) => (end === stop ? [undefined] : (onward[end - from] ?? [])));
    const found = cheapest(further).map(([i, next]) => {
      return { cost: own + costOf(next), ai, at, end: ends[i] ?? stop, next };
    });
    if (found.length > 0) onward[at - from] = found;
  }
  return onward[0] ?? [];
}

/**
 * All ways to read `text[from)` as elements, with separators where they are and others lost between elements of
 * variable length; each keeps all the rules. At most 128, the likeliest first.
 */
export function splits(text: string, from: number, table: AiTable): Elements[] {
  let heads: (readonly Way[])[] = [[]];
  let start = from;
  for (let at = from; at <= text.length; at++) {
    if (at < text.length && text.charCodeAt(at) !== GS_CODE) continue;
    const trailing = at === start && at === text.length && at > from;
    if (!trailing) {
      const own = ways(text, start, at, table);
      if (own.length === 0) return [];
      heads = heads.flatMap((head) => own.map((way) => [...head, way])).slice(0, KEPT * 4);
    }
    start = at + 1;
  }
  heads.sort((a, b) => cost(a) - cost(b));
  const found: Elements[] = [];
  for (const head of heads) {
    const read = elementsOf(head, text);
    const faults: Fault[] = [];
    checkRules(read.elements, read.ais, faults);
    if (faults.length === 0) found.push(read);
    if (found.length === KEPT) break;
  }
  return found;
}

function cost(head: readonly Way[]): number {
  return head.reduce((sum, way) => sum + way.cost, 0);
}

function elementsOf(head: readonly Way[], text: string): Elements {
  const read: Elements = { elements: [], ais: [] };
  for (const first of head)
    for (let way: Way | undefined = first; way !== undefined; way = way.next) {
      const { ai, title } = way.ai;
      read.elements.push({ ai, title, value: text.slice(way.at + ai.length, way.end), offset: way.at });
      read.ais.push(way.ai);
    }
  return read;
}
