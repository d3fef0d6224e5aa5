// The component of a GS1 Composite above bars, where the reader knows it as what it is made of: PDF417 (CC-C) or MicroPDF417 (CC-B).
import type { Pixels } from './picture-pixels.ts';
import { symbolsInPixels } from './picture-reader.ts';
import type { SeenSymbol } from './symbol.ts';

const COMPONENTS = ['PDF417', 'MicroPDF417'] as const;
/** A separator of one or two modules is between them: the component stands no further away than this share of its height. */
const NEAR = 0.5;

/** Whether one stands above any of these bars, upright or turned; what it says is not decoded here. */
export async function hasComponent(image: Pixels, symbols: readonly SeenSymbol[]): Promise<boolean> {
  const bars = symbols.filter(({ lines }) => lines !== undefined);
  if (bars.length === 0 || bars.length < symbols.length) return false;
  const look = { by: 'component', options: { formats: [...COMPONENTS], returnErrors: false } };
  const found = await symbolsInPixels(image, look);
  return found.symbols.some((one) => bars.some((bar) => isAbove(one.corners, bar.corners)));
}

type Corners = SeenSymbol['corners'];

/** Along the component's own axes: over the bars from side to side, with its lower edge at their upper one. */
function isAbove(component: Corners, bars: Corners): boolean {
  const [topLeft, topRight, , bottomLeft] = component;
  if (topLeft === undefined || topRight === undefined || bottomLeft === undefined) return false;
  const across = { x: topRight.x - topLeft.x, y: topRight.y - topLeft.y };
  const down = { x: bottomLeft.x - topLeft.x, y: bottomLeft.y - topLeft.y };
  const [width, height] = [Math.hypot(across.x, across.y), Math.hypot(down.x, down.y)];
  const places = bars.map(({ x, y }) => ({
    along: ((x - topLeft.x) * across.x + (y - topLeft.y) * across.y) / width ** 2,
    under: ((x - topLeft.x) * down.x + (y - topLeft.y) * down.y) / height ** 2,
  }));
  const isOver = places.some(({ along }) => along < 0.5) && places.some(({ along }) => along > 0.5);
  return isOver && places.every(({ under }) => under > 0.5) && places.some(({ under }) => under < 1 + NEAR);
}
