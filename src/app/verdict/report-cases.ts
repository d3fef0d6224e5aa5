// Reports that this party made or can read, each with the answers that its maker and the regulators gave.
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { ReportFinding } from '../../custody/report-words.ts';
import type { Knowledge } from '../record/knowledge.ts';

export interface ReportItem {
  readonly gtin?: string;
  readonly serial?: string;
}

/** One word about a pack. */
export interface ReportWord {
  readonly event: CustodyEvent;
  /** GLN and name. */
  readonly gln: string;
  readonly by: string;
  readonly as: ReportFinding;
  readonly item: ReportItem;
  readonly raw?: string;
  readonly note: string;
}

export interface ReportCase extends ReportWord {
  /** By the claimed times; nobody's but those of makers and regulators count. */
  readonly answers: readonly ReportWord[];
  /** The maker, a regulator or the reporter itself said of the pack since that it is good. */
  readonly cleared?: CustodyEvent;
}

interface Reports {
  readonly cases: readonly ReportCase[];
  /** What was cleared since, by the event that said it, an answer too → the event that cleared it. */
  readonly cleared: ReadonlyMap<string, CustodyEvent>;
}

/** All reports that the own keys open, oldest first. */
export function reportCases(known: Knowledge): readonly ReportCase[] {
  return reportsIn(known).cases;
}

function reportsIn(known: Knowledge): Reports {
  return known.once('reports', () => {
    const first: ReportWord[] = [];
    const further = new Map<string, ReportWord[]>();
    const all: ReportWord[] = [];
    for (const event of known.view.eventsOf([EVENT.report.type])) {
      const said = event.author === undefined ? undefined : EVENT.report.parts.manifest(known.manifest(event));
      if (said === undefined || event.author === undefined) continue;
      const { gln, name: by } = event.author;
      const { as, note = '', item = {}, raw, about } = said;
      const word = { event, gln, by, as, note, item: item as ReportItem, ...(raw === undefined ? {} : { raw }) };
      all.push(word);
      const of = about === undefined ? undefined : (known.view.event(about)?.ref ?? about);
      if (of === undefined) first.push(word);
      else further.set(of, [...(further.get(of) ?? []), word]);
    }
    const cleared = clearedReports(known, all);
    const cases = first.toSorted(byTime).map((one) => {
      const { item } = one;
      const answers = (further.get(one.event.ref) ?? []).filter(({ gln }) => mayAnswer(known, item, gln));
      const good = cleared.get(one.event.ref);
      return { ...one, answers: answers.toSorted(byTime), ...(good === undefined ? {} : { cleared: good }) };
    });
    return { cases, cleared };
  });
}

function byTime({ event: a }: ReportWord, { event: b }: ReportWord): number {
  return a.leaf.at - b.leaf.at || (a.ref < b.ref ? -1 : 1);
}

/** Regulators answer every report, makers those of what they make. */
export function mayAnswer({ view }: Knowledge, { gtin }: ReportItem, gln: string): boolean {
  const authority = view.authority();
  if (authority.party(gln)?.regulator === true) return true;
  return typeof gtin === 'string' && authority.makersOf(gtin).some((maker) => maker.gln === gln);
}

/** The last word of each that answered, and of those the gravest. */
export function outcomeOf({ answers, cleared }: ReportCase): ReportFinding | undefined {
  const last = new Map(answers.map(({ gln, as }) => [gln, as]));
  const words = [...last.values()];
  if (words.includes('illegitimate')) return 'illegitimate';
  if (words.includes('suspect')) return 'suspect';
  return words.length > 0 || cleared !== undefined ? 'cleared' : undefined;
}

/** Reports whose pack its maker, a regulator or the reporter itself has cleared since, with the event that did. */
function clearedReports(known: Knowledge, words: readonly ReportWord[]): ReadonlyMap<string, CustodyEvent> {
  const cleared = new Map<string, CustodyEvent>();
  const named = words.filter(({ item }) => typeof item.gtin === 'string');
  const ofPack = Map.groupBy(named, ({ item: { gtin, serial } }) => `${gtin} ${serial}`);
  for (const about of ofPack.values()) {
    for (const { event, item, gln } of lastClearances(about)) {
      const trusted = mayAnswer(known, item, gln);
      for (const report of about) {
        const isBefore = report.event.leaf.at <= event.leaf.at;
        if (isBefore && (trusted || report.gln === gln)) cleared.set(report.event.ref, event);
      }
    }
  }
  return cleared;
}

// Of what one party cleared the last says all that the others say.
function lastClearances(about: readonly ReportWord[]): readonly ReportWord[] {
  const last = new Map<string, ReportWord>();
  for (const one of about) {
    const before = last.get(one.gln)?.event.leaf.at ?? one.event.leaf.at;
    if (one.as === 'cleared' && one.event.leaf.at >= before) last.set(one.gln, one);
  }
  return [...last.values()];
}

/** Whether a word about a pack was said of one that was cleared after it. */
export function isCleared(known: Knowledge, word: ReportWord): CustodyEvent | undefined {
  return reportsIn(known).cleared.get(word.event.ref);
}
