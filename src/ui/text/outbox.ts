// What waits to be recorded, and what became of it.
import type { Pending } from '../../app/deeds/outbox.ts';
import { counted, type Style, wrap } from '../style.ts';
import { minute } from './written.ts';

interface Data {
  readonly pending: readonly Pending[];
  readonly recorded?: number;
  readonly failed?: number;
  readonly cancelled?: string;
  readonly alerts?: readonly { readonly code: string; readonly item: string }[];
}

export function text(data: Data, style: Style): string {
  const lines: string[] = [];
  if (data.cancelled !== undefined) lines.push(`cancelled ${data.cancelled}`);
  if (data.recorded !== undefined) lines.push(`recorded ${data.recorded}, ended as an alert ${data.failed ?? 0}`);
  for (const { code, item } of data.alerts ?? []) lines.push(style.red(wrap(`${code}: ${item}`, '  ')));
  for (const { id, command, item, since, reason, tries } of data.pending) {
    lines.push(
      wrap(`${style.bold(id)}  ${command} of ${minute(since)} UTC, tried ${counted(tries, 'time')}: ${reason}`, '  '),
    );
    lines.push(wrap(`  ${item}`, '  '));
  }
  if (data.pending.length === 0) lines.push('nothing waits');
  else lines.push('next: pedigree sync; outbox retry; outbox cancel ID --reason T');
  return lines.join('\n');
}
