// What waits to be recorded, and what became of it.

import { lastWords } from '../../app/node/shell-words.ts';
import type { Pending } from '../../app/steps/outbox.ts';
import { phrase } from '../../words/en/goods-text.ts';
import { type Style, wrap } from '../style.ts';
import { nameOfScan } from './item-name.ts';
import { saidOf } from './said-of.ts';

interface Data {
  readonly pending: readonly Pending[];
  readonly recorded?: number;
  readonly failed?: number;
  readonly cancelled?: string;
  readonly alerts?: readonly { readonly code: string; readonly item: string }[];
}

/** Why something cannot be recorded yet. */
const WHY = {
  'in-transit-elsewhere': 'why-elsewhere',
  'not-in-your-custody': 'why-not-here',
  'unknown-lot': 'why-unknown-lot',
  'chain-behind': 'why-behind',
  'chain-forked': 'why-forked',
  'not-allowed': 'why-not-allowed',
  'incomplete-knowledge': 'why-incomplete',
} as const;

/** What became of a supply that was recorded later. */
const ALERTS = {
  'dispense-not-recorded': 'supplied-not-recorded',
  'dispensed-after-recall': 'supplied-before-recall',
} as const;

export function text(data: Data, style: Style): string {
  const lines: string[] = [];
  if (data.cancelled !== undefined) lines.push(phrase('cancelled', { id: data.cancelled }));
  const tried = (data.recorded ?? 0) + (data.failed ?? 0) + data.pending.length;
  if (data.recorded !== undefined && tried > 0)
    lines.push(phrase('outbox-tried', { recorded: data.recorded, failed: data.failed ?? 0 }));
  for (const { code, item } of data.alerts ?? []) {
    lines.push(style.red(wrap(`${saidOf(code, ALERTS, phrase)}: ${nameOfScan(item)}`, '  ')));
  }
  for (const { id, command, item, since, reason, tries } of data.pending) {
    lines.push(
      wrap(
        phrase('outbox-line', {
          id: style.bold(id),
          command,
          since: style.minute(since),
          tries,
          why: saidOf(reason, WHY, phrase),
        }),
        '  ',
      ),
    );
    lines.push(wrap(`  ${nameOfScan(item)}`, '  '));
  }
  const [first] = data.pending;
  if (first === undefined) lines.push(phrase('nothing-waits'));
  else {
    lines.push(phrase('next-outbox'));
    lines.push(wrap(phrase('never-supplied', { id: lastWords(first.id) }), '  '));
  }
  return lines.join('\n');
}
