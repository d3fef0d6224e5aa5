// One event with its parts, as far as they open here.
import type { OpenedEvent } from '../../app/record/log.ts';
import { grouped } from '../../words/numbers.ts';
import { pairs, type Style } from '../style.ts';
import { fieldLines } from './event-fields.ts';

/** Parts by who may read them. */
const PARTS = {
  public: 'For everybody',
  details: 'For whoever holds the goods',
  manifest: 'For the trading partners and regulators',
  private: 'For the own party alone',
} as const;

const SEALED = { details: 'holders of the goods', manifest: 'trading partners', private: 'its author' } as const;

export function text(data: { readonly events: readonly OpenedEvent[] }, style: Style): string {
  return data.events.map((event) => one(event, style)).join('\n\n');
}

function one(event: OpenedEvent, style: Style): string {
  const parts = (['public', 'details', 'manifest', 'private'] as const).flatMap((name) => {
    const lines = fieldLines(event[name] ?? {}, style);
    return lines.length === 0 ? [] : [style.bold(PARTS[name]), ...lines];
  });
  return [
    style.bold(`${event.type}  ${event.event}`),
    pairs([
      ['When', style.minute(event.at)],
      ['By', event.by === undefined ? 'nobody accredited' : `${event.by.name}, GLN ${event.by.gln}`],
      ['Rows', event.rows === undefined ? undefined : grouped(event.rows)],
      ['Leaf', event.hash],
      ['Contested', event.contested ? 'yes: the chain forked below this' : undefined],
      ['Malformed', event.fault],
    ]),
    ...parts,
    ...(event.sealed.length === 0
      ? []
      : [style.dim(`sealed for others: ${event.sealed.map((name) => SEALED[name]).join(', ')}`)]),
  ].join('\n');
}
