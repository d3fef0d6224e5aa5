// What an item's life means for whoever asks: its custody relative to the viewer, and what was noticed along the way.
import { phrase } from '../words/en/told.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Life, State } from './life.ts';
import { answersFor, givenUp, isCustodian, type Seen, seenBy } from './own-line.ts';
import type { ReasonCode } from './reasons.ts';
import type { Weight } from './tell.ts';
import { Reasons } from './tell-all.ts';
import type { Question, Verdict, VerdictReason } from './verdict.ts';

/** Adds the reasons of a life: findings, holds, and where the item is relative to `question.viewer`. */
export function judgeLife(whole: Life, reasons: Reasons, evidence: Evidence, question: Question): void {
  const seen = seenBy(whole, question.viewer);
  const { life } = seen;
  judgeContest(whole, seen, reasons, question);
  judgeFindings(life, seen, reasons, evidence, question);
  for (const [i, held] of [life, ...life.around].entries()) {
    if (held.hold === undefined) continue;
    const { reason, by, when } = held.hold;
    reasons.add('quarantined', {
      by: [by],
      when,
      detail: i === 0 ? reason : phrase('container-around', { kind: reason }),
    });
  }
  judgeState(life, reasons, evidence, question);
}

/** What a life alone says to whoever asks. */
export function reasonsOfLife(life: Life, evidence: Evidence, question: Question): readonly VerdictReason[] {
  const reasons = new Reasons(evidence, question);
  judgeLife(life, reasons, evidence, question);
  return reasons.all;
}

// Findings that say no more than that the entry stands on another line.
const ANOTHERS: readonly ReasonCode[] = [
  'unauthorised-use',
  'custody-gap',
  'already-dispensed',
  'decommissioned',
  'sibling-suspect',
];

function judgeFindings(life: Life, seen: Seen, reasons: Reasons, evidence: Evidence, question: Question): void {
  const others = life.lines?.filter((line) => line !== seen.line) ?? [];
  for (const finding of life.findings) {
    const { reason, event, by, when } = finding;
    const line = others.find(({ refs }) => event !== undefined && refs.has(event));
    if (line === undefined || !ANOTHERS.includes(reason)) {
      reasons.addFinding(finding, weightOf(finding, seen, evidence, question));
    } else if (life.effective.at !== 'disputed' && !reasons.all.some(({ code }) => code === 'contested'))
      reasons.add('contested', { by, when });
  }
}

// Whoever has an item on any line is never stopped by what others wrote: a caution where nothing on another line shows
// goods in hand, else one that asks. Third parties go by the main line; without one they are stopped.
function judgeContest({ lines, tangled }: Life, { as, line }: Seen, reasons: Reasons, { viewer }: Question): void {
  if (lines === undefined) return;
  const open = lines.filter(({ closed }) => !closed);
  const parties = [...new Set(open.flatMap(({ life }) => answersFor(life.effective) ?? []))];
  if (tangled === true && as !== 'custodian') reasons.add('disputed', { by: parties });
  if (line?.closed === true && as === 'custodian') {
    reasons.add('contested', { by: [...new Set([...(viewer === undefined ? [] : [viewer]), ...parties])] });
    return;
  }
  if (open.length < 2 || (as === 'other' && viewer !== undefined) || line === undefined) return;
  const twins = open.filter((one) => one !== line && !isCustodian(one.life.effective, viewer));
  const handled = line.main ? [] : twins.filter((one) => one.handled || tangled === true);
  const when = open.reduce((last, { since }) => Math.max(last, since.leaf.at), Number.NEGATIVE_INFINITY);
  reasons.add('contested', {
    by: parties,
    when,
    ...(handled.length > 0 && (as === 'custodian' ? { asks: true } : { stops: true })),
  });
}

