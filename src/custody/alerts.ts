// What a node flags about an item by itself: suspicions that a person has to look at, with how grave they are.
import type { Finding, Life } from './life.ts';
import type { ReasonCode } from './reasons.ts';

export type Severity = 'high' | 'medium' | 'low';

/** A flag raised by the life of one item. */
export interface LifeAlert {
  /** The same for the same cause at every node, so that closing it survives a rebuild. */
  readonly id: string;
  readonly code: ReasonCode | 'copied-tokens' | 'dispensed-after-recall';
  readonly severity: Severity;
  /** GLNs, or chain ids where the author is no party. */
  readonly parties: readonly string[];
  /** Reference of the event that shows it. */
  readonly event: string;
  /** ms. */
  readonly at: number;
}

/** Findings that are flagged; others are told in a verdict and no more. */
const ALERT_SEVERITY: Partial<Readonly<Record<ReasonCode, Severity>>> = {
  'unauthorised-use': 'high',
  'maker-not-accredited': 'high',
  'maker-revoked': 'high',
  disputed: 'high',
  'custody-gap': 'medium',
  'own-conflict': 'low',
  'author-forked': 'medium',
  unaccredited: 'low',
};

/** Flags of an item's life: every event that should not be there, a dispute, and tokens copied from the maker. */
export function alertsOfLife(life: Life): readonly LifeAlert[] {
  const alerts: LifeAlert[] = [];
  for (const finding of life.findings) {
    const alert = finding.around === undefined ? alertOf(finding) : undefined;
    if (alert !== undefined) alerts.push(alert);
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
  const code = life.commission === undefined ? 'maker-not-accredited' : 'copied-tokens';
  for (const { ref, author, chain, leaf } of life.strangers) {
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

function alertOf({ reason, event, by, when }: Finding): LifeAlert | undefined {
  const severity = ALERT_SEVERITY[reason];
  if (severity === undefined || event === undefined) return undefined;
  return { id: `${reason}:${event}`, code: reason, severity, parties: by ?? [], event, at: when ?? 0 };
}
