// Alerts, the worst first, each with what it is about, who looks into it and the command that goes on.
import type { AlertAnswer } from '../../app/verdict/alert-handling.ts';
import type { Alert } from '../../app/verdict/alert-record.ts';
import type { Alerts } from '../../app/verdict/alerts.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap, wrapCommand } from '../style.ts';
import { written } from './written.ts';

const SEVERITIES = { high: 'urgent', medium: 'look', low: 'note' } as const;
const MARGIN = '  ';

/** Why an alert ended by itself. */
const ENDED = {
  settled: 'ended-settled',
  voided: 'ended-voided',
  'moved-on': 'ended-moved-on',
  resolved: 'ended-resolved',
  cleared: 'ended-cleared',
  answered: 'ended-answered',
  recorded: 'ended-recorded',
  'taken-back': 'ended-taken-back',
  gone: 'ended-gone',
} as const;

/** What it was, as a person said. */
const CAUSES = { scan: 'cause-scan', data: 'cause-data', state: 'cause-state', suspect: 'cause-suspect' } as const;

export function text(data: Alerts & { readonly total?: number }, style: Style): string {
  if (data.alerts.length === 0)
    return data.closed === 0 ? phrase('no-alerts') : phrase('no-open-alerts', { closed: data.closed });
  const lines = data.alerts.flatMap((alert) => alertLines(alert, style));
  const { open = data.alerts.filter((alert) => alert.state === 'open').length, total = data.alerts.length } = data;
  const { overdue = 0 } = data;
  return [...lines, phrase(overdue > 0 ? 'open-and-overdue' : 'open-of', { open, total, overdue })].join('\n');
}

function alertLines(alert: Alert, style: Style): readonly string[] {
  const isClosed = alert.state === 'closed';
  const paint = isClosed ? style.dim : alert.severity === 'high' ? style.red : style.yellow;
  const parties = alert.parties.length === 0 ? '' : ` (${alert.parties.join(', ')})`;
  const head = `${paint(phrase(SEVERITIES[alert.severity]))}  ${style.minute(alert.at)}  ${alert.text}${parties}`;
  const more = isClosed ? closingLines(alert, style) : openLines(alert, style);
  return [wrap(head, MARGIN), ...more];
}

function openLines(alert: Alert, style: Style): readonly string[] {
  const facts = [
    ...(alert.overdue ? [style.red(phrase('overdue-since', { due: style.minute(alert.due) }))] : []),
    ...(alert.assigned === undefined ? [] : [phrase('looked-into-by', { assigned: alert.assigned })]),
    ...(alert.till === true ? [phrase('this-till-alone')] : []),
  ];
  return [
    ...(facts.length === 0 ? [] : [wrap(`${MARGIN}${facts.join('; ')}`, MARGIN)]),
    ...noteLines(alert, style),
    // A command that goes on with the item closes nothing.
    ...(alert.command.includes(alert.id) ? [] : [wrap(`${MARGIN}${phrase('alert-id', { id: alert.id })}`, MARGIN)]),
    wrapCommand(`${MARGIN}${alert.command}`, MARGIN),
  ];
}

function closingLines({ closing, notes = [] }: Alert, style: Style): readonly string[] {
  if (closing === undefined) return [];
  const { at, as, by, note, operator } = closing;
  const how =
    as === undefined || at === undefined
      ? phrase(ENDED[by ?? 'gone'])
      : phrase('closed-as', {
          at: style.minute(at),
          as: phrase(CAUSES[as]),
          who: operator === undefined ? '' : ` ${operator}`,
        });
  const said = note === undefined ? how : `${how}: ${note}`;
  return [style.dim(wrap(`${MARGIN}${said}`, MARGIN)), ...(style.verbose ? noteLines({ notes }, style) : [])];
}

function noteLines({ notes = [] }: Pick<Alert, 'notes'>, style: Style): readonly string[] {
  return notes.map(({ at, text, operator }) =>
    wrap(`${MARGIN}${style.minute(at)}  ${operator === undefined ? '' : `${operator}: `}${text}`, MARGIN),
  );
}

/** What was done with one. */
export function closeText(data: AlertAnswer & { readonly as: keyof typeof CAUSES }, style: Style): string {
  const next = data.as === 'suspect' && data.state === 'closed' ? [phrase('report-it-too')] : [];
  const done = phrase('alert-closed-as', { as: phrase(CAUSES[data.as]), text: data.text });
  return [wrap(written(data, done, style), MARGIN), ...next].join('\n');
}

export function assignText(data: AlertAnswer & { readonly to: string }, style: Style): string {
  return wrap(written(data, phrase('alert-assigned', { to: data.to, text: data.text }), style), MARGIN);
}

export function noteText(data: AlertAnswer, style: Style): string {
  return wrap(written(data, phrase('alert-noted', { text: data.text }), style), MARGIN);
}
