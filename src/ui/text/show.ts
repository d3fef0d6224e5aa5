// One event with its parts, as far as they open here.
import type { OpenedEvent } from '../../app/record/log.ts';
import { phrase } from '../../words/en/record-text.ts';
import { grouped } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { fieldLines } from './event-fields.ts';

/** Parts by who may read them. */
const PARTS = {
  public: 'part-public',
  details: 'part-details',
  manifest: 'part-manifest',
  private: 'part-private',
} as const;

const SEALED = { details: 'of-details', manifest: 'of-manifest', private: 'of-private' } as const;

export function text(data: { readonly events: readonly OpenedEvent[] }, style: Style): string {
  return data.events.map((event) => one(event, style)).join('\n\n');
}

function one(event: OpenedEvent, style: Style): string {
  const parts = (['public', 'details', 'manifest', 'private'] as const).flatMap((name) => {
    const lines = fieldLines(event[name] ?? {}, style);
    return lines.length === 0 ? [] : [style.bold(phrase(PARTS[name])), ...lines];
  });
  return [
    style.bold(`${event.type}  ${event.event}`),
    pairs([
      [phrase('fact-when'), style.minute(event.at)],
      [phrase('fact-by'), event.by === undefined ? phrase('nobody-accredited') : phrase('name-gln', event.by)],
      [phrase('fact-rows'), event.rows === undefined ? undefined : grouped(event.rows)],
      [phrase('fact-leaf'), event.hash],
      [phrase('fact-contested'), event.contested ? phrase('forked-below') : undefined],
      [phrase('fact-malformed'), event.fault],
    ]),
    ...parts,
    ...(event.sealed.length === 0
      ? []
      : [style.dim(wrap(phrase('sealed-for', { readers: event.sealed.map((name) => phrase(SEALED[name])) })))]),
  ].join('\n');
}
