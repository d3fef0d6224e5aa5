// Reports with what was answered, and an answer that was given.
import { lastWords } from '../../app/node/shell-words.ts';
import type { AnsweredReport, ReportLine, ReportList } from '../../app/verdict/report-answer.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap, wrapCommand } from '../style.ts';
import { onward, written } from './written.ts';

const MARGIN = '  ';

export function text({ reports, open }: ReportList, style: Style): string {
  if (reports.length === 0) return phrase('no-reports');
  return [...reports.flatMap((one) => linesOf(one, style)), phrase('reports-open', { open })].join('\n');
}

function linesOf(one: ReportLine, style: Style): readonly string[] {
  const { own, by, as, state, note, answers, outcome } = one;
  const said = { pack: packIn(one.item), as, at: style.minute(one.at), note };
  const head = own ? phrase('own-report-of', said) : phrase('report-of-by', { ...said, by });
  const paint = state === 'open' ? style.yellow : outcome === 'illegitimate' ? style.red : style.dim;
  const told = answers.map((answer) =>
    wrap(`${MARGIN}${phrase('answer-by', { ...answer, at: style.minute(answer.at) })}`, MARGIN),
  );
  const end = answers.length > 0 ? [] : [MARGIN + phrase(outcome === undefined ? 'not-answered' : 'cleared-since')];
  const command = phrase('answer-it', { id: lastWords(one.event) });
  return [
    paint(wrap(head, MARGIN)),
    ...told,
    ...(as === 'cleared' ? [] : end),
    ...(own || state !== 'open' ? [] : [wrapCommand(MARGIN + command, MARGIN)]),
  ];
}

function packIn(item: object): string {
  const { gtin, serial } = item as { readonly gtin?: string; readonly serial?: string };
  return gtin === undefined ? phrase('one-pack') : `(01)${gtin}${serial === undefined ? '' : `(21)${serial}`}`;
}

export function answerText(data: AnsweredReport, style: Style): string {
  const { to, item, as } = data;
  const done = phrase('report-answered-to', { pack: packIn(item), as, to });
  return [wrap(written(data, done, style), MARGIN), ...onward(data)].join('\n');
}
