// Alerts, the newest last, each with what it is about.
import type { Alerts } from '../../app/verdict/alerts.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';

const SEVERITIES = { high: 'URGENT', medium: 'look', low: 'note' } as const;

export function text(data: Alerts & { readonly total?: number }, style: Style): string {
  if (data.alerts.length === 0) return data.closed === 0 ? 'no alerts' : `no open alerts; ${data.closed} closed`;
  const lines = data.alerts.map((alert) => {
    const paint = alert.state === 'closed' ? style.dim : alert.severity === 'high' ? style.red : style.yellow;
    const when = style.minute(alert.at);
    return wrap(
      `${paint(SEVERITIES[alert.severity])}  ${when}  ${alert.text}${alert.parties.length === 0 ? '' : ` (${alert.parties.join(', ')})`}`,
      '  ',
    );
  });
  const { open = data.alerts.filter((alert) => alert.state === 'open').length, total = data.alerts.length } = data;
  return [...lines, `${counted(open, 'open alert')} of ${total}`].join('\n');
}
