// Pictures as SVG with real text: it can be searched, read out and copied, and each has a light and a dark form.

/** The colours of one form. */
export interface Palette {
  readonly ground: string;
  readonly frame: string;
  readonly ink: string;
  readonly faint: string;
  readonly good: string;
  readonly bad: string;
  readonly unsure: string;
}

/** Each pair of ink and ground has at least the contrast of WCAG AA (4.5), which a test works out. */
export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    ground: '#ffffff',
    frame: '#d0d7de',
    ink: '#1f2328',
    faint: '#59636e',
    good: '#116329',
    bad: '#b3131b',
    unsure: '#7d4e00',
  },
  dark: {
    ground: '#0d1117',
    frame: '#3d444d',
    ink: '#e6edf3',
    faint: '#9198a1',
    good: '#4ac26b',
    bad: '#ff7b72',
    unsure: '#e3b341',
  },
};

export type Form = keyof typeof PALETTES;

/** Widths of letters differ from font to font: a monospaced one of this size takes this much for each. */
export const SIZE = 14;
export const ADVANCE = SIZE * 0.602;
export const LINE = 20;
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, &quot;DejaVu Sans Mono&quot;, monospace';

/** A document: what it shows in words first, for whoever cannot see it. */
export function picture(
  width: number,
  height: number,
  title: string,
  palette: Palette,
  body: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT}" font-size="${SIZE}">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.ground}" stroke="${palette.frame}"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

export interface Lettering {
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: 'middle' | 'end';
}

/** One line of text; blanks in it stay as many as they are. */
export function text(x: number, y: number, words: string, { fill, bold, anchor }: Lettering): string {
  const more = `${bold === true ? ' font-weight="bold"' : ''}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`;
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}"${more} xml:space="preserve">${escaped(words)}</text>`;
}

export function box(x: number, y: number, width: number, height: number, palette: Palette, fill = 'none'): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6" fill="${fill}" stroke="${palette.frame}"/>`;
}

export function line(points: readonly (readonly [number, number])[], stroke: string): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${stroke}" stroke-width="1.5"/>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
