// The life of an item, a line a step.
import type { Trace } from '../../app/verdict/trace.ts';
import { type Style, table, wrap } from '../style.ts';

export function text(data: Trace, style: Style): string {
  const item = data.item as { gtin?: string; serial?: string; lot?: string; expiry?: string; sscc?: string };
  const name = (data.product as { name?: string } | undefined)?.name;
  const what = item.sscc === undefined ? `${name ?? item.gtin} ${item.serial}` : `SSCC ${item.sscc}`;
  const lot = item.lot === undefined ? '' : `  lot ${item.lot}`;
  const rows = data.steps.map((step) => [
    step.at.slice(0, 16).replace('T', ' '),
    step.type,
    step.to === undefined ? step.by : `${step.by} → ${step.to}`,
    [step.reason, step.within === undefined ? undefined : `in ${step.within}`]
      .filter((word) => word !== undefined)
      .join(', '),
  ]);
  const { custody } = data;
  const where =
    custody.holder?.name ??
    (custody.to === undefined ? (custody.between ?? []).join(', ') : `${custody.from?.name} → ${custody.to.name}`);
  const lines = [wrap(style.bold(`${what}${lot}`))];
  const [why] = data.reasons ?? [];
  if (why !== undefined) lines.push(wrap(why.text), wrap(why.advice));
  else if (rows.length === 0) lines.push('nothing is recorded about it here');
  if (rows.length > 0) {
    const heads = [
      { title: 'when (UTC)' },
      { title: 'step' },
      { title: 'who', flexible: true },
      { title: '', flexible: true },
    ];
    lines.push(table(heads, rows, style), `now ${style.bold(data.state)}${where === '' ? '' : ` at ${where}`}`);
  }
  for (const finding of data.findings as { code: string; by?: string[]; type?: string }[]) {
    const by = finding.by === undefined ? '' : ` by ${finding.by.join(', ')}`;
    lines.push(
      wrap(style.yellow(`note: ${finding.code}${finding.type === undefined ? '' : ` (${finding.type})`}${by}`)),
    );
  }
  return lines.join('\n');
}
