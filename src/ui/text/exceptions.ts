// Differences between goods and data, open ones first, each with what was said of it and the command that goes on.

import type { ExceptionWord } from '../../app/steps/exception-cases.ts';
import type { ExceptionAnswer } from '../../app/steps/exception-handling.ts';
import { resolutionText } from '../../app/steps/exception-words.ts';
import type { ExceptionLine, ExceptionList } from '../../app/steps/exceptions.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap, wrapCommand } from '../style.ts';
import { nameOfScan } from './item-name.ts';
import { onward, written } from './written.ts';

const MARGIN = '  ';

export function text(data: ExceptionList & { readonly total?: number }, style: Style): string {
  const { exceptions, resolved, open, total = exceptions.length } = data;
  if (exceptions.length === 0)
    return resolved === 0 ? phrase('no-exceptions') : phrase('no-open-exceptions', { resolved });
  return [...exceptions.flatMap((one) => linesOf(one, style)), phrase('exceptions-of', { open, total })].join('\n');
}

function linesOf(one: ExceptionLine, style: Style): readonly string[] {
  const { state, kind, count, items, own, note, expected, seen, settled } = one;
  const [first = ''] = items;
  const about = {
    at: style.minute(one.at),
    kind: phrase(`kind-${kind}`),
    what: count === 0 ? '' : phrase('exception-count', { count, first: nameOfScan(first) }),
    shipment: one.despatch ?? one.shipment ?? '–',
  };
  const head = own
    ? phrase('exception-to', { ...about, to: one.toName })
    : phrase('exception-from', { ...about, from: one.fromName });
  const isOver = state === 'resolved';
  const paint = isOver ? style.dim : one.waitsFor === 'here' ? style.yellow : (shown: string) => shown;
  return [
    paint(wrap(head, MARGIN)),
    ...(note === undefined ? [] : [wrap(MARGIN + note, MARGIN)]),
    ...(expected === undefined && seen === undefined
      ? []
      : [wrap(MARGIN + phrase('expected-seen', { expected: expected ?? '–', seen: seen ?? '–' }), MARGIN)]),
    ...one.words.map((word) => wrap(MARGIN + wordText(word, style), MARGIN)),
    ...(settled === undefined ? [] : [MARGIN + phrase(settled === 'voided' ? 'settled-voided' : 'settled-moved-on')]),
    ...(isOver ? [] : openLines(one, style)),
  ];
}

function openLines(one: ExceptionLine, style: Style): readonly string[] {
  const other = one.own ? one.toName : one.fromName;
  const facts = [
    ...(one.overdue ? [style.red(phrase('overdue-since', { due: style.minute(one.due) }))] : []),
    ...(one.waitsFor === 'nobody'
      ? []
      : [one.waitsFor === 'here' ? phrase('waits-for-here') : phrase('waits-for-there', { to: other })]),
  ];
  return [
    ...(facts.length === 0 ? [] : [wrap(MARGIN + facts.join('; '), MARGIN)]),
    ...(one.waitsFor === 'nobody' ? [] : [wrapCommand(MARGIN + one.command, MARGIN)]),
  ];
}

function wordText({ at, by, state, resolution, note }: ExceptionWord, style: Style): string {
  const how = resolution === undefined ? '' : `: ${resolutionText(resolution)}`;
  const said = { at: style.minute(at), by, how, note: note === undefined ? '' : `: ${note}` };
  return state === 'answered' ? phrase('word-answered', said) : phrase('word-resolved', said);
}

export function tellText(data: ExceptionAnswer, style: Style): string {
  const { to, kind } = data;
  const done = phrase('told-exception', { to, kind: phrase(`kind-${kind}`) });
  return [wrap(written(data, done, style), MARGIN), ...onward(data)].join('\n');
}

export function answerText(data: ExceptionAnswer, style: Style): string {
  const how = data.resolution === undefined ? '' : `: ${resolutionText(data.resolution)}`;
  const done = phrase('answered-exception', { to: data.to, kind: phrase(`kind-${data.kind}`), how });
  return [wrap(written(data, done, style), MARGIN), ...onward(data)].join('\n');
}

export function resolveText(data: ExceptionAnswer, style: Style): string {
  const how = data.resolution === undefined ? '' : `: ${resolutionText(data.resolution)}`;
  const done = phrase('resolved-exception', { kind: phrase(`kind-${data.kind}`), how });
  // What was settled without a word of anybody is nothing to be sent.
  const next = data.resolution === undefined ? [] : onward(data);
  return [wrap(written(data, done, style), MARGIN), ...next].join('\n');
}
