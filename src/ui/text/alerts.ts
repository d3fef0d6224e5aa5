// Alerts, the newest last, each with what it is about.
import type { Alerts } from '../../app/verdict/alerts.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap } from '../style.ts';

const SEVERITIES = { high: 'urgent', medium: 'look', low: 'note' } as const;

export function text(data: Alerts & { readonly total?: number }, style: Style): string {
  if (data.alerts.length === 0)
    return data.closed === 0 ? phrase('no-alerts') : phrase('no-open-alerts', { closed: data.closed });
  const lines = data.alerts.map((alert) => {
    const paint = alert.state === 'closed' ? style.dim : alert.severity === 'high' ? style.red : style.yellow;
    const when = style.minute(alert.at);
    return wrap(
      `${paint(phrase(SEVERITIES[alert.severity]))}  ${when}  ${alert.text}${alert.parties.length === 0 ? '' : ` (${alert.parties.join(', ')})`}`,
      '  ',
    );
  });
  const { open = data.alerts.filter((alert) => alert.state === 'open').length, total = data.alerts.length } = data;
  return [...lines, phrase('open-of', { open, total })].join('\n');
}
