// Events, a line for each.
import type { LogData, LogRow } from '../../app/record/log.ts';
import { phrase } from '../../words/en/record-text.ts';
import { grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';

export function text(data: LogData, style: Style): string {
  if (data.events.length === 0) return nothing(data);
  const heads = [
    { title: phrase('event') },
    { title: phrase('when') },
    { title: phrase('type') },
    { title: phrase('bytes'), align: 'right' as const },
    { title: phrase(data.events.some(isOpened) ? 'said-in-it' : 'for-everybody'), below: true },
  ];
  // The chain stands once above its events: it would fill half of every line.
  const lines: string[] = [];
  for (const [chain, events] of byChain(data.events)) {
    const who = events.find((event) => event.by !== undefined)?.by;
    if (lines.length > 0) lines.push('');
    lines.push(style.bold(who === undefined ? chain : `${chain}  ${who.name}`));
    const rows = events.map((event) => [
      event.event.slice(chain.length),
      style.minute(event.at),
      event.fault === undefined ? event.type : phrase('malformed', { type: event.type }),
      grouped(event.bytes),
      brief(event),
    ]);
    lines.push(table(heads, rows, style));
  }
  return lines.join('\n');
}

/** Whether something stands in it that the own keys alone open. */
function isOpened({ ref, operator }: LogRow): boolean {
  return ref !== undefined || operator !== undefined;
}

/** A type that nothing has is most often one that was misspelt, and so is a name. */
function nothing({ filter }: LogData): string {
  if (filter === undefined) return phrase('no-events');
  const { type, ref, operator, today, operators = [], of: count, types } = filter;
  if (ref !== undefined) return wrap(phrase('none-with-ref', { ref, count }), '  ');
  if (operator !== undefined) {
    const others = operators.filter((name) => name !== operator);
    const none = { operator, count, others };
    return wrap(others.length === 0 ? phrase('none-by-anybody', none) : phrase('none-by-operator', none), '  ');
  }
  if (type === undefined) return phrase('none-today', { day: today ?? '' });
  return wrap(count === 0 ? phrase('none-of-type', { type }) : phrase('others-of-type', { type, count, types }), '  ');
}

function byChain(events: readonly LogRow[]): Map<string, LogRow[]> {
  const chains = new Map<string, LogRow[]>();
  for (const event of events) {
    const chain = event.event.slice(0, event.event.indexOf('/'));
    const rows = chains.get(chain);
    if (rows === undefined) chains.set(chain, [event]);
    else rows.push(event);
  }
  return chains;
}

/** The fields that a person looks for first; the rest is for `show` and `--json`. */
function brief(event: LogRow): string {
  const said = event.public as Readonly<Record<string, unknown>>;
  const party = said.party as { readonly name?: unknown } | undefined;
  const words = [
    party?.name,
    said.name,
    said.strength,
    said.form,
    said.gtin,
    said.lot,
    said.lots,
    said.roles,
    said.kind,
    said.reason,
    event.ref,
    event.operator,
  ];
  return words
    .flatMap((word) => (word === undefined ? [] : [Array.isArray(word) ? word.join(', ') : String(word)]))
    .join(' ');
}
