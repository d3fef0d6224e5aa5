// What the goods that a command was about gave reason to be careful about, for the warnings of its answer.
import { clockParticulars, tell } from '../../custody/tell.ts';
import type { VerdictReason } from '../../custody/verdict.ts';
import { phrase } from '../../words/en/record.ts';
import { askHere } from '../node/question.ts';
import type { Cautions, Knowledge } from './knowledge.ts';

/** The command itself sees to what these say. */
const SEEN_TO: ReadonlySet<string> = new Set(['in-transit-to-you']);
/** What is said of this computer, and not of any pack. */
const OF_THE_NODE: ReadonlySet<string> = new Set(['stale-knowledge', 'clock-behind']);

/** Counts the cautions among the reasons for one more pack. */
export function noteCautions(cautions: Cautions, reasons: readonly VerdictReason[]): void {
  for (const told of reasons) {
    if (told.status !== 'caution' || SEEN_TO.has(told.code)) continue;
    const before = cautions.get(told.text);
    if (before === undefined) cautions.set(told.text, { told, packs: 1 });
    else before.packs++;
  }
}

/** What is said of a clock that is behind, also by commands that judge no pack: dates are compared with it. */
export function clockWarning(known: Knowledge): readonly string[] {
  const { clock } = known.stands;
  if (clock === undefined) return [];
  const { sayTime } = askHere(known.home, known.view, { now: known.now, stands: known.stands });
  const words = { authority: known.view.authority(), ...(sayTime === undefined ? {} : { sayTime }) };
  return [sentence(tell('clock-behind', clockParticulars(clock), words))];
}

const sentence = ({ text, advice }: VerdictReason): string => `${text}. ${advice}`;

/**
 * A sentence for each caution about the goods that were judged, with how many packs it is told of where that is several.
 * `late`: the clock is behind, which is said whether or not a pack was judged.
 */
export function warningsOf(known: Knowledge, late: boolean): readonly string[] {
  const all: Cautions = new Map();
  for (const cautions of known.cautions.values()) {
    for (const [text, { told, packs }] of cautions) {
      const before = all.get(text);
      if (before === undefined) all.set(text, { told, packs });
      else before.packs += packs;
    }
  }
  const told = [...all.values()].map(({ told, packs }) => {
    const caution = sentence(told);
    return packs > 1 && !OF_THE_NODE.has(told.code) ? phrase('of-packs', { packs, caution }) : caution;
  });
  return late ? [...new Set([...told, ...clockWarning(known)])] : told;
}
