// All that stops packs by now, recalls and withdrawn lots, with a digest of what was said of it before a moment: so it is known whether
// what was looked through then is to be looked through again.
import { hex, utf8 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import { rowsOf } from '../../chain/rows.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type FoundRecall, recallsKnown } from './recall.ts';
import { factsOf } from './watch.ts';

export interface Stops {
  /** When the first of it was said, ms; undefined where nothing is stopped. */
  readonly since: number | undefined;
  /** By GTIN, without those that were taken back. */
  readonly recalls: ReadonlyMap<string, readonly FoundRecall[]>;
  /** GTINs of which lots were withdrawn. */
  readonly withdrawn: ReadonlySet<string>;
  /** Another one whenever what was said before a moment, ms, is not the same any more. */
  before(moment: number): string;
}

/** One word of it, as a name. */
interface Word {
  readonly at: number;
  readonly name: string;
}

export function stopsKnown(known: Knowledge): Stops {
  return known.once('stops', () => {
    const recalls = recallsKnown(known.view).filter(({ state }) => state !== 'rescinded');
    const notices = [...known.view.eventsOf([EVENT.lotNotice.type])];
    const withdrawn = notices.flatMap(({ leaf }) => {
      const said = saidIn(EVENT.lotNotice, leaf);
      return said?.kind === 'withdrawn' ? [{ gtin: said.gtin, at: leaf.at }] : [];
    });
    const times = [...recalls.map(({ case: of }) => of.event.leaf.at), ...withdrawn.map(({ at }) => at)];
    return {
      since: times.length === 0 ? undefined : times.reduce((first, at) => Math.min(first, at)),
      recalls: Map.groupBy(recalls, ({ gtin }) => gtin),
      withdrawn: new Set(withdrawn.map(({ gtin }) => gtin)),
      before: digests([
        ...recalls.flatMap((recall) => wordsOf(known, recall)),
        ...notices.map((one) => noticeOf(known, one)),
      ]),
    };
  });
}

function wordsOf({ view }: Knowledge, { case: of }: FoundRecall): readonly Word[] {
  return [...new Set([of.event, ...of.added, ...of.bySerial])].map(({ leaf }) => {
    // Which packs it names one by one may come later than its words.
    const isHere = rowsOf(leaf, (root, index) => view.page(root, index)) !== 'missing-page';
    return { at: leaf.at, name: `${hex(leaf.hash)} ${isHere}` };
  });
}

/** What a lot was corrected to counts for packs from before as well. */
function noticeOf(known: Knowledge, { leaf, chain }: CustodyEvent): Word {
  const isWithdrawal = saidIn(EVENT.lotNotice, leaf)?.kind === 'withdrawn';
  return { at: isWithdrawal ? leaf.at : 0, name: `${hex(leaf.hash)} ${factsOf(known, chain)}` };
}

function digests(words: readonly Word[]): Stops['before'] {
  const sorted = words.toSorted((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  const upTo = [''];
  for (const { name } of sorted) upTo.push(hex(sha256(utf8(`${upTo.at(-1)} ${name}`))).slice(0, 16));
  return (moment) => {
    const count = sorted.findIndex(({ at }) => at >= moment);
    return upTo[count < 0 ? sorted.length : count] ?? '';
  };
}
