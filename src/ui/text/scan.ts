// A scanning session at the counter: a band that is read from two metres, one line of what it is, and the running count.
import type { LeftLine, SessionData } from '../../app/sessions/session.ts';
import { counted } from '../../words/numbers.ts';
import { plain, plainValue } from '../plain.ts';
import { columns, inRoom, narrowed, type Style, WIDTH, wrap } from '../style.ts';
import { shown } from '../table.ts';
import type { TextContext } from './context.ts';
import { nameOfScan } from './item-name.ts';
import { productCell } from './product-words.ts';
import { band, line, type Tone } from './scan-band.ts';

export function text(given: SessionData, style: Style, context: TextContext): string {
  const data = { ...(plainValue(given) as SessionData), ...scansOf(given) };
  // Only a person has a terminal of another width; what goes to a file has the usual one.
  const wide = data.person === true ? (context.columns ?? WIDTH) : WIDTH;
  const width = Math.min(WIDTH, wide);
  const told = narrowed(
    inRoom(width, () => toldBy(data, style, context, width)),
    width,
  );
  if (data.kind !== 'scan' && data.result !== 'copy') return told;
  const head = headOf(data, toneOf(data, context), style, wide);
  return [head, told, narrowed(tallyText(data), width)].filter((part) => part !== '').join('\n');
}

/** Scans keep their separators until they are named. */
function scansOf({ copies, repeated, recorded, items }: SessionData): Partial<SessionData> {
  return Object.fromEntries(
    Object.entries({ copies, repeated, recorded, items }).filter(([, value]) => value !== undefined),
  );
}

/** Letters of three lines for a person, a line of colour for a file that is read with its colours, else the word alone. */
function headOf(data: SessionData, tone: Tone, style: Style, wide: number): string {
  const word = wordFor(data);
  const item = itemText(data);
  if (style.bold('x') === 'x') return narrowed(`${word.padEnd(MARGIN)}${item}`.trimEnd(), Math.min(WIDTH, wide));
  if (data.person !== true) return line(tone, `${word.padEnd(MARGIN)}${itemText(data, wide - MARGIN - 2)}`, wide);
  const named = item === '' ? [] : [style.bold(narrowed(item, Math.min(WIDTH, wide)))];
  return [band(tone, word, bigCount(data), wide), ...named].join('\n');
}

/** What matters from afar: how many are here, of how many. */
function bigCount({ tally }: SessionData): string {
  if (tally === undefined) return '';
  const { packs, expected, here } = tally;
  return expected === undefined ? `${packs}` : `${here}/${expected}`;
}

const MARGIN = 13;
/** A product's name is not cut to less. */
const LEAST_NAME = 12;

function toneOf(data: SessionData, context: TextContext): Tone {
  if (data.again === true) return 'amber';
  if (data.status === 'stop') return 'red';
  if (data.status === 'genuine' && context.exit === 0) return 'green';
  return 'amber';
}

function wordFor(data: SessionData): string {
  if (data.result === 'copy') return 'STOP';
  if (data.result === 'duplicate' && data.status !== 'stop') return 'TWICE';
  if (data.again === true || data.result === 'unreadable') return 'SCAN AGAIN';
  switch (data.status) {
    case 'genuine':
      return data.mode === 'verify' ? 'GENUINE' : 'OK';
    case 'caution':
      return data.result === 'refused' ? 'NOT COUNTED' : 'LOOK';
    case 'unknown':
      return 'CANNOT TELL';
    default:
      return data.code === 'recalled' ? 'RECALLED' : 'STOP';
  }
}

/** Where there is too little room the product's name gives way, never lot or serial. */
function itemText({ item, packs, status, ...product }: SessionData, room = Number.POSITIVE_INFINITY): string {
  if (item === undefined) return '';
  const { sscc, lot, serial } = item;
  // Of what cannot be told how much is in it cannot be told either.
  const inside = packs === undefined || status === 'unknown' ? '' : `  ${counted(packs, 'pack')}`;
  if (sscc !== undefined) return `SSCC ${sscc}${inside}`;
  const which = [lot === undefined ? undefined : `lot ${lot}`, serial].filter((part) => part !== undefined).join('  ');
  if (product.product === undefined) return which;
  return `${shown(productCell(product), Math.max(LEAST_NAME, room - columns(which) - 2))}  ${which}`;
}

