// What is flagged here, by its code: the one table of alerts. Whoever raises one takes its code from here.
import type { LifeAlertCode } from '../../custody/alerts.ts';
import { EXCEPTIONS, type ExceptionKind } from '../../custody/exceptions.ts';

/** Of which kind of difference the other party told. */
export type ExceptionAlert = `exception-${ExceptionKind}`;

/** How a person goes on with an alert. */
export type GoOn = 'look' | 'answer-exception' | 'take-back' | 'answer-report' | 'parties' | 'complain' | 'close';

const EXCEPTION_ALERTS = Object.fromEntries(
  EXCEPTIONS.map((kind) => [`exception-${kind}`, kind === 'refused' ? 'take-back' : 'answer-exception']),
) as Readonly<Record<ExceptionAlert, GoOn>>;

/** What the life of an item gives cause for. */
const LIFE_ALERTS: Readonly<Record<LifeAlertCode, GoOn>> = {
  'unauthorised-use': 'look',
  'maker-not-accredited': 'look',
  'maker-revoked': 'look',
  disputed: 'look',
  'custody-gap': 'look',
  'own-conflict': 'look',
  'loss-overtaken': 'look',
  'author-forked': 'parties',
  unaccredited: 'look',
  contested: 'look',
  'already-dispensed': 'look',
  decommissioned: 'look',
  'retracted-too-late': 'close',
  'copied-tokens': 'close',
};

/** All codes, and how a person goes on. */
export const ALERTS = {
  ...LIFE_ALERTS,
  ...EXCEPTION_ALERTS,
  'exception-answered': 'answer-exception',
  'settled-twice': 'parties',
  'reported-suspect': 'answer-report',
  'reported-illegitimate': 'answer-report',
  'report-answered': 'close',
  'delivery-void': 'close',
  'dispensed-after-recall': 'look',
  'dispense-not-recorded': 'look',
  'outside-data-differs': 'complain',
} as const satisfies Readonly<Record<string, GoOn>>;

export type AlertCode = keyof typeof ALERTS;

/** Whether the text of a record or an event is the code of an alert. */
export function isAlertCode(text: unknown): text is AlertCode {
  return typeof text === 'string' && Object.hasOwn(ALERTS, text);
}
