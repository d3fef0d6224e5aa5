// Texts of the commands that name the events of EPCIS files and write such files.
import type { EpcisConverted } from '../../app/outside/convert-file.ts';
import type { EpcisMended } from '../../app/outside/mend-file.ts';
import { phrase } from '../../words/en/epcis-files.ts';
import { type Style, wrap } from '../style.ts';
import { findingLines } from './epcis.ts';
import { placeOf } from './written.ts';

/** The name alone is what pipes want; a terminal that is wide enough has it in one line. */
export function hash({ id, given }: { readonly id: string; readonly given?: string }, style: Style): string {
  return given === undefined || given === id ? id : `${id}\n  ${style.dim(given)}`;
}

function lostLines(lost: EpcisConverted['lost']): readonly string[] {
  return lost.map(({ count, text, event, what }) =>
    wrap(`  ${phrase('lost-line', { count, text, event: event ?? -1, what: what ?? '' })}`, '    '),
  );
}

/** The names of the forms, for people. */
const FORMS = { '1.2': 'EPCIS 1.2 XML', '2.0': 'EPCIS 2.0 JSON', '2.0-xml': 'EPCIS 2.0 XML' } as const;

export function convert({ file, to, events, lost }: EpcisConverted, style: Style): string {
  const place = style.bold(placeOf(file));
  const done = phrase('converted', { file: place, events, form: FORMS[to] });
  if (lost.length === 0) return wrap(style.green(done), '  ');
  return [wrap(style.yellow(done), '  '), phrase('not-carried-over'), ...lostLines(lost)].join('\n');
}

export function mend({ file, events, changed, changes, lost, left }: EpcisMended, style: Style): string {
  const done = phrase('mended', { file: style.bold(placeOf(file)), events, changed });
  const isClean = left.length + lost.length === 0;
  const more = changed - changes.length;
  return [
    wrap(isClean ? style.green(`${done}, ${phrase('nothing-left')}`) : style.yellow(done), '  '),
    ...changes.map(({ text, event, was, is }) =>
      wrap(`  ${phrase('mend-line', { text, event: event ?? -1, was, is })}`, '    '),
    ),
    ...(more > 0 ? [`  ${phrase('more-changes', { count: more })}`] : []),
    ...(lost.length === 0 ? [] : [phrase('not-carried-over'), ...lostLines(lost)]),
    ...(left.length === 0 ? [] : [phrase('left-for-sender'), ...left.map((one) => findingLines(one, style))]),
  ].join('\n');
}
