// The life of an item, a line a step, with the recalls that touch it.
import type { Trace, TraceStep } from '../../app/verdict/trace.ts';
import type { TraceRecall } from '../../app/verdict/trace-recalls.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { type ProductSaid, productSaid } from './product-words.ts';

interface Row {
  readonly at: string;
  /** Step, author, receiver, and what else is known of it. */
  readonly cells: readonly [string, string, string, string];
}

export function text(data: Trace, style: Style): string {
  const { item, custody } = data;
  const product = data.product as ProductSaid | undefined;
  const what = [
    product === undefined ? undefined : productSaid(product),
    item.lot === undefined ? undefined : `lot ${item.lot}`,
    item.expiry === undefined ? undefined : `exp ${item.expiry}`,
  ];
  const rows = rowsOf(data, style);
  const where =
    custody.holder?.name ??
    (custody.to === undefined ? (custody.between ?? []).join(', ') : `${custody.from?.name} → ${custody.to.name}`);
  const lines = [
    style.bold(item.sscc === undefined ? `(01)${item.gtin}(21)${item.serial}` : `SSCC ${item.sscc}`),
    wrap(what.filter((part) => part !== undefined).join(', '), '  '),
  ].filter((line) => line !== '');
  if (data.own !== undefined) lines.unshift(wrap(style.bold(data.own.text)));
  const [why] = data.reasons ?? [];
  if (why !== undefined) lines.push(wrap(why.text), wrap(why.advice));
  else if (rows.length === 0) lines.push('nothing is recorded about it here');
  if (rows.length > 0) {
    const heads = [
      { title: 'when' },
      { title: 'step' },
      { title: 'by', flexible: true },
      { title: 'to', flexible: true },
      { title: 'more', below: true },
    ];
    const recalled = (data.recalls ?? []).some(({ state }) => state !== 'rescinded') ? ', recalled' : '';
    lines.push(
      table(
        heads,
        rows.map(({ at, cells }) => [style.minute(at), ...cells]),
        style,
      ),
      wrap(
        `now ${style.bold(data.state.replaceAll('-', ' '))}${where === '' ? '' : ` at ${where}`}${style.red(recalled)}`,
        '  ',
      ),
    );
  }
  for (const { custody, yours, main, closed, since } of data.lines ?? []) {
    const at = custody.holder === undefined ? custody.state : `${custody.state} at ${custody.holder.name}`;
    const whose = yours
      ? 'by your line'
      : closed
        ? 'by a line that has ended'
        : main
          ? 'by the main line'
          : 'by another line';
    lines.push(wrap(style.yellow(`contested: ${at} ${whose}, since ${style.minute(since)}`), '  '));
  }
  for (const finding of data.findings.slice(0, MOST_NOTES))
    lines.push(wrap(style.yellow(`note: ${finding.text}`), '  '));
  const more = data.findings.length - MOST_NOTES;
  if (more > 0) lines.push(style.yellow(`and ${more} more: --json tells them all`));
  return lines.join('\n');
}

/** As many as a page holds beside the steps. */
const MOST_NOTES = 12;

/** Steps in their order; a recall stands before the first step that says it came later. */
function rowsOf(data: Trace, style: Style): readonly Row[] {
  const rows = data.steps.map((step): Row => ({ at: step.at, cells: stepCells(step, style) }));
  for (const row of (data.recalls ?? []).flatMap(recallRows)) {
    const later = rows.findIndex(({ at }) => at > row.at);
    rows.splice(later < 0 ? rows.length : later, 0, row);
  }
  return rows;
}

function stepCells(step: TraceStep, style: Style): Row['cells'] {
  const { reason, within, ref, suppliedAt, despatch, operator, note } = step;
  const more = [
    reason,
    within === undefined ? undefined : `in ${within}`,
    despatch === undefined ? undefined : `despatch advice ${despatch}`,
    ref === undefined ? undefined : `reference ${ref}`,
    suppliedAt === undefined ? undefined : `supplied ${style.minute(suppliedAt)}`,
    operator === undefined ? undefined : `recorded by ${operator}`,
    note,
  ];
  return [step.type, step.by, step.to ?? '', more.filter((word) => word !== undefined).join(', ')];
}

const ENDS = { ended: 'recall ended', rescinded: 'recall taken back', open: '' } as const;

function recallRows({ at, by, reason, number, state, end, ...recall }: TraceRecall): readonly Row[] {
  const name = number === undefined ? '' : `${number}, `;
  const issued: Row = { at, cells: ['recalled', by, '', `${name}class ${recall.class}: ${reason}`] };
  if (end === undefined) return [issued];
  return [issued, { at: end.at, cells: [ENDS[state], end.by, '', end.reason ?? ''] }];
}
