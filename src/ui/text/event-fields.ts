// The parts of an event as people read them: fields by what they mean, times as times, goods as goods.
import { readItems } from '../../custody/events/items.ts';
import { counted, grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';

/** What a field is called; what is not here is said by its own name, in words. */
const CALLED: Readonly<Record<string, string>> = {
  gln: 'GLN',
  gtin: 'GTIN',
  gtins: 'GTINs',
  sscc: 'SSCC',
  po: 'purchase order',
  rma: 'return authorisation',
  despatch: 'despatch advice',
  signKey: 'signing key',
  sealKey: 'sealing key',
  size: 'size',
  root: 'root of its tree',
  from: 'from',
  respondBy: 'answer by',
  level: 'effectiveness level',
  class: 'class',
  all: 'all lots',
  of: 'adds to recall (leaf)',
  recall: 'recall (leaf)',
  seq: 'event',
  opens: 'containers opened',
  notSupplied: 'was not supplied',
  checked: 'counted',
  extra: 'came and was not announced',
  as: 'reported as',
  raw: 'scan',
  ref: 'reference',
  once: 'key of --once',
  made: 'made on',
  n: 'step',
  sentOn: 'sent on',
  held: 'here, not set apart',
  quarantined: 'in quarantine',
  unaccounted: 'missing',
  received: 'ever here',
  decommissioned: 'out of use',
};

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
  const line = (text: string) => [wrap(`${indent}${called}: ${text}`, `${indent}  `)];
  // Whoever has it can print the packs of the lot once more.
  if (name === 'seed') return line('not shown; --json has it');
  if (TOKENS.has(name) && Array.isArray(value)) return line(grouped(value.length));
  if (name === 'from' && typeof value === 'number') return [`${indent}honoured from its event: ${grouped(value)}`];
  if (name === 'network' && value === null) return line('founded by this event');
  if (GOODS.has(name)) {
    const goods = goodsLines(value, `${indent}  `);
    if (goods !== undefined) return goods.length === 0 ? [] : [`${indent}${called}:`, ...goods];
  }
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return line(listText(value, style));
    return value
      .slice(0, LONGEST_LIST)
      .flatMap((one, at) => linesOf(`${called} ${at + 1}`, one, style, indent))
      .concat(value.length > LONGEST_LIST ? [`${indent}  … ${grouped(value.length)} in all`] : []);
  }
  if (typeof value === 'object' && value !== null) {
    return [`${indent}${called}:`, ...fieldLines(value, style, `${indent}  `)];
  }
  return line(said(value, style));
}

/** `soldTo` is said as `sold to`. */
function calledIn(name: string): string {
  return CALLED[name] ?? name.replace(/(?<=[a-z\d])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

function listText(list: readonly unknown[], style: Style): string {
  const more = list.length > LONGEST_LIST ? ` … ${grouped(list.length)} in all` : '';
  return (
    list
      .slice(0, LONGEST_LIST)
      .map((one) => said(one, style))
      .join(', ') + more
  );
}

/** Milliseconds since 1970 from 2001 on: no count of an event is as large. */
const FIRST_MOMENT = 1e12;
const LAST_MOMENT = 253_402_300_799_999;

function said(value: unknown, style: Style): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value);
  const isMoment = Number.isInteger(value) && value >= FIRST_MOMENT && value <= LAST_MOMENT;
  return isMoment ? style.minute(new Date(value).toISOString()) : grouped(value);
}

/** Undefined where it is no list of goods. */
function goodsLines(value: unknown, indent: string): readonly string[] | undefined {
  const items = readItems(value as Parameters<typeof readItems>[0]);
  if (items === undefined) return undefined;
  const packs = items.packs.map(({ gtin, lot, expiry, serials }) => {
    const shown = serials.slice(0, LONGEST_LIST).join(', ');
    const more = serials.length > LONGEST_LIST ? ` … ${grouped(serials.length)} in all` : '';
    const what = `${counted(serials.length, 'pack')} of ${gtin}, lot ${lot}, exp ${expiry}: ${shown}${more}`;
    return wrap(indent + what, `${indent}  `);
  });
  const containers = items.containers.map(({ sscc, gtin, serial }) =>
    sscc === undefined ? `${indent}case (01)${gtin}(21)${serial}` : `${indent}SSCC ${sscc}`,
  );
  return [...packs, ...containers];
}
