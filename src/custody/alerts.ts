// What a node flags about an item by itself: suspicions that a person has to look at, with how grave they are.
import type { CustodyEvent } from './evidence.ts';
import type { Finding, Life } from './life.ts';
import { answersFor } from './own-line.ts';
import type { ReasonCode } from './reasons.ts';

export type Severity = 'high' | 'medium' | 'low';

/** What is flagged of a life. */
export type LifeAlertCode =
  | 'unauthorised-use'
  | 'maker-not-accredited'
  | 'maker-revoked'
  | 'disputed'
  | 'custody-gap'
  | 'own-conflict'
  | 'loss-overtaken'
  | 'author-forked'
  | 'unaccredited'
  | 'contested'
  /** Recorded at a step at which something else stands. */
  | 'already-dispensed'
  | 'decommissioned'
  | 'retracted-too-late'
  | 'copied-tokens';

/** A flag raised by the life of one item. */
export interface LifeAlert {
  /** The same for the same cause at every node, so that closing it survives a rebuild. */
  readonly id: string;
  readonly code: LifeAlertCode;
  readonly severity: Severity;
  /** GLNs, or chain ids where the author is no party. */
  readonly parties: readonly string[];
  /** Reference of the event that shows it. */
  readonly event: string;
  /** ms. */
  readonly at: number;
}

/** Findings that are flagged; others are told in a verdict and no more. */
const ALERT_SEVERITY: Partial<Readonly<Record<ReasonCode & LifeAlertCode, Severity>>> = {
  'unauthorised-use': 'high',
  disputed: 'high',
  'custody-gap': 'medium',
  'own-conflict': 'low',
  'loss-overtaken': 'medium',
  'author-forked': 'medium',
  unaccredited: 'low',
};

/**
 * Flags of an item's life: every event that should not be there, a dispute, and tokens copied from the maker.
 * @param retracted whether its author took an event back
 * @param revoked whether an event counts for nothing because a regulator has ended its chain before
 */
export function alertsOfLife(
  life: Life,
  retracted: (event: CustodyEvent) => boolean = () => false,
  revoked: (event: CustodyEvent) => boolean = () => false,
): readonly LifeAlert[] {
  const alerts: LifeAlert[] = [];
  const elsewhere = (life.lines ?? []).filter((line) => line.life.steps !== life.steps);
  for (const finding of life.findings) {
    const { around, event } = finding;
    // What stands on another line is part of that contest.
    const alert =
      around === undefined && !elsewhere.some(({ refs }) => refs.has(event ?? '')) ? alertOf(finding, life) : undefined;
    if (alert !== undefined) alerts.push(alert);
  }
  // Where nobody's line is the main one the dispute says it.
  if (life.state.at !== 'disputed') for (const contest of contestsOf(life)) alerts.push(contest);
  const late = [...(life.lateRetractions ?? []), ...lateRetractions(life, retracted)];
  for (const event of new Map(late.map((one) => [one.ref, one])).values()) {
    const parties = [event.author?.gln ?? event.chain];
    const code = 'retracted-too-late';
    alerts.push({ id: `${code}:${event.ref}`, code, severity: 'low', parties, event: event.ref, at: event.leaf.at });
  }
  if (life.state.at === 'disputed') {
    const last = life.steps.at(-1)?.event;
    const event = last?.ref ?? '';
    alerts.push({
      id: `disputed:${event}:${life.next}`,
      code: 'disputed',
      severity: 'high',
      parties: life.state.between,
      event,
      at: last?.leaf.at ?? 0,
    });
  }
  // With a commissioning by the maker these are copies; without one the verdict itself says that the maker is not.
  for (const stranger of life.strangers) {
    const { ref, author, chain, leaf } = stranger;
    const nobodys = revoked(stranger) ? 'maker-revoked' : 'maker-not-accredited';
    const code = life.commission === undefined ? nobodys : 'copied-tokens';
    alerts.push({
      id: `${code}:${ref}`,
      code,
      severity: 'high',
      parties: [author?.gln ?? chain],
      event: ref,
      at: leaf.at,
    });
  }
  return alerts;
}

// What was taken back after another party had gone on from it, where nothing contradicts it: it stands, as before.
function* lateRetractions(
  { steps, around }: Life,
  retracted: (event: CustodyEvent) => boolean,
): Iterable<CustodyEvent> {
  const last = steps.at(-1);
  const [outer] = around;
  const since = last?.state.at === 'inside' ? last.state.since : Number.POSITIVE_INFINITY;
  const all = steps.concat(outer?.steps.slice(since + 1) ?? []);
  for (const [i, { events }] of steps.entries()) {
    for (const event of events) {
      const by = event.author?.gln;
      const wentOn = all.slice(i + 1).some(({ events: [next] }) => next?.author?.gln !== by);
      if (wentOn && retracted(event)) yield event;
    }
  }
}

// Open until one party takes its entry back, a regulator assigns the item, or the other line ends.
function contestsOf({ lines = [] }: Life): readonly LifeAlert[] {
  const open = lines.filter(({ closed }) => !closed);
  if (open.length < 2) return [];
  // All that ever parted name it, so that it stays the same contest when one of several lines ends.
  const parted = lines.map(({ since }) => since.ref).sort();
  const sinces = open.map(({ since }) => since).sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const at = sinces.reduce((last, { leaf }) => Math.max(last, leaf.at), Number.NEGATIVE_INFINITY);
  const ends = open.filter(({ life }) => 'by' in life.effective);
  const [first] = sinces;
  return [
    {
      id: `contested:${[...new Set(parted)].join()}`,
      code: 'contested',
      severity: ends.length > 1 ? 'high' : 'medium',
      parties: [...new Set(open.flatMap(({ life }) => answersFor(life.effective) ?? []))],
      event: first?.ref ?? '',
      at,
    },
  ];
}

function alertOf({ reason, event, by, when, overtaken }: Finding, { findings }: Life): LifeAlert | undefined {
  const alone = overtaken === true && !findings.some((other) => other.event === event && other.overtaken !== true);
  const code = flaggedAs(reason, alone);
  const severity = alone ? 'medium' : code && ALERT_SEVERITY[code];
  if (code === undefined || severity === undefined || event === undefined) return undefined;
  return { id: `${code}:${event}`, code, severity, parties: by ?? [], event, at: when ?? 0 };
}

/** Ends of an item that something else stands in the place of. */
const ENDS = ['already-dispensed', 'decommissioned'] as const satisfies readonly ReasonCode[];

function flaggedAs(reason: ReasonCode, alone: boolean): (ReasonCode & LifeAlertCode) | undefined {
  const end = alone ? ENDS.find((one) => one === reason) : undefined;
  return end ?? (Object.hasOwn(ALERT_SEVERITY, reason) ? (reason as keyof typeof ALERT_SEVERITY) : undefined);
}