function toldBy(data: SessionData, style: Style, context: TextContext, width: number): string {
  switch (data.kind) {
    case 'start':
      return startText(data, style);
    case 'end':
      return endText(data, style, context);
    case 'problem':
      return [sentences([data.text, data.advice], style.yellow('!'), width), ...badItems(data)].join('\n');
    case 'key':
      return keyText(data, style, width);
    default: {
      const notes = (data.notes ?? []).map((note) => `Note: ${note}`);
      return sentences([data.text, data.advice, ...notes, ...(data.asks === true ? QUESTION : [])], '', width);
    }
  }
}

const QUESTION = [
  'The same box: Enter. A second box: 2 and Enter, one is a copy.',
  'Not to be counted after all: 0 and Enter.',
];

function badItems({ items = [] }: SessionData): readonly string[] {
  const lines = items.slice(0, SHOWN).map(({ input, reason }) => `  ${nameOfScan(input)}: ${plain(reason)}`);
  if (items.length > SHOWN) lines.push(`  and ${items.length - SHOWN} more`);
  return items.length === 0 ? [] : [...lines, 'Scan one of them again and type 0 to take it out.'];
}

/** Sentences stand below the item; on a narrow terminal there is no room for a margin. */
function sentences(parts: readonly (string | undefined)[], mark: string, width: number): string {
  const indent = ' '.repeat(width < WIDTH ? 2 : MARGIN);
  return parts
    .filter((part) => part !== undefined)
    .map((part, at) => {
      const begin = at === 0 && mark !== '' ? mark + ' '.repeat(indent.length - 1) : indent;
      return wrap(begin + part, indent, width);
    })
    .join('\n');
}

function keyText(data: SessionData, style: Style, width: number): string {
  if (data.continued !== undefined) return `Going on: ${leftText(data.continued, style)}. ${tallyText(data)}`;
  if (data.discarded !== undefined) return `${counted(data.discarded, 'session')} dropped.`;
  if (data.result === 'copy') return sentences([data.text, data.advice], '', width);
  if (data.missing === undefined) return `${sentences([data.text], '', width)}\n${tallyText(data)}`;
  const lines: string[] = [];
  named(lines, `${counted(data.missing.length, 'thing')} of what was announced did not come`, data.missing);
  lines.push('Enter: it may still come. missing and Enter: the shipper is told. Or scan on.');
  return lines.join('\n');
}

function startText(data: SessionData, style: Style): string {
  const to = data.toName === undefined ? '' : ` to ${data.toName}`;
  const lines = [style.bold(`${TITLES[data.mode]}${to}${data.into === undefined ? '' : ` into SSCC ${data.into}`}`)];
  const expected = expectedText(data);
  if (expected !== '') lines.push(expected);
  if (data.continued !== undefined) lines.push(`Going on: ${leftText(data.continued, style)}`);
  if (data.discarded !== undefined) lines.push(`${counted(data.discarded, 'session')} dropped.`);
  for (const left of data.unfinished ?? []) lines.push(style.yellow(`Not finished: ${leftText(left, style)}`));
  const own = (data.unfinished ?? []).some(({ mode }) => mode === data.mode);
  if (data.person !== true) return [...lines, ...(own ? ['--continue, --finish or --discard it'] : [])].join('\n');
  if (own) lines.push('Enter goes on with it, d and Enter drops it, a scan begins anew and leaves it.');
  lines.push('Scan. Enter on an empty line ends. Ctrl-Z takes the last scan back.');
  if (data.mode === 'receive') lines.push('damaged and Enter marks the last scan.');
  lines.push(data.mode === 'verify' ? 'Ctrl-C ends, too.' : 'Ctrl-C leaves all for later.');
  return lines.join('\n');
}

