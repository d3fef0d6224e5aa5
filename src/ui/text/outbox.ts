// What waits to be recorded, and what became of it.

import { lastWords } from '../../app/node/shell-words.ts';
import type { Pending } from '../../app/steps/outbox.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { nameOfScan } from './item-name.ts';

interface Data {
  readonly pending: readonly Pending[];
  readonly recorded?: number;
  readonly failed?: number;
  readonly cancelled?: string;
  readonly alerts?: readonly { readonly code: string; readonly item: string }[];
}

/** Why something cannot be recorded yet. */
const WHY: Readonly<Record<string, string>> = {
  'in-transit-elsewhere': 'by the records it is on its way to somebody else',
  'not-in-your-custody': 'by the records somebody else has it',
  'unknown-lot': 'its lot has not reached this computer',
  'chain-behind': 'this folder was restored or copied: pedigree recover',
  'chain-forked': 'the own chain has two histories: pedigree doctor',
  'not-allowed': 'this chain is not accredited yet',
  'incomplete-knowledge': 'part of its history has not reached this computer',
};

/** What became of a supply that was recorded later. */
const ALERTS: Readonly<Record<string, string>> = {
  'dispense-not-recorded': 'supplied and cannot be recorded',
  'dispensed-after-recall': 'supplied before the recall was known here',
};

export function text(data: Data, style: Style): string {
  const lines: string[] = [];
  if (data.cancelled !== undefined) lines.push(`cancelled ${data.cancelled}`);
  const tried = (data.recorded ?? 0) + (data.failed ?? 0) + data.pending.length;
  if (data.recorded !== undefined && tried > 0)
    lines.push(`recorded ${data.recorded}, ended as an alert ${data.failed ?? 0}`);
  for (const { code, item } of data.alerts ?? []) {
    lines.push(style.red(wrap(`${ALERTS[code] ?? code}: ${nameOfScan(item)}`, '  ')));
  }
  for (const { id, command, item, since, reason, tries } of data.pending) {
    lines.push(
      wrap(
        `${style.bold(id)}  ${command} of ${style.minute(since)}, tried ${counted(tries, 'time')}: ${WHY[reason] ?? reason}`,
        '  ',
      ),
    );
    lines.push(wrap(`  ${nameOfScan(item)}`, '  '));
  }
  const [first] = data.pending;
  if (first === undefined) lines.push('nothing waits');
  else {
    lines.push('next: pedigree sync; pedigree outbox retry');
    lines.push(wrap(`what was never supplied: pedigree outbox cancel ${lastWords(first.id)} --reason T`, '  '));
  }
  return lines.join('\n');
}
