// Three verdicts as a terminal shows them.
import { JUDGED, type PictureDay } from './day.ts';
import { ADVANCE, LINE, type Palette, picture, text } from './svg.ts';

/** What `verify` printed of one pack. */
export interface Verdict {
  readonly line: string;
  readonly printed: readonly string[];
}

export async function verdicts(day: PictureDay): Promise<readonly Verdict[]> {
  const all: Verdict[] = [];
  for (const file of JUDGED) {
    const { text: printed } = await day.run('hill', 'verify', day.path(file));
    all.push({ line: `pedigree verify ${file}`, printed: printed.trimEnd().split('\n') });
  }
  return all;
}

const MARGIN = 18;
const COLUMNS = 80;

/** A verdict's first word is what is seen from two metres: the colour says it again. */
function colourOf(first: string, palette: Palette): string {
  if (first.startsWith('GENUINE')) return palette.good;
  return first.startsWith('STOP') ? palette.bad : palette.unsure;
}

export function verdictsPicture(all: readonly Verdict[], palette: Palette): string {
  const body: string[] = [];
  let y = MARGIN + LINE - 6;
  for (const { line, printed } of all) {
    body.push(text(MARGIN, y, `$ ${line}`, { fill: palette.faint }));
    const [first = ''] = printed;
    for (const [at, words] of printed.entries()) {
      y += LINE;
      const [, head = '', rest = ''] = /^([A-Z]+(?: [A-Z]+)*)( .*)$/.exec(at === 0 ? words : '') ?? [];
      if (head === '') {
        body.push(text(MARGIN, y, words, { fill: palette.ink }));
        continue;
      }
      body.push(text(MARGIN, y, head, { fill: colourOf(first, palette), bold: true }));
      const blanks = rest.length - rest.trimStart().length;
      const x = MARGIN + (head.length + blanks) * ADVANCE;
      body.push(text(x, y, rest.trimStart(), { fill: colourOf(first, palette) }));
    }
    y += LINE * 1.8;
  }
  const height = y - LINE * 0.8 - 6 + MARGIN;
  const title = all.map(({ line, printed }) => `${line}: ${printed.map((words) => words.trim()).join(' ')}`).join('. ');
  return picture(Math.ceil(COLUMNS * ADVANCE + 2 * MARGIN), Math.ceil(height), title, palette, body);
}
