// The life of an item, a line a step.
import type { Trace } from '../../app/verdict/trace.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { type ProductSaid, productSaid } from './product-words.ts';

export function text(data: Trace, style: Style): string {
  const item = data.item as { gtin?: string; serial?: string; lot?: string; expiry?: string; sscc?: string };
  const product = data.product as ProductSaid | undefined;
  const what = [
    product === undefined ? undefined : productSaid(product),
    item.sscc === undefined ? `(01)${item.gtin}(21)${item.serial}` : `SSCC ${item.sscc}`,
    item.lot === undefined ? undefined : `lot ${item.lot}`,
    item.expiry === undefined ? undefined : `exp ${item.expiry}`,
  ];
  const rows = data.steps.map((step) => [
    style.minute(step.at),
    step.type,
    step.by,
    step.to ?? '',
    [step.reason, step.within === undefined ? undefined : `in ${step.within}`]
      .filter((word) => word !== undefined)
      .join(', '),
  ]);
  const { custody } = data;
  const where =
    custody.holder?.name ??
    (custody.to === undefined ? (custody.between ?? []).join(', ') : `${custody.from?.name} → ${custody.to.name}`);
  const lines = [wrap(style.bold(what.filter((part) => part !== undefined).join('  ')), '  ')];
  const [why] = data.reasons ?? [];
  if (why !== undefined) lines.push(wrap(why.text), wrap(why.advice));
  else if (rows.length === 0) lines.push('nothing is recorded about it here');
  if (rows.length > 0) {
    const heads = [
      { title: 'when' },
      { title: 'step' },
      { title: 'by', flexible: true },
      { title: 'to', flexible: true },
      { title: '', below: true },
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
