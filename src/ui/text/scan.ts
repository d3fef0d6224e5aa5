// A scanning session at the counter: a band that is read from two metres, one line of what it is, and the running count.
import type { LeftLine, SessionData } from '../../app/session.ts';
import { plain, plainValue } from '../plain.ts';
import { counted, narrowed, type Style, WIDTH, wrap } from '../style.ts';
import type { TextContext } from './index.ts';

type Tone = 'green' | 'amber' | 'red';
/** Black on green and on amber, white on red. */
const BANDS: Readonly<Record<Tone, string>> = { green: '30;42', amber: '30;43', red: '97;41' };
const MARGIN = 13;

export function text(given: SessionData, style: Style, context: TextContext): string {
  const data = plainValue(given) as SessionData;
  const told = narrowed(toldBy(data, style, context));
  const tone = toneOf(data, context);
  if (data.kind !== 'scan' && data.result !== 'copy') return told;
  const word = wordFor(data);
  const band = bandOf(word, tone, data, style);
  return [band, told, style.dim(tallyText(data))].filter((line) => line !== '').join('\n');
}

/** A full line of colour where there are colours; else the word alone. */
function bandOf(word: string, tone: Tone, data: SessionData, style: Style): string {
  const line = ` ${word.padEnd(MARGIN)}${itemText(data)}`;
  if (style.bold('x') === 'x') return line.trimEnd();
  const fitting = [...line].length > WIDTH ? `${[...line].slice(0, WIDTH - 1).join('')}…` : line;
  return `\x1b[1;${BANDS[tone]}m${fitting.padEnd(WIDTH)}\x1b[0m`;
}

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

function itemText({ item, product, packs }: SessionData): string {
  if (item === undefined) return '';
  const { sscc, lot, serial } = item;
  if (sscc !== undefined) return `SSCC ${sscc}${packs === undefined ? '' : `  ${counted(packs, 'pack')}`}`;
  return [product, lot === undefined ? undefined : `lot ${lot}`, serial]
    .filter((part) => part !== undefined)
    .join('  ');
}

function toldBy(data: SessionData, style: Style, context: TextContext): string {
  switch (data.kind) {
    case 'start':
      return startText(data, style);
    case 'end':
      return endText(data, style, context);
    case 'problem':
      return sentences([data.text, data.advice], style.yellow('!'));
    case 'key':
      return keyText(data);
    default: {
      const question =
        data.asks === true ? 'The same box? Enter. A second box? Type 2 and Enter: one is a copy.' : undefined;
      return sentences([data.text, data.advice, question], '');
    }
  }
}

function sentences(parts: readonly (string | undefined)[], mark: string): string {
  const indent = ' '.repeat(MARGIN + 1);
  return parts
    .filter((part) => part !== undefined)
    .map((part, at) => wrap((at === 0 && mark !== '' ? ` ${mark}`.padEnd(indent.length) : indent) + part, indent))
    .join('\n');
}

function keyText(data: SessionData): string {
  if (data.continued !== undefined) return `Going on: ${leftText(data.continued)}. ${tallyText(data)}`;
  if (data.discarded !== undefined) return `${counted(data.discarded, 'session')} dropped.`;
  if (data.result === 'copy') return sentences([data.text, data.advice], '');
  return ` ${data.text ?? ''}   ${tallyText(data)}`;
}

function startText(data: SessionData, style: Style): string {
  const lines = [style.bold(`${TITLES[data.mode]}${data.into === undefined ? '' : ` into SSCC ${data.into}`}`)];
  const { expected } = data.tally ?? {};
  if (expected !== undefined) lines.push(`Expected: ${expected}`);
  if (data.continued !== undefined) lines.push(`Going on: ${leftText(data.continued)}`);
  if (data.discarded !== undefined) lines.push(`${counted(data.discarded, 'session')} dropped.`);
  for (const left of data.unfinished ?? []) lines.push(style.yellow(`Not finished: ${leftText(left)}`));
  const own = (data.unfinished ?? []).some(({ mode }) => mode === data.mode);
  if (data.person !== true) return [...lines, ...(own ? ['--continue, --finish or --discard it'] : [])].join('\n');
  if (own) lines.push('Enter goes on with it, d and Enter drops it, a scan begins anew and leaves it.');
  lines.push(style.dim('Scan. Enter on an empty line ends, Ctrl-Z takes back, Ctrl-C leaves all for later.'));
  return lines.join('\n');
}

const TITLES: Readonly<Record<SessionData['mode'], string>> = {
  verify: 'Verifying',
  receive: 'Receiving',
  ship: 'Shipping',
  dispense: 'Dispensing',
  pack: 'Packing',
  'stock-take': 'Stock-taking',
};

function leftText({ mode, since, scans }: LeftLine): string {
  return `${mode} since ${since.slice(0, 16).replace('T', ' ')} UTC, ${counted(scans, 'scan')}`;
}

function endText(data: SessionData, style: Style, context: TextContext): string {
  const head = {
    recorded: `Recorded${data.event === undefined ? '' : `: ${data.event}`}`,
    counted: data.mode === 'verify' || data.mode === 'stock-take' ? 'Done' : 'Nothing to record',
    'nothing-scanned': 'Nothing was scanned',
    kept: 'Not recorded',
  }[data.result as 'recorded' | 'counted' | 'nothing-scanned' | 'kept'];
  const paint = context.exit === 0 ? style.green : style.yellow;
  const lines = [`${style.bold(paint(head))}   ${tallyText(data)}`];
  if (data.text !== undefined) lines.push(data.text);
  if (data.advice !== undefined) lines.push(data.advice);
  const missing = data.missing ?? [];
  named(lines, `Missing ${data.missingCount ?? missing.length}`, missing);
  named(lines, 'Not in stock by the books', data.unexpected ?? []);
  named(
    lines,
    'Gone or missing by the books',
    (data.wrongState ?? []).map(({ item, state }) => `${item}  ${state}`),
  );
  named(lines, 'Two boxes with one code, none counted', (data.copies ?? []).map(plain));
  named(lines, 'Scanned more than once, counted once', (data.repeated ?? []).map(plain));
  return lines.join('\n');
}

const SHOWN = 20;

function named(lines: string[], title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push(`${title}:`, ...items.slice(0, SHOWN).map((item) => `  ${item}`));
  if (items.length > SHOWN) lines.push(`  and ${items.length - SHOWN} more`);
}

function tallyText({ tally, mode }: SessionData): string {
  if (tally === undefined) return '';
  const { counted: things, packs, duplicates, refused, unreadable, expected, here } = tally;
  return [
    expected === undefined ? undefined : `${here} of ${expected}`,
    things === packs ? counted(packs, 'pack') : `${things} counted, ${counted(packs, 'pack')}`,
    duplicates === 0 ? undefined : `${duplicates} twice`,
    refused === 0 ? undefined : `${refused} ${mode === 'verify' ? 'stopped' : 'not counted'}`,
    unreadable === 0 ? undefined : `${unreadable} unreadable`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
