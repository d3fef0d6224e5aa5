// What a sync or an import brought, recalls before anything else.

import type { News } from '../../app/exchange/after-sync.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { recallLines, whatText } from './recall-lines.ts';

/** Recalls, as lines that nobody overlooks. */
export function newRecalls({ recalls, ends = [] }: News['new'], style: Style): readonly string[] {
  const over = ends.map((recall) =>
    recall.state === 'rescinded'
      ? recallLines(recall, style, [
          `${recall.reason} (${recall.by})`,
          'what was set apart for it stays so until: pedigree release ITEM',
        ])
      : `RECALL ${recall.class}  the action is over, the packs stay recalled: ${whatText(recall)}`,
  );
  const fresh = recalls.map((recall) => {
    const kind = recall.kind === 'issue' ? '' : `${recall.kind}: `;
    const instructions = recall.instructions === undefined ? [] : [recall.instructions];
    return recallLines(recall, style, [`${kind}${recall.reason} (${recall.by})`, ...instructions]);
  });
  return [...fresh, ...over];
}

/** All the rest. */
export function otherLines(
  { new: { alerts, incoming }, outbox, forks }: Omit<News, 'exit'>,
  style: Style,
): readonly string[] {
  const lines: string[] = [];
  for (const { chain, name, index, below } of forks) {
    const where = index === undefined ? `that part before event ${below}` : `from event ${index} on`;
    lines.push(wrap(`${style.red('FORK')}  the chain of ${name ?? chain} has two histories ${where}`, '      '));
  }
  if (alerts.length > 0) lines.push(`${counted(alerts.length, 'new alert')}: pedigree alerts`);
  if (incoming.length > 0) {
    const packs = incoming.reduce((sum, shipment) => sum + shipment.packs, 0);
    lines.push(
      `${counted(incoming.length, 'new shipment')} on the way here, ${counted(packs, 'pack')}: pedigree incoming`,
    );
  }
  if (outbox.recorded > 0)
    lines.push(`${counted(outbox.recorded, 'record')} that waited ${outbox.recorded === 1 ? 'is' : 'are'} written now`);
  if (outbox.failed > 0)
    lines.push(`${counted(outbox.failed, 'record')} that waited cannot be written: pedigree alerts --open`);
  if (outbox.waiting > 0)
    lines.push(
      `${counted(outbox.waiting, 'record')} still ${outbox.waiting === 1 ? 'waits' : 'wait'}: pedigree outbox`,
    );
  return lines;
}
