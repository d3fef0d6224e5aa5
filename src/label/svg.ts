// A label as an SVG document in millimetres.
import { CHARACTER, type Drawing } from './layout.ts';
import { shapes } from './shapes.ts';

export function labelSvg(drawing: Drawing): string {
  const { width, height, texts } = drawing;
  const path = shapes(drawing)
    .map((at) => `M${mm(at.x)} ${mm(at.y)}h${mm(at.width)}v${mm(at.height)}h-${mm(at.width)}z`)
    .join('');
  const words = texts.map(({ x, y, size, text }) => {
    const length = [...text].length * CHARACTER * size;
    return `<text x="${mm(x)}" y="${mm(y)}" font-size="${mm(size)}" textLength="${mm(length)}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(width)}mm" height="${mm(height)}mm" viewBox="0 0 ${mm(width)} ${mm(height)}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<path d="${path}" shape-rendering="crispEdges"/>`,
    `<g font-family="OCR-B, 'Courier New', Courier, monospace" xml:space="preserve">`,
    ...words,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const mm = (value: number): string => String(Math.round(value * 10_000) / 10_000);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
