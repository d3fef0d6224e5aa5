// Answering a report: the maker and the regulators say what they found, and whoever reported it reads that.
import { EVENT } from '../../custody/events/all.ts';
import { refByLeaf } from '../../custody/evidence.ts';
import type { ReportFinding } from '../../custody/report-words.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/verdict.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import { checkedText } from '../node/names.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { mayAnswer, outcomeOf, type ReportCase, type ReportWord, reportCases } from './report-cases.ts';

export interface AnsweredReport extends Written {
  /** The report that is answered. */
  readonly report: string;
  readonly as: ReportFinding;
  readonly item: object;
  /** Names of the parties that can read it. */
  readonly to: readonly string[];
}

export interface ReportAnswerLine {
  readonly event: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: string;
  readonly gln: string;
  readonly as: ReportFinding;
  readonly note: string;
}

export interface ReportLine extends ReportAnswerLine {
  /** This party made it. */
  readonly own: boolean;
  readonly item: object;
  readonly ageHours: number;
  readonly state: 'open' | 'answered';
  /** Of the last words of all that answered the gravest. */
  readonly outcome?: ReportFinding;
  readonly answers: readonly ReportAnswerLine[];
}

export interface ReportList {
  readonly reports: readonly ReportLine[];
  readonly open: number;
}

/**
 * Reports of this party with their answers, and those that it can answer; open ones first, the oldest of each first.
 * @throws key-passphrase (77)
 * @example
 * ```ts
 * import { listReports, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * for (const { item, as, outcome } of listReports(hill, { open: false }).reports) console.log(item, as, outcome);
 * ```
 */
export function listReports(home: Home, options: { readonly open: boolean }): ReportList {
  const lines = home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return reportCases(known).map((one) => lineOf(one, home.self.gln, known.now));
  });
  const open = lines.filter(({ state }) => state === 'open');
  const reports = options.open ? open : [...open, ...lines.filter(({ state }) => state !== 'open')];
  return { reports, open: open.length };
}

function lineOf(one: ReportCase, self: string, now: number): ReportLine {
  const outcome = outcomeOf(one);
  return {
    ...saidIn(one),
    own: one.gln === self,
    item: one.item,
    ageHours: hoursAgo(now, one.event.leaf.at),
    state: outcome === undefined && one.as !== 'cleared' ? 'open' : 'answered',
    ...(outcome === undefined ? {} : { outcome }),
    answers: one.answers.map(saidIn),
  };
}

function saidIn({ event, by, gln, as, note }: ReportWord): ReportAnswerLine {
  return { event: event.ref, at: new Date(event.leaf.at).toISOString(), by, gln, as, note };
}

/**
 * Answers a report, for whoever made it, the makers and the regulators. The same words again are `already` said.
 * @throws not-found (66), usage (2), wrong-state (14) for an own report, not-allowed (77) for who is neither maker nor regulator
 */
export function answerReport(
  home: Home,
  id: string,
  said: { readonly as: ReportFinding; readonly note: string },
): AnsweredReport {
  const note = checkedText(said.note, 'note', 2000);
  return record(home, { command: 'report answer' }, (tx) => {
    const { known, view } = tx;
    const one = caseNamed(tx, id);
    const { event, item, raw, gln } = one;
    const authority = view.authority();
    if (gln === home.self.gln) throw new PedigreeError('wrong-state', say('own-report'), { hint: say('report-again') });
    if (!mayAnswer(known, item, home.self.gln)) {
      throw new PedigreeError('not-allowed', say('report-of-other'), { hint: say('report-list') });
    }
    const makers = typeof item.gtin === 'string' ? authority.makersOf(item.gtin) : [];
    const reporter = authority.party(gln);
    const readers = [...makers, ...authority.regulators(), ...(reporter === undefined ? [] : [reporter])];
    const names = new Map(readers.map((party) => [party.gln, party.name]));
    names.delete(home.self.gln);
    const answer = { report: event.ref, as: said.as, item, to: [...names.values()] };
    const before = one.answers.findLast((word) => word.gln === home.self.gln);
    if (before !== undefined && before.as === said.as && before.note === note) {
      tx.already(before.event.ref);
      return answer;
    }
    tx.add({
      type: EVENT.report.type,
      public: {},
      manifest: {
        as: said.as,
        ...(raw === undefined ? {} : { raw }),
        item: { ...item },
        note,
        about: refByLeaf(event),
      },
      partners: [...makers.map((maker) => maker.gln), gln],
    });
    return answer;
  });
}

/** The report of this event, or the one that it answers. @throws not-found (66) */
function caseNamed({ known, view }: WriteTx, typed: string): ReportCase {
  const id = typed.trim();
  const ref = view.event(id)?.ref ?? id;
  const found = reportCases(known).find(
    ({ event, answers }) => event.ref === ref || answers.some((answer) => answer.event.ref === ref),
  );
  if (found !== undefined) return found;
  throw new PedigreeError('not-found', say('no-such-report', { id }), { hint: say('report-list') });
}
