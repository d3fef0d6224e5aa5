// One event with its parts, as far as they open here.
import type { OpenedEvent } from '../../app/log.ts';
import { pairs, type Style, wrap } from '../style.ts';

export function text(data: { readonly events: readonly OpenedEvent[] }, style: Style): string {
  return data.events.map((event) => one(event, style)).join('\n\n');
}

function one(event: OpenedEvent, style: Style): string {
  const parts = (['public', 'details', 'manifest', 'private'] as const).flatMap((name) => {
    const part = event[name];
    return part === undefined || Object.keys(part).length === 0 ? [] : [style.bold(name), ...fieldsOf(part, '  ')];
  });
  return [
    style.bold(`${event.type}  ${event.event}`),
    pairs([
      ['When', event.at],
      ['By', event.by === undefined ? 'nobody accredited' : `${event.by.name}, GLN ${event.by.gln}`],
      ['Rows', event.rows === undefined ? undefined : String(event.rows)],
      ['Leaf', event.hash],
      ['Contested', event.contested ? 'yes: the chain forked below this' : undefined],
      ['Malformed', event.fault],
    ]),
    ...parts,
    ...(event.sealed.length === 0 ? [] : [style.dim(`sealed for others: ${event.sealed.join(', ')}`)]),
  ].join('\n');
}

/** A value as indented lines; long lists are cut, `--json` has them whole. */
function fieldsOf(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([name, field]) => linesOf(name, field, indent));
}

const LONGEST_LIST = 20;

function linesOf(name: string, value: unknown, indent: string): string[] {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
    const more = value.length > LONGEST_LIST ? ` … ${value.length} in all` : '';
    return [wrap(`${indent}${name}: ${value.slice(0, LONGEST_LIST).join(', ')}${more}`, `${indent}  `)];
  }
  if (Array.isArray(value))
    return value.slice(0, LONGEST_LIST).flatMap((one, at) => linesOf(`${name} ${at + 1}`, one, indent));
  if (typeof value === 'object' && value !== null) return [`${indent}${name}:`, ...fieldsOf(value, `${indent}  `)];
  return [wrap(`${indent}${name}: ${String(value)}`, `${indent}  `)];
}
