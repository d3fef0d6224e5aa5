// A label as an SVG document in millimetres. Text is drawn as outlines, so that every viewer shows the same letters.
import { EM, type Stroke } from './font.ts';
import { CHARACTER, type Drawing, type PlacedText } from './layout.ts';
import { lettersOf, strokesOf } from './letters.ts';
import { escaped } from './markup.ts';
import { shapes } from './shapes.ts';

export function labelSvg(drawing: Drawing): string {
  const { width, height, texts } = drawing;
  const path = shapes(drawing)
    .map((at) => `M${mm(at.x)} ${mm(at.y)}h${mm(at.width)}v${mm(at.height)}h-${mm(at.width)}z`)
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(width)}mm" height="${mm(height)}mm" viewBox="0 0 ${mm(width)} ${mm(height)}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<path d="${path}" shape-rendering="crispEdges"/>`,
    ...texts.map(line),
    '</svg>',
    '',
  ].join('\n');
}

/** The words stand in a title, for those who search the file or have it read out. */
function line({ x, y, size, text }: PlacedText): string {
  let column = 0;
  const outlines = lettersOf(text).map((letter) => {
    const left = column * CHARACTER * EM;
    column += letter.columns;
    return outline(strokesOf(letter), left);
  });
  const scale = Math.round((size / EM) * 1e7) / 1e7;
  const place = `translate(${mm(x)} ${mm(y)}) scale(${scale} -${scale})`;
  return `<g><title>${escaped(text)}</title><path transform="${place}" d="${outlines.join('')}"/></g>`;
}

const COMMANDS = { moveTo: 'M', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'z' } as const;

/** Each contour from its beginning on in steps, which takes half the room of places. */
function outline(strokes: readonly Stroke[], left: number): string {
  let [penX, penY] = [0, 0];
  return strokes
    .map(({ command, args }) => {
      const [fromX, fromY] = command === 'moveTo' ? [-left, 0] : [penX, penY];
      const steps = args.map((value, at) => value - (at % 2 === 0 ? fromX : fromY));
      if (args.length > 0) [penX, penY] = [args.at(-2) ?? 0, args.at(-1) ?? 0];
      return COMMANDS[command] + steps.join(' ').replaceAll(' -', '-');
    })
    .join('');
}

const mm = (value: number): string => String(Math.round(value * 10_000) / 10_000);
