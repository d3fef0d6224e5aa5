// The parts of an event as people read them: fields by what they mean, times as times, goods as goods.
import { readItems } from '../../custody/events/items.ts';
import { fieldName, isNamed } from '../../words/en/event-fields.ts';
import { phrase } from '../../words/en/record-text.ts';
import { grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';

/** For machines: keys and hashes that only `--json` shows. */
const FOR_MACHINES: ReadonlySet<string> = new Set([
  'onceRequest',
  'onceAnswer',
  'container',
  'bitmap',
  'keys',
  'proof',
]);
/** Lists of tokens where they are no lists of goods: their number is all that says something. */
const TOKENS: ReadonlySet<string> = new Set(['opens', 'missing']);
/** Lists of goods. */
const GOODS: ReadonlySet<string> = new Set(['items', 'missing', 'damaged']);
const LONGEST_LIST = 20;

/** A part as indented lines; long lists are cut, `--json` has them whole. */
export function fieldLines(part: object, style: Style, indent = '  '): readonly string[] {
  return Object.entries(part).flatMap(([name, value]) => linesOf(name, value, style, indent));
}

function linesOf(name: string, value: unknown, style: Style, indent: string): readonly string[] {
  if (FOR_MACHINES.has(name)) return [];
  const called = calledIn(name);
  const line = (text: string) => [wrap(indent + phrase('field', { name: called, value: text }), `${indent}  `)];
  const above = indent + phrase('field-above', { name: called });
  // Whoever has it can print the packs of the lot once more.
  if (name === 'seed') return line(phrase('not-shown'));
  if (TOKENS.has(name) && Array.isArray(value)) return line(grouped(value.length));
  if (name === 'from' && typeof value === 'number') return [indent + phrase('honoured-from', { count: value })];
  if (name === 'network' && value === null) return line(phrase('founded-here'));
  if (GOODS.has(name)) {
    const goods = goodsLines(value, `${indent}  `, style);
    if (goods !== undefined) return goods.length === 0 ? [] : [above, ...goods];
  }
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return line(listText(value, style));
    return value
      .slice(0, LONGEST_LIST)
      .flatMap((one, at) => linesOf(`${called} ${at + 1}`, one, style, indent))
      .concat(value.length > LONGEST_LIST ? [`${indent}  ${phrase('so-many-in-all', { count: value.length })}`] : []);
  }
  if (typeof value === 'object' && value !== null) {
    return [above, ...fieldLines(value, style, `${indent}  `)];
  }
  return line(said(value, style));
}

/** What no table names is said by its own name, in words: `soldTo` is said as `sold to`. */
function calledIn(name: string): string {
  return isNamed(name) ? fieldName(name) : name.replace(/(?<=[a-z\d])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

function listText(list: readonly unknown[], style: Style): string {
  const shown = list.slice(0, LONGEST_LIST).map((one) => said(one, style));
  return list.length > LONGEST_LIST
    ? phrase('list-and-more', { list: shown.join(', '), count: list.length })
    : shown.join(', ');
}

/** Milliseconds since 1970 from 2001 on: no count of an event is as large. */
const FIRST_MOMENT = 1e12;
const LAST_MOMENT = 253_402_300_799_999;

function said(value: unknown, style: Style): string {
  if (typeof value === 'boolean') return phrase(value ? 'yes' : 'no');
  if (typeof value !== 'number') return String(value);
  const isMoment = Number.isInteger(value) && value >= FIRST_MOMENT && value <= LAST_MOMENT;
  return isMoment ? style.minute(new Date(value).toISOString()) : grouped(value);
}

/** Undefined where it is no list of goods. */
function goodsLines(value: unknown, indent: string, style: Style): readonly string[] | undefined {
  const items = readItems(value as Parameters<typeof readItems>[0]);
  if (items === undefined) return undefined;
  const packs = items.packs.map(({ gtin, lot, expiry, serials }) => {
    const what = { count: serials.length, gtin, lot, expiry, serials: listText(serials, style) };
    return wrap(indent + phrase('packs-of', what), `${indent}  `);
  });
  const containers = items.containers.map(
    ({ sscc, gtin, serial }) =>
      indent + (sscc === undefined ? phrase('case', { code: `(01)${gtin}(21)${serial}` }) : phrase('sscc', { sscc })),
  );
  return [...packs, ...containers];
}
