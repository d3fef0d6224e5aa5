// Goods without data and data without goods, oldest first, each with the command that goes on.
import type { WaitingLine } from '../../app/outside/waiting-goods.ts';
import { saySpan } from '../../custody/tell.ts';
import { phrase } from '../../words/en/outside.ts';
import { type Style, wrap } from '../style.ts';
import { written } from './written.ts';

const HOUR = 3_600_000;
const SHOWN = 5;

export function text({ waiting }: { readonly waiting: readonly WaitingLine[] }, style: Style): string {
  if (waiting.length === 0) return phrase('nothing-waits');
  return waiting.map((line) => block(line, style)).join('\n');
}

export function askedText(
  data: { readonly waiting: readonly WaitingLine[]; readonly already: boolean; readonly dryRun?: true },
  style: Style,
): string {
  const [line] = data.waiting;
  if (line === undefined) return '';
  return written(data, wrap(phrase('asked-noted', { who: whoOf(line), day: line.asked ?? '' }), '  '), style);
}

function block(line: WaitingLine, style: Style): string {
  const { kind, items: count, ageHours, names = [], id, despatch, asked, askedDays = 0 } = line;
  const said = { who: whoOf(line), count, age: saySpan(ageHours * HOUR) };
  const more = count - Math.min(SHOWN, names.length);
  const shown = names.slice(0, SHOWN).map((name) => `  ${name}`);
  return [
    style.bold(wrap(phrase(kind, said), '  ')),
    ...(names.length === 0 ? [] : shown),
    ...(names.length > 0 && more > 0 ? [`  ${phrase('and-more-items', { count: more })}`] : []),
    `  ${despatch === undefined ? id : `${despatch}  ${style.dim(id)}`}`,
    `  ${asked === undefined ? phrase('not-asked', { id }) : phrase('asked-on', { day: asked, days: askedDays })}`,
    ...(kind === 'data-without-goods' ? [`  ${phrase('next-receive-document', { id })}`] : []),
  ].join('\n');
}

function whoOf({ fromName, from }: WaitingLine): string {
  return fromName ?? from ?? phrase('unknown-bringer');
}