// For the custodian whom the life names, another's use of the code is no reason to doubt the pack in hand, at the next step
// or further on: else whoever once saw the code could keep its holder from supplying it. What claims the item's end and
// did not stand is asked about. Where hand-overs are optional a dispense further on counts, and a gap between them is no
// reason.
function weightOf(finding: Finding, { as, life, line }: Seen, evidence: Evidence, { viewer }: Question): Weight {
  const { reason } = finding;
  if (finding.overtaken === true) return as === 'custodian' ? { asks: true } : {};
  const door = as === 'consignee' && line?.main !== false;
  const mine = as === 'custodian' || door || (viewer !== undefined && answersFor(life.effective) === viewer);
  if (reason === 'unauthorised-use') return { softened: mine };
  if (evidence.policy === 'endpoints') return { softened: reason === 'custody-gap' };
  const own = viewer !== undefined && finding.by?.includes(viewer) === true;
  return { softened: mine && finding.beyond === true && !own };
}

function judgeState(life: Life, reasons: Reasons, evidence: Evidence, question: Question): void {
  const state = life.effective;
  const last = (life.around.at(-1) ?? life).steps.at(-1)?.event;
  const event = last?.ref;
  switch (state.at) {
    case 'active':
      judgeHolder(state.holder, reasons, evidence, question);
      break;
    case 'transit':
      judgeTransit(state, reasons, evidence, question);
      if (state.held !== undefined) reasons.add('quarantined', { by: [state.from], detail: state.held });
      break;
    case 'quarantined':
      reasons.add('quarantined', { by: [state.holder], detail: state.reason, when: last?.leaf.at });
      judgeHolder(state.holder, reasons, evidence, question);
      break;
    case 'unaccounted':
      reasons.add('unaccounted', { holder: state.holder, by: [state.holder], when: last?.leaf.at });
      break;
    case 'dispensed':
      reasons.add('already-dispensed', { by: [state.by], when: state.supplied ?? state.when, site: state.site }, event);
      break;
    case 'decommissioned':
      reasons.add(
        'decommissioned',
        {
          by: [state.by],
          when: state.when,
          detail: state.reason,
          site: state.site,
          givenUp: isGivenUp(life, question),
        },
        event,
      );
      break;
    case 'disputed':
      reasons.add('disputed', { by: state.between });
      break;
    default:
      break;
  }
}

function isGivenUp(life: Life, { viewer }: Question): boolean {
  return viewer !== undefined && givenUp(life.around.at(-1) ?? life, viewer) !== undefined;
}

function judgeHolder(holder: string, reasons: Reasons, evidence: Evidence, { viewer }: Question): void {
  if (viewer === undefined || viewer === holder) return;
  if (evidence.policy === 'required') reasons.add('not-in-your-custody', { holder, by: [holder] });
  else reasons.add('custody-gap', { by: [holder], detail: phrase('last-holder'), softened: true });
}

function judgeTransit(
  state: Extract<State, { at: 'transit' }>,
  reasons: Reasons,
  evidence: Evidence,
  { viewer }: Question,
): void {
  const { from, to, since } = state;
  if (viewer === undefined) return;
  if (viewer === to) reasons.add('in-transit-to-you', { from, to, by: [from], when: since });
  else if (evidence.policy === 'required')
    reasons.add('in-transit-elsewhere', { from, to, by: [from, to], when: since });
  else reasons.add('custody-gap', { by: [from, to], detail: 'shipped', softened: true });
}

/** Where an item is, as an answer shows it. A shipper is in charge until the receipt. */
export function custodyOf(state: State, evidence: Evidence): Verdict['custody'] {
  const party = (gln: string) => ({ gln, name: evidence.authority().party(gln)?.name ?? gln });
  switch (state.at) {
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return { state: state.at, holder: party(state.holder) };
    case 'transit':
      return { state: state.at, holder: party(state.from), from: party(state.from), to: party(state.to) };
    default:
      return { state: state.at };
  }
}

/** The ways to read a life, as an answer shows them; none where there is one. */
export function linesOf(
  { lines }: Life,
  evidence: Evidence,
  { viewer }: Pick<Question, 'viewer'>,
): Pick<Verdict, 'lines'> {
  if (lines === undefined) return {};
  return {
    lines: lines.map(({ life, main, handled, closed, since }) => ({
      main,
      yours: isCustodian(life.effective, viewer),
      handled,
      closed,
      since: new Date(since.leaf.at).toISOString(),
      custody: custodyOf(life.effective, evidence),
    })),
  };
}
