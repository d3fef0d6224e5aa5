// A pack with its code, and the four elements in it called out, as `decode` reads them.
import { dataMatrix } from '../../../src/label/symbol.ts';
import { type PictureDay, SERIALS } from './day.ts';
import { box, LINE, line, type Palette, picture, text } from './svg.ts';

/** An element as `decode` tells it. */
export interface CodeElement {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
}

export interface PackShown {
  readonly scan: string;
  readonly elements: readonly CodeElement[];
}

export async function packShown(day: PictureDay): Promise<PackShown> {
  const scan = day.scan(SERIALS[0]);
  const { text: json } = await day.run('hill', 'decode', scan, '--json');
  const { elements } = JSON.parse(json) as { readonly elements: readonly CodeElement[] };
  return { scan, elements: elements.map(({ ai, title, value }) => ({ ai, title, value })) };
}

/** What each element is for. */
const SAYS: Readonly<Record<string, string>> = {
  '01': 'which product: the same on every pack of it',
  '21': 'which pack: no other has this serial',
  '17': 'until when: year, month, day',
  '10': 'which lot: what a recall names',
};

const MODULE = 6;
const MARGIN = 18;
const WIDTH = 760;

/** The symbol is dark on white in both forms: a scanner must read it off the screen. */
export async function packPicture({ elements }: PackShown, palette: Palette): Promise<string> {
  const { columns, rows, dark } = await dataMatrix(elements);
  const side = (columns + 4) * MODULE;
  const [left, top] = [MARGIN + 14, MARGIN + 40];
  const cells: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (dark[row * columns + column] !== 1) continue;
      cells.push(`M${left + (column + 2) * MODULE} ${top + (row + 2) * MODULE}h${MODULE}v${MODULE}h-${MODULE}z`);
    }
  }
  const right = left + side;
  const gap = side / elements.length;
  const callouts = elements.flatMap(({ ai, title, value }, at) => {
    const y = top + gap * at + gap / 2;
    return [
      line(
        [
          [right + 6, y],
          [right + 40, y],
        ],
        palette.faint,
      ),
      text(right + 50, y - 2, `(${ai}) ${value}`, { fill: palette.ink, bold: true }),
      text(right + 50, y + LINE - 4, `${title}, ${SAYS[ai] ?? ''}`, { fill: palette.faint }),
    ];
  });
  const height = top + side + MARGIN + 14;
  return picture(
    WIDTH,
    height,
    `A pack: ${elements.map(({ title, value }) => `${title} ${value}`).join(', ')}`,
    palette,
    [
      box(MARGIN, MARGIN, side + 28, height - 2 * MARGIN, palette),
      text(left, MARGIN + 26, 'Amoxicillin 500 mg', { fill: palette.ink, bold: true }),
      `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#fff"/>`,
      `<path d="${cells.join('')}" fill="#000" shape-rendering="crispEdges"/>`,
      ...callouts,
    ],
  );
}
