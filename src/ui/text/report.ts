// A report: what was said and who can read it.
import type { ReportAnswer } from '../../app/verdict/report.ts';
import { phrase } from '../../words/en/goods-text.ts';
import { type Style, wrap } from '../style.ts';
import { onward } from './written.ts';

export function text(data: ReportAnswer, style: Style): string {
  const to = data.to.length === 0 ? phrase('nobody-yet') : data.to.join(', ');
  const verb = phrase(data.dryRun ? 'would-be-reported' : data.already ? 'already-reported' : 'reported');
  const done = phrase('reported-as', { done: style.bold(verb), as: data.as, to });
  return wrap([done, ...onward(data, phrase('next-sync'))].join('\n'));
}
