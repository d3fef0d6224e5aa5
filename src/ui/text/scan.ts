// A scanning session at the counter: a band that is read from two metres, one line of what it is, and the running count.

import { plain, plainValue } from '../../answer/plain.ts';
import { shellWord } from '../../app/node/shell-words.ts';
import type { LeftLine, SessionData } from '../../app/sessions/session.ts';
import { phrase } from '../../words/en/session-text.ts';
import { stateWord } from '../../words/en/states.ts';
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
  if (data.result === 'copy') return phrase('stop');
  if (data.result === 'duplicate' && data.status !== 'stop') return phrase('twice');
  if (data.again === true || data.result === 'unreadable') return phrase('scan-again');
  switch (data.status) {
    case 'genuine':
      return phrase(data.mode === 'verify' ? 'genuine' : 'ok');
    case 'caution':
      return phrase(data.result === 'refused' ? 'not-counted' : 'look');
    case 'unknown':
      return phrase('cannot-tell');
    default:
      return phrase(data.code === 'recalled' ? 'recalled' : 'stop');
  }
}

/** Where there is too little room the product's name gives way, never lot or serial. */
function itemText({ item, packs, status, ...product }: SessionData, room = Number.POSITIVE_INFINITY): string {
  if (item === undefined) return '';
  const { sscc, lot, serial } = item;
  // Of what cannot be told how much is in it cannot be told either.
  const inside = packs === undefined || status === 'unknown' ? '' : `  ${phrase('packs', { count: packs })}`;
  if (sscc !== undefined) return phrase('sscc', { sscc }) + inside;
  const which = [lot === undefined ? undefined : phrase('lot', { lot }), serial]
    .filter((part) => part !== undefined)
    .join('  ');
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
      const notes = (data.notes ?? []).map((note) => phrase('note', { note }));
      return sentences(
        [data.text, data.advice, ...notes, ...(data.asks === true ? QUESTION.map((one) => phrase(one)) : [])],
        '',
        width,
      );
    }
  }
}

const QUESTION = ['same-or-second-box', 'not-after-all'] as const;

function badItems({ items = [], total = items.length }: SessionData): readonly string[] {
  const lines = items.slice(0, SHOWN).map(({ input, reason }) => `  ${nameOfScan(input)}: ${plain(reason)}`);
  if (total > SHOWN) lines.push(`  ${phrase('and-more', { count: total - SHOWN })}`);
  return items.length === 0 ? [] : [...lines, phrase('take-out')];
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
  if (data.continued !== undefined)
    return phrase('going-on-with', { left: leftText(data.continued, style), tally: tallyText(data) });
  if (data.discarded !== undefined) return phrase('dropped', { count: data.discarded });
  if (data.result === 'copy') return sentences([data.text, data.advice], '', width);
  if (data.missing === undefined) return `${sentences([data.text], '', width)}\n${tallyText(data)}`;
  const lines: string[] = [];
  named(lines, phrase('did-not-come', { count: data.missing.length }), data.missing);
  lines.push(phrase('may-still-come'));
  return lines.join('\n');
}

function startText(data: SessionData, style: Style): string {
  const lines = [style.bold(titleOf(data))];
  const expected = expectedText(data);
  if (expected !== '') lines.push(expected);
  if (data.continued !== undefined) lines.push(phrase('going-on', { left: leftText(data.continued, style) }));
  if (data.discarded !== undefined) lines.push(phrase('dropped', { count: data.discarded }));
  for (const left of data.unfinished ?? [])
    lines.push(style.yellow(phrase('not-finished', { left: leftText(left, style) })));
  const own = (data.unfinished ?? []).some(({ mode }) => mode === data.mode);
  if (data.person !== true) return [...lines, ...(own ? [phrase('what-with-it')] : [])].join('\n');
  if (own) lines.push(phrase('enter-goes-on'));
  lines.push(phrase('how-to-scan'));
  if (data.mode === 'receive') lines.push(phrase('how-damaged'));
  lines.push(phrase(data.mode === 'verify' ? 'ctrl-c-ends' : 'ctrl-c-leaves'));
  return lines.join('\n');
}

