// What an item's life means for whoever asks: its custody relative to the viewer, and what was noticed along the way.
import type { Evidence } from './evidence.ts';
import type { Finding, Life, State } from './life.ts';
import type { Reasons } from './tell-all.ts';
import type { Question, Verdict } from './verdict.ts';

/** Adds the reasons of a life: findings, holds, and where the item is relative to `question.viewer`. */
export function judgeLife(life: Life, reasons: Reasons, evidence: Evidence, question: Question): void {
  const custodians = custodiansOf(life.effective);
  for (const finding of life.findings) {
    reasons.addFinding(finding, isSoft(finding, custodians, evidence, question));
  }
  for (const [i, held] of [life, ...life.around].entries()) {
    if (held.hold === undefined) continue;
    const { reason, by, when } = held.hold;
    reasons.add('quarantined', { by: [by], when, detail: i === 0 ? reason : `${reason} (the container around it)` });
  }
  judgeState(life, reasons, evidence, question);
}

// For the custodian whom the life names, another's use of the code is no reason to doubt the pack in hand, at the next step
// or further on: else whoever once saw the code could keep its holder from supplying it. Where hand-overs are optional a
// dispense further on counts, and a gap between them is no reason.
function isSoft(finding: Finding, custodians: readonly string[], evidence: Evidence, { viewer }: Question): boolean {
  const mine = viewer !== undefined && custodians.includes(viewer);
  if (finding.reason === 'unauthorised-use') return mine;
  if (evidence.policy === 'endpoints') return finding.reason === 'custody-gap';
  return mine && finding.beyond === true && !finding.by?.some((gln) => custodians.includes(gln));
}

function custodiansOf(state: State): readonly string[] {
  switch (state.at) {
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return [state.holder];
    case 'transit':
      return [state.from, state.to];
    case 'dispensed':
    case 'decommissioned':
      return [state.by];
    default:
      return [];
  }
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
        { by: [state.by], when: state.when, detail: state.reason, site: state.site },
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

function judgeHolder(holder: string, reasons: Reasons, evidence: Evidence, { viewer }: Question): void {
  if (viewer === undefined || viewer === holder) return;
  if (evidence.policy === 'required') reasons.add('not-in-your-custody', { holder, by: [holder] });
  else reasons.add('custody-gap', { by: [holder], detail: 'the last to have it', softened: true });
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
