// What a code says, a line for each element, then what was mended and other readings.
import type { Decoded } from '../../gs1/index.ts';
import { phrase } from '../../words/en/record-text.ts';
import { sentence, textOf } from '../../words/say.ts';
import { faultSaid, repairSaid } from '../../words/scan-words.ts';
import { columns, type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';

/** What the command answers; of a picture also what its symbol says. */
type DecodeData = Omit<Decoded, 'ok'> & { readonly format?: string; readonly text?: string };

export function text(data: DecodeData, style: Style, context: TextContext): string {
  const { elements, repairs, candidates, digitalLink, symbology, warnings } = data;
  const width = elements.reduce((widest, { title }) => Math.max(widest, columns(title)), 12);
  const row = (label: string, value: string) => {
    const space = ' '.repeat(width - columns(label) + 2);
    return wrap(style.dim(label) + space + value, ' '.repeat(width + 2));
  };
  const lines = elements.map(({ ai, title, value }) => row(title, `${`(${ai})`.padEnd(6)}  ${style.bold(value)}`));
  const kind = symbology ?? data.format;
  if (kind) lines.push(row(phrase('symbology'), kind));
  // Elements say it already; a code that is not GS1 says what it says.
  if (elements.length === 0 && data.text !== undefined) lines.push(row(phrase('text'), style.bold(data.text)));
  if (digitalLink)
    lines.push(wrap(`${style.dim('Digital Link')}${' '.repeat(Math.max(2, width - 10))}${digitalLink}`, '  '));
  for (const repair of repairs) lines.push(row(phrase('repaired'), textOf(repairSaid(repair))));
  for (const warning of warnings) lines.push(row(phrase('warning'), sentence(faultSaid(warning).message)));
  // Where nothing was mended, other readings are what a keyboard might have changed: of use to those who ask for more.
  const doubtful = data.errors.length > 0 || repairs.length > 0 || style.verbose;
  for (const { elements } of doubtful ? candidates : []) {
    lines.push(row(phrase('or'), elements.map(({ ai, value }) => `(${ai})${value}`).join('')));
  }
  const apart = context.n !== undefined && context.n > 1 && lines.length > 0 ? [''] : [];
  return [...apart, ...lines].join('\n');
}
