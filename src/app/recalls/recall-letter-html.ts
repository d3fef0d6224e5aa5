// The letter of a recall as a page to print: the sheet to answer on is one of its own.
import { phrase } from '../../words/en/recall-letter.ts';
import { beginsPage, ENDS_PAGE, pageRow, safe } from '../node/pages.ts';
import type { LetterParts } from './letter-parts.ts';

const STYLE =
  'body{font:11pt/1.4 sans-serif;margin:2rem auto;max-width:45rem;padding:0 1rem}h1{font-size:1.5rem;color:#b00000}h2{font-size:1.2rem}' +
  'table{border-collapse:collapse;width:100%}th{text-align:left;width:14rem;font-weight:normal;color:#444}' +
  'th,td{padding:.2rem .5rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}' +
  '.serials{columns:3;font-family:monospace;font-size:9pt;overflow-wrap:anywhere}' +
  '.sheet{break-before:page}.fill td{border-bottom:1px solid #666;height:1.8rem}' +
  '@page{size:A4;margin:20mm}@media print{body{margin:0;max-width:none}}';

/** The page, piece by piece. */
export function* htmlOfLetter(letter: LetterParts): Generator<string> {
  const { title, to, from, day, facts, serials, more, asks, sheet, blanks, sendTo } = letter;
  yield `${beginsPage(title, STYLE)}<table>\n`;
  yield pageRow(phrase('to'), to.join(', '));
  yield pageRow(phrase('from'), from.join(', '));
  yield `</table>\n<p>${safe(day)}</p>\n<table>\n`;
  for (const [label, value] of facts) yield pageRow(label, value);
  yield '</table>\n';
  if (serials.length > 0) {
    yield `<p>${safe(phrase('serials'))}</p>\n<div class="serials">`;
    for (const serial of serials) yield `${safe(serial)}<br>\n`;
    yield '</div>\n';
    if (more !== undefined) yield `<p>${safe(more)}</p>\n`;
  }
  yield '<ul>\n';
  for (const ask of asks) yield `<li>${safe(ask)}</li>\n`;
  yield `</ul>\n<section class="sheet">\n<h2>${safe(phrase('sheet'))}</h2>\n<table>\n`;
  for (const [label, value] of sheet) yield pageRow(label, value);
  yield `</table>\n<p>☐ ${safe(phrase('had-none'))}</p>\n<table>\n`;
  for (const label of blanks) yield pageRow(label, '', 'fill');
  yield `</table>\n<p>${safe(sendTo)}</p>\n</section>\n${ENDS_PAGE}`;
}