function expectedText({ mode, tally, packs }: SessionData): string {
  const { expected } = tally ?? {};
  if (expected === undefined) return '';
  if (mode === 'stock-take') return phrase('in-stock', { count: expected });
  return packs === undefined
    ? phrase('announced', { count: expected })
    : phrase('announced-packs', { count: expected, packs });
}

/** What is being done, and for whom or into what. */
function titleOf({ mode, toName, into }: SessionData): string {
  const title = phrase(mode);
  const whom = toName === undefined ? title : phrase('title-to', { title, to: toName });
  return into === undefined ? whom : phrase('title-into', { title: whom, into: containerText(into) });
}

/** Eighteen digits alone say nothing to most people. */
const containerText = (name: string): string => (/^\d/.test(name) ? phrase('sscc', { sscc: name }) : name);

function leftText({ mode, since, scans }: LeftLine, style: Style): string {
  return phrase('left', { mode, since: style.minute(since), count: scans });
}

function endText(data: SessionData, style: Style, context: TextContext): string {
  const head = {
    recorded: data.event === undefined ? phrase('recorded') : phrase('recorded-as', { event: data.event }),
    counted: data.mode === 'verify' || data.mode === 'stock-take' ? phrase('done') : phrase('nothing-to-record'),
    'nothing-scanned': phrase('nothing-scanned'),
    kept: phrase('not-recorded'),
  }[data.result as 'recorded' | 'counted' | 'nothing-scanned' | 'kept'];
  const paint = context.exit === 0 ? style.green : style.yellow;
  const lines = [style.bold(paint(head)), tallyText(data)];
  if (data.into !== undefined && data.result === 'recorded') {
    lines.push(
      phrase('in-container', { into: containerText(data.into) }),
      phrase('next-label', { into: shellWord(data.into) }),
    );
  }
  if (data.text !== undefined) lines.push(data.text);
  if (data.advice !== undefined) lines.push(data.advice);
  for (const warning of listIn(data.recorded, 'warnings'))
    lines.push(wrap(phrase('note', { note: plain(String(warning)) }), '  '));
  const missing = data.missing ?? [];
  named(lines, missingTitle(data, missing.length), missing);
  named(lines, phrase('damaged'), listIn(data.recorded, 'damaged').map(String).map(nameOfScan));
  named(lines, phrase('not-in-stock'), data.unexpected ?? []);
  named(
    lines,
    phrase('gone-by-books'),
    (data.wrongState ?? []).map(({ item, state }) => `${item}  ${stateWord(state)}`),
  );
  named(lines, phrase('copies'), (data.copies ?? []).map(nameOfScan));
  named(lines, phrase('repeated'), (data.repeated ?? []).map(nameOfScan));
  return lines.join('\n');
}

function missingTitle({ mode, missingCount, recorded }: SessionData, count: number): string {
  if (mode !== 'receive') return phrase('missing', { count: missingCount ?? count });
  const told = listIn(recorded, 'missing').length > 0;
  return phrase(told ? 'missing-told' : 'missing-on-the-way', { count });
}

function listIn(recorded: object | undefined, name: string): readonly unknown[] {
  const list = recorded === undefined ? undefined : (recorded as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
}

const SHOWN = 20;

function named(lines: string[], title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push(phrase('listed', { title }));
  for (const item of items.slice(0, SHOWN)) lines.push(`  ${item}`);
  if (items.length > SHOWN) lines.push(`  ${phrase('and-more', { count: items.length - SHOWN })}`);
}

function tallyText({ tally, mode }: SessionData): string {
  if (tally === undefined) return '';
  const { counted: things, packs, duplicates, refused, unreadable, damaged, expected, here } = tally;
  return [
    expected === undefined ? undefined : phrase('so-many-of', { here: here ?? 0, expected }),
    things === packs ? phrase('packs', { count: packs }) : phrase('so-many-counted', { count: things, packs }),
    damaged === undefined ? undefined : phrase('so-many-damaged', { count: damaged }),
    duplicates === 0 ? undefined : phrase('so-many-twice', { count: duplicates }),
    refused === 0
      ? undefined
      : phrase(mode === 'verify' ? 'so-many-stopped' : 'so-many-not-counted', { count: refused }),
    unreadable === 0 ? undefined : phrase('so-many-unreadable', { count: unreadable }),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