function expectedText({ mode, tally, packs }: SessionData): string {
  const { expected } = tally ?? {};
  if (expected === undefined) return '';
  if (mode === 'stock-take') return `In stock by the books: ${counted(expected, 'pack')}`;
  return `Announced: ${expected} to be scanned${packs === undefined ? '' : `, with ${counted(packs, 'pack')}`}`;
}

const TITLES: Readonly<Record<SessionData['mode'], string>> = {
  verify: 'Verifying',
  receive: 'Receiving',
  ship: 'Shipping',
  dispense: 'Dispensing',
  pack: 'Packing',
  'stock-take': 'Stock-taking',
};

function leftText({ mode, since, scans }: LeftLine, style: Style): string {
  return `${mode} since ${style.minute(since)}, ${counted(scans, 'scan')}`;
}

function endText(data: SessionData, style: Style, context: TextContext): string {
  const head = {
    recorded: `Recorded${data.event === undefined ? '' : `: ${data.event}`}`,
    counted: data.mode === 'verify' || data.mode === 'stock-take' ? 'Done' : 'Nothing to record',
    'nothing-scanned': 'Nothing was scanned',
    kept: 'Not recorded',
  }[data.result as 'recorded' | 'counted' | 'nothing-scanned' | 'kept'];
  const paint = context.exit === 0 ? style.green : style.yellow;
  const lines = [style.bold(paint(head)), tallyText(data)];
  if (data.into !== undefined && data.result === 'recorded') {
    lines.push(`In SSCC ${data.into}`, `next: pedigree label ${data.into} --format pdf`);
  }
  if (data.text !== undefined) lines.push(data.text);
  if (data.advice !== undefined) lines.push(data.advice);
  for (const warning of listIn(data.recorded, 'warnings')) lines.push(wrap(`Note: ${plain(String(warning))}`, '  '));
  const missing = data.missing ?? [];
  named(lines, missingTitle(data, missing.length), missing);
  named(lines, 'Damaged, quarantined here', listIn(data.recorded, 'damaged').map(String).map(nameOfScan));
  named(lines, 'Not in stock by the books', data.unexpected ?? []);
  named(
    lines,
    'Gone or missing by the books',
    (data.wrongState ?? []).map(({ item, state }) => `${item}  ${state}`),
  );
  named(lines, 'Two boxes with one code, none counted', (data.copies ?? []).map(nameOfScan));
  named(lines, 'Scanned more than once, counted once', (data.repeated ?? []).map(nameOfScan));
  return lines.join('\n');
}

function missingTitle({ mode, missingCount, recorded }: SessionData, count: number): string {
  if (mode !== 'receive') return `Missing ${missingCount ?? count}`;
  const told = listIn(recorded, 'missing').length > 0;
  return `Missing ${count}, ${told ? 'the shipper is told' : 'still on the way by the books'}`;
}

function listIn(recorded: object | undefined, name: string): readonly unknown[] {
  const list = recorded === undefined ? undefined : (recorded as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
}

const SHOWN = 20;

function named(lines: string[], title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push(`${title}:`);
  for (const item of items.slice(0, SHOWN)) lines.push(`  ${item}`);
  if (items.length > SHOWN) lines.push(`  and ${items.length - SHOWN} more`);
}

function tallyText({ tally, mode }: SessionData): string {
  if (tally === undefined) return '';
  const { counted: things, packs, duplicates, refused, unreadable, damaged, expected, here } = tally;
  return [
    expected === undefined ? undefined : `${here} of ${expected}`,
    things === packs ? counted(packs, 'pack') : `${things} counted, ${counted(packs, 'pack')}`,
    damaged === undefined ? undefined : `${damaged} damaged`,
    duplicates === 0 ? undefined : `${duplicates} twice`,
    refused === 0 ? undefined : `${refused} ${mode === 'verify' ? 'stopped' : 'not counted'}`,
    unreadable === 0 ? undefined : `${unreadable} unreadable`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
