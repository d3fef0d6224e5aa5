// What a sync or an import brought, recalls before anything else.

import type { News } from '../../app/exchange/after-sync.ts';
import { lastWords } from '../../app/node/shell-words.ts';
import { phrase } from '../../words/en/day-text.ts';
import { phrase as recallPhrase } from '../../words/en/recalls-text.ts';
import { type Style, wrap } from '../style.ts';
import { recallLines, whatText } from './recall-lines.ts';

/** Why, by what a recall does. */
const WHY = { issue: 'why', extend: 'why-extended', amend: 'why-amended' } as const;

/** Recalls, as lines that nobody overlooks. */
export function newRecalls({ recalls, ends = [] }: News['new'], style: Style): readonly string[] {
  const over = ends.map((recall) =>
    recall.state === 'rescinded'
      ? recallLines(recall, style, [recallPhrase('why', recall), ...releaseLine(recall)])
      : phrase('action-over', { class: recall.class, what: whatText(recall) }),
  );
  const fresh = recalls.map((recall) => {
    const instructions = recall.instructions === undefined ? [] : [recall.instructions];
    return recallLines(recall, style, [recallPhrase(WHY[recall.kind], recall), ...instructions]);
  });
  return [...fresh, ...over];
}

/** Where the keys are locked nobody knows whether there is any. */
function releaseLine({ id, number, here }: NonNullable<News['new']['ends']>[number]): readonly string[] {
  return here === undefined || here.uncounted === 'locked'
    ? [phrase('release-apart', { id: lastWords(number ?? id) })]
    : [];
}

/** All the rest. */
export function otherLines(
  { new: { alerts, incoming }, outbox, forks }: Omit<News, 'exit'>,
  style: Style,
): readonly string[] {
  const lines: string[] = [];
  for (const { chain, name, index, below } of forks) {
    const said = { fork: style.red(phrase('fork')), name: name ?? chain };
    const where =
      index === undefined
        ? phrase('fork-before', { ...said, below: `${below}` })
        : phrase('fork-from', { ...said, index });
    lines.push(wrap(where, '      '));
  }
  if (alerts.length > 0) lines.push(phrase('new-alerts', { count: alerts.length }));
  if (incoming.length > 0) {
    const packs = incoming.reduce((sum, shipment) => sum + shipment.packs, 0);
    lines.push(phrase('new-shipments', { count: incoming.length, packs }));
  }
  if (outbox.recorded > 0) lines.push(phrase('written-now', { count: outbox.recorded }));
  if (outbox.failed > 0) lines.push(phrase('cannot-write', { count: outbox.failed }));
  if (outbox.waiting > 0) lines.push(phrase('still-waits', { count: outbox.waiting }));
  return lines;
}
