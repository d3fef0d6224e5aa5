// The packs of a recall that were here: how many became what, and a line for each, those of patients first.

import type { AffectedPack, RecallAffected } from '../../app/recalls/recall-affected.ts';
import { phrase } from '../../words/en/recalls-text.ts';
import { grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { saidOf } from './said-of.ts';

/** What became of a pack, in its row. */
const STATES = {
  held: 'affected-held',
  quarantined: 'affected-quarantined',
  dispensed: 'affected-dispensed',
  sentOn: 'affected-sent-on',
  decommissioned: 'affected-decommissioned',
  unaccounted: 'affected-unaccounted',
  disputed: 'affected-disputed',
} as const;

export function text(data: RecallAffected, style: Style): string {
  const { counts, packs, coming } = data;
  const rows = packs.map((pack) => [
    pack.at === undefined ? '' : style.minute(pack.at),
    saidOf(pack.state, STATES, phrase),
    `(01)${pack.gtin}(21)${pack.serial}`,
    pack.ref ?? pack.to?.name ?? pack.within ?? '',
    pack.operator ?? '',
    moreOf(pack),
  ]);
  const heads = [
    { title: phrase('when') },
    { title: phrase('state') },
    { title: phrase('pack') },
    { title: phrase('reference-or-to'), flexible: true },
    { title: phrase('operator'), flexible: true },
    { title: phrase('more'), below: true },
  ];
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  const sums = told.map(([state, count]) =>
    phrase('so-many-in-state', { count: grouped(count), state: saidOf(state, STATES, phrase) }),
  );
  const first = sums.length === 0 ? phrase('affected-none') : phrase('affected-sums', { sums });
  return [
    wrap(style.bold(first)),
    ...(rows.length === 0 ? [] : [table(heads, rows, style)]),
    ...(coming === 0 ? [] : [wrap(phrase('so-many-coming', { count: coming }))]),
  ].join('\n');
}

function moreOf({ lot, expiry, from, receivedAt, despatch, reason, unrecorded, contested, till, note }: AffectedPack) {
  const words = [
    phrase('lot-and-expiry', { lot, expiry }),
    from === undefined ? undefined : phrase('came-from', { from: from.name, day: (receivedAt ?? '').slice(0, 10) }),
    despatch,
    reason,
    unrecorded === undefined ? undefined : phrase(`supply-${unrecorded}`),
    contested === true ? phrase('affected-contested') : undefined,
    till === undefined ? undefined : phrase('at-till', { till }),
    note,
  ];
  return words.filter((word) => word !== undefined).join(', ');
}
