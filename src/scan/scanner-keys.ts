// What is typed for each character of the calibration symbol: found by its two halves, of which one is the other turned.
import { CHARACTERS } from './scanner-profile.ts';

/** A key gives no more characters than this. */
const LONGEST_KEY = 8;
/** So many characters may be swallowed. */
const MOST_SWALLOWED = 3;
/** So many keys may give more characters, or fewer, than the others. */
const MOST_UNLIKE = 40;
/** What one such key costs: more than all keys that give something else than their own character, which only tip the balance. */
const UNLIKE = 1000;
/** How many characters a key gives at most scanners: one; three or four where numbers are typed. */
const USUAL = [1, 4, 3, 2, 5, 6];

/** Whether all keys give as many characters. */
export function isRegular({ cost }: TypedKeys): boolean {
  return cost < UNLIKE;
}

/** What was typed, character by character, with what is looked for in it. */
export interface TypedKeys {
  readonly keys: readonly string[];
  /** Where the first half ends, and the second begins. */
  readonly end: number;
  readonly begin: number;
  /** How far it is from keys that all give as many characters. */
  readonly cost: number;
  /** Characters whose keys may as well be others: the same text comes of other keys too. */
  readonly doubtful: string;
}

interface Step {
  readonly cost: number;
  readonly swallowed: number;
  /** Where the step before was; a second way of the same cost makes it doubtful. */
  readonly from: number;
  readonly other?: number;
}

/**
 * The keys of all characters where their typed text begins at `from` and the turned one ends at `to`, the likeliest first;
 * none where it is not there. A character takes as much at the one end as at the other, so each step is held by both.
 */
export function keysBetween(typed: readonly string[], from: number, to: number): readonly TypedKeys[] {
  // The first character stands at both ends, as long at the one as at the other.
  const begins = Array.from({ length: LONGEST_KEY }, (_, n) => n + 1).some(
    (length) => to - length > from && isSame(typed, from, to - length, length),
  );
  if (!begins) return [];
  return USUAL.flatMap((usual) => walk(typed, from, to, usual)).sort((a, b) => a.cost - b.cost);
}

function walk(typed: readonly string[], from: number, to: number, usual: number): readonly TypedKeys[] {
  const steps: Map<number, Step>[] = [new Map([[0, { cost: 0, swallowed: 0, from: 0 }]])];
  for (let n = 0; n < CHARACTERS.length; n++) {
    const next = new Map<number, Step>();
    for (const [at, step] of steps[n] ?? []) {
      for (let length = 0; length <= LONGEST_KEY; length++) {
        if (from + at + length > to - at - length || !isSame(typed, from + at, to - at - length, length)) continue;
        const swallowed = step.swallowed + (length === 0 ? 1 : 0);
        const unlike = length === usual ? 0 : length === 0 ? MOST_UNLIKE / (MOST_SWALLOWED + 1) : 1;
        const isItself = length === 1 && typed[from + at] === CHARACTERS.charAt(n);
        const cost = step.cost + unlike * UNLIKE + (isItself ? 0 : 1);
        if (swallowed > MOST_SWALLOWED || cost > (MOST_UNLIKE + 1) * UNLIKE) continue;
        const before = next.get(at + length);
        if (before === undefined || cost < before.cost) next.set(at + length, { cost, swallowed, from: at });
        else if (cost === before.cost) next.set(at + length, { ...before, other: at });
      }
    }
    if (next.size === 0) return [];
    steps.push(next);
  }
  return [...(steps.at(-1) ?? [])].map(([length, { cost }]) => {
    const keys = keysOf(typed, from, steps, length, false);
    const others = keysOf(typed, from, steps, length, true);
    const doubtful = [...CHARACTERS].filter((_, n) => keys[n] !== others[n]).join('');
    return { keys, end: from + length, begin: to - length, cost, doubtful };
  });
}

function isSame(typed: readonly string[], a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (typed[a + i] !== typed[b + i]) return false;
  return true;
}

/** The keys back from the end; by the other way wherever there are two. */
function keysOf(
  typed: readonly string[],
  from: number,
  steps: readonly ReadonlyMap<number, Step>[],
  length: number,
  other: boolean,
): readonly string[] {
  const keys: string[] = [];
  let at = length;
  for (let n = CHARACTERS.length; n > 0; n--) {
    const step = steps[n]?.get(at);
    const before = (other ? step?.other : undefined) ?? step?.from ?? 0;
    keys.unshift(typed.slice(from + before, from + at).join(''));
    at = before;
  }
  return keys;
}
