// The life of an item, a line a step, with the recalls that touch it.
import type { Trace, TraceStep } from '../../app/verdict/trace.ts';
import type { TraceRecall } from '../../app/verdict/trace-recalls.ts';
import { phrase } from '../../words/en/record-text.ts';
import { stateWord } from '../../words/en/states.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { type ProductSaid, productSaid } from './product-words.ts';
import { saidOf } from './said-of.ts';

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
    item.lot === undefined ? undefined : phrase('lot', { lot: item.lot }),
    item.expiry === undefined ? undefined : phrase('expiry', { expiry: item.expiry }),
  ];
  const rows = rowsOf(data, style);
  const where =
    custody.holder?.name ??
    (custody.to === undefined ? (custody.between ?? []).join(', ') : `${custody.from?.name} → ${custody.to.name}`);
  const lines = [
    style.bold(item.sscc === undefined ? `(01)${item.gtin}(21)${item.serial}` : phrase('sscc', { sscc: item.sscc })),
    wrap(what.filter((part) => part !== undefined).join(', '), '  '),
  ].filter((line) => line !== '');
  if (data.own !== undefined) lines.unshift(wrap(style.bold(data.own.text)));
  const [why] = data.reasons ?? [];
  if (why !== undefined) lines.push(wrap(why.text), wrap(why.advice));
  else if (rows.length === 0) lines.push(phrase('nothing-recorded'));
  if (rows.length > 0) {
    const heads = [
      { title: phrase('when') },
      { title: phrase('step') },
      { title: phrase('by'), flexible: true },
      { title: phrase('to'), flexible: true },
      { title: phrase('more'), below: true },
    ];
    const state = style.bold(stateWord(data.state));
    const now = where === '' ? phrase('now', { state }) : phrase('now-at', { state, where });
    const isRecalled = (data.recalls ?? []).some((recall) => recall.state !== 'rescinded');
    lines.push(
      table(
        heads,
        rows.map(({ at, cells }) => [style.minute(at), ...cells]),
        style,
      ),
      wrap(isRecalled ? phrase('and-recalled', { now, recalled: style.red(phrase('recalled')) }) : now, '  '),
    );
  }
  for (const { custody, yours, main, closed, since } of data.lines ?? []) {
    const word = stateWord(custody.state);
    const state =
      custody.holder === undefined ? word : phrase('state-at', { state: word, holder: custody.holder.name });
    const whose = yours ? 'yours' : closed ? 'ended' : main ? 'main' : 'other';
    lines.push(wrap(style.yellow(phrase(`contested-${whose}`, { state, since: style.minute(since) })), '  '));
  }
  for (const finding of data.findings.slice(0, MOST_NOTES))
    lines.push(wrap(style.yellow(phrase('note', { text: finding.text })), '  '));
  const more = data.findings.length - MOST_NOTES;
  if (more > 0) lines.push(style.yellow(phrase('and-more', { count: more })));
  return lines.join('\n');
}

/** As many as a page holds beside the steps. */
const MOST_NOTES = 12;

/** What a step is called, by the type of its event. */
const STEPS = {
  commission: 'step-commission',
  pack: 'step-pack',
  unpack: 'step-unpack',
  ship: 'step-ship',
  receive: 'step-receive',
  void: 'step-void',
  dispense: 'step-dispense',
  decommission: 'step-decommission',
  reinstate: 'step-reinstate',
  missing: 'step-missing',
  found: 'step-found',
  quarantine: 'step-quarantine',
  release: 'step-release',
  retract: 'step-retract',
  assign: 'step-assign',
  exception: 'step-exception',
} as const;

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
    within === undefined ? undefined : phrase('in', { within }),
    despatch === undefined ? undefined : phrase('despatch', { despatch }),
    ref === undefined ? undefined : phrase('reference', { ref }),
    suppliedAt === undefined ? undefined : phrase('supplied', { at: style.minute(suppliedAt) }),
    operator === undefined ? undefined : phrase('recorded-by', { operator }),
    note,
  ];
  return [
    saidOf(step.type, STEPS, phrase),
    step.by,
    step.to ?? '',
    more.filter((word) => word !== undefined).join(', '),
  ];
}

const ENDS = { ended: 'recall-ended', rescinded: 'recall-taken-back', open: 'recalled' } as const;

function recallRows({ at, by, reason, number, state, end, ...recall }: TraceRecall): readonly Row[] {
  const of = { class: recall.class, reason };
  const what = number === undefined ? phrase('recall-class', of) : phrase('recall-number', { ...of, number });
  const issued: Row = { at, cells: [phrase('recalled'), by, '', what] };
  if (end === undefined) return [issued];
  return [issued, { at: end.at, cells: [phrase(ENDS[state]), end.by, '', end.reason ?? ''] }];
}
