// Where everything stands on a label: symbols in whole dots of the printer, text in what room is left.
import { PedigreeError } from '../errors.ts';
import { elementString, hri } from '../gs1/index.ts';
import { say } from '../words/en/label.ts';
import type { LabelContent } from './element.ts';
import { clusters, columnsOf, mustHaveLetters, printed } from './letters.ts';
import { dataMatrix, type Grid, gs1128, mostModules, SSCC_MODULES } from './symbol.ts';
import { barHeight, type LabelSymbology, MM_AN_INCH, modulesFor, type Use } from './x-dimension.ts';

/** All lengths in millimetres from the top left corner. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly symbol: PlacedSymbol;
  readonly texts: readonly PlacedText[];
}

export interface PlacedSymbol {
  readonly kind: LabelSymbology;
  /** FNC1 as GS, none in front. */
  readonly data: string;
  readonly x: number;
  readonly y: number;
  /** Dots a module. */
  readonly dots: number;
  /** Bars alone: how high, mm. */
  readonly height?: number;
  /** Absent where the printer encodes. */
  readonly grid?: Grid;
}

export interface PlacedText {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** Font size; a character is 0.6 of it wide. */
  readonly size: number;
  readonly text: string;
  /** A name or a note, not a line of the code. */
  readonly title: boolean;
}

export interface LayoutOptions {
  readonly use: Use;
  readonly dpi: number;
  /** Millimetres; computed from the contents where absent. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Millimetres a module, where somebody wants a certain one. */
  readonly module?: number;
}

/** One size and one module for all labels of a run. */
export interface Plan {
  readonly use: Use;
  readonly dpi: number;
  readonly width: number;
  readonly height: number;
  readonly dots: number;
  /** So many lines at most for the name of a product. */
  readonly nameLines: number;
}

export const CHARACTER = 0.6;
const LINE = 1.25;
const LEAST_FONT = 1.25;
/** With fewer dots a letter, marks run together: a breve looks like a circumflex. */
const LEAST_DOTS = 10.4;
const GOOD_FONT = 2;
/** A long name of a product gets this many lines, then dots. */
const NAME_LINES = 3;
const MOST_FONT = 2.6;
const EDGE = 1.5;
/** Quiet zone of a GS1-128 on either side, in modules. */
const QUIET_BARS = 10;
const UNIT_SIZE = { case: [105, 74], pallet: [105, 148], pharmacy: [105, 74], ward: [105, 74] } as const;
const UNIT_FONT = 3.5;

interface Needs {
  readonly side: number;
  readonly longest: number;
  readonly lines: number;
}

/**
 * The plan for a run of labels of one kind.
 * @throws usage (2) where a size is not in the GS1 tables or does not hold the label, with the nearest good one,
 * bad-input (65) where labels have no letters for a name
 */
export function planFor(contents: Iterable<LabelContent>, options: LayoutOptions): Plan {
  const needs = { side: 0, longest: 0, lines: 0 };
  let names = 0;
  let kind: LabelContent['kind'] = 'pack';
  const checked = new Set<string>();
  for (const { kind: of, elements, title, notes = [] } of contents) {
    kind = of;
    const lines = hri(elements);
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
    if (kind === 'pack') needs.side = Math.max(needs.side, mostModules(elements));
    needs.longest = Math.max(needs.longest, longest);
    needs.lines = Math.max(needs.lines, lines.length);
    for (const text of [title ?? '', ...notes]) {
      if (!checked.has(text)) mustHaveLetters(text);
      checked.add(text);
    }
    if (title !== undefined) names = Math.max(names, wrapped(title, longest, NAME_LINES).length);
  }
  return kind === 'pack' ? packPlan(needs, names, options) : unitPlan(options);
}

/** A label too small for the whole name has a shorter name rather than a smaller symbol. */
function packPlan(texts: Needs, names: number, options: LayoutOptions): Plan {
  const { dots } = modulesFor('datamatrix', options.use, options.dpi, options.module);
  for (let nameLines = names; ; nameLines--) {
    const last = nameLines <= 1;
    const needs = { ...texts, lines: texts.lines + nameLines };
    const plan = sizedPlan(needs, nameLines, options, last ? dots : dots.slice(0, 1));
    if ('dots' in plan) return plan;
    if (last) throw tooSmall(options.size ?? plan, plan);
  }
}

/** The plan, or the least size that would do. */
function sizedPlan(
  needs: Needs,
  nameLines: number,
  { use, dpi, size }: LayoutOptions,
  dots: readonly number[],
): Plan | { readonly width: number; readonly height: number } {
  const mm = (count: number) => (count * MM_AN_INCH) / dpi;
  if (size === undefined) {
    const best = dots[0] ?? 1;
    return { use, dpi, dots: best, nameLines, ...roomFor(needs, mm(best), Math.max(GOOD_FONT, leastFont(dpi))) };
  }
  const fits = dots.find((count) => packFont(needs, mm(count), size, dpi) !== undefined);
  if (fits !== undefined) return { use, dpi, dots: fits, nameLines, ...size };
  return roomFor(needs, mm(dots.at(-1) ?? 1), leastFont(dpi));
}

function tooSmall(size: { readonly width: number; readonly height: number }, least: typeof size): PedigreeError {
  return new PedigreeError('usage', say('size-too-small', { width: size.width, height: size.height }), {
    hint: say('nearest-size', {
      width: Math.max(least.width, Math.ceil(size.width)),
      height: Math.max(least.height, Math.ceil(size.height)),
    }),
  });
}

function roomFor({ side, longest, lines }: Needs, module: number, font: number) {
  const edge = Math.max(EDGE, module);
  const width = edge + side * module + gap(module) + CHARACTER * font * longest + EDGE;
  return {
    width: Math.ceil(width),
    height: Math.ceil(Math.max(side * module + 2 * edge, lines * LINE * font + 2 * EDGE)),
  };
}

const gap = (module: number): number => Math.max(EDGE, 2 * module);

const leastFont = (dpi: number): number => Math.max(LEAST_FONT, (LEAST_DOTS * MM_AN_INCH) / dpi);

interface Font {
  readonly size: number;
  readonly below: boolean;
}

/** The larger of the fonts with which text fits beside or below the symbol. */
function packFont(
  needs: Needs,
  module: number,
  size: { readonly width: number; readonly height: number },
  dpi: number,
): Font | undefined {
  const { side, longest, lines } = needs;
  const edge = Math.max(EDGE, module);
  const symbol = side * module;
  if (symbol + 2 * edge > Math.min(size.width, size.height) + 1e-6) return undefined;
  const within = (width: number, height: number) =>
    Math.min(MOST_FONT, width / (CHARACTER * longest), height / (lines * LINE)) + 1e-6;
  const beside = within(size.width - edge - symbol - gap(module) - EDGE, size.height - 2 * EDGE);
  const below = within(size.width - 2 * EDGE, size.height - edge - symbol - gap(module) - EDGE);
  const font = Math.max(beside, below);
  return font < leastFont(dpi) ? undefined : { size: font, below: below > beside };
}

function unitPlan({ use, dpi, size, module }: LayoutOptions): Plan {
  const [width, height] = UNIT_SIZE[use];
  const label = size ?? { width, height };
  const { dots } = modulesFor('gs1-128', use, dpi, module);
  const wide = (count: number) => ((SSCC_MODULES + 2 * QUIET_BARS) * count * MM_AN_INCH) / dpi;
  const high = barHeight(use) + UNIT_FONT * 2 * LINE + 2 * EDGE;
  const fits = dots.find((count) => wide(count) <= label.width);
  if (fits === undefined || high > label.height) {
    throw tooSmall(label, { width: Math.ceil(wide(dots.at(-1) ?? 1)), height: Math.ceil(high) });
  }
  return { use, dpi, dots: fits, nameLines: NAME_LINES, ...label };
}

/**
 * One label laid out. `encode: false` leaves the modules to the printer.
 * @throws not-gs1 (65) where a linter refuses it
 */
export async function layOut(content: LabelContent, plan: Plan, encode = true): Promise<Drawing> {
  return content.kind === 'pack' ? packLabel(content, plan, encode) : unitLabel(content, plan, encode);
}

async function packLabel(content: LabelContent, plan: Plan, encode: boolean): Promise<Drawing> {
  const { elements, title } = content;
  const grid = encode ? await dataMatrix(elements) : undefined;
  const most = mostModules(elements);
  const module = (plan.dots * MM_AN_INCH) / plan.dpi;
  const lines = hri(elements);
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const name = title === undefined ? [] : wrapped(title, longest, plan.nameLines);
  const all = [...name, ...lines];
  const needs = { side: most, longest, lines: all.length };
  const font = packFont(needs, module, plan, plan.dpi) ?? { size: leastFont(plan.dpi), below: false };
  const edge = Math.max(EDGE, module);
  const spare = ((most - (grid?.columns ?? most)) * module) / 2;
  const top = font.below ? edge : (plan.height - most * module) / 2;
  const left = font.below ? EDGE : edge + most * module + gap(module);
  const block = all.length * LINE * font.size;
  const first = font.below ? edge + most * module + gap(module) : (plan.height - block) / 2;
  return {
    width: plan.width,
    height: plan.height,
    dpi: plan.dpi,
    symbol: {
      kind: 'datamatrix',
      data: elementString(elements),
      x: snapped(edge + spare, plan.dpi),
      y: snapped(top + spare, plan.dpi),
      dots: plan.dots,
      ...(grid === undefined ? {} : { grid }),
    },
    texts: all.map((text, at) => ({
      x: left,
      y: first + (at + 0.85) * LINE * font.size,
      size: font.size,
      text,
      title: at < name.length,
    })),
  };
}

async function unitLabel(content: LabelContent, plan: Plan, encode: boolean): Promise<Drawing> {
  const { elements, title, notes = [] } = content;
  const grid = encode ? await gs1128(elements) : undefined;
  const module = (plan.dots * MM_AN_INCH) / plan.dpi;
  const bars = barHeight(plan.use);
  const wide = SSCC_MODULES * module;
  const top = plan.height - EDGE - UNIT_FONT * LINE - bars;
  const x = (plan.width - wide) / 2;
  const [line = ''] = hri(elements);
  const room = Math.floor((plan.width - 4 * EDGE) / (CHARACTER * UNIT_FONT));
  const above = [...(title === undefined ? [] : [title]), ...notes].flatMap((text) => wrapped(text, room, NAME_LINES));
  const fit = Math.floor((top - 2 * EDGE) / (LINE * UNIT_FONT));
  return {
    width: plan.width,
    height: plan.height,
    dpi: plan.dpi,
    symbol: {
      kind: 'gs1-128',
      data: elementString(elements),
      x: snapped(x, plan.dpi),
      y: snapped(top, plan.dpi),
      dots: plan.dots,
      height: snapped(bars, plan.dpi) + MM_AN_INCH / plan.dpi,
      ...(grid === undefined ? {} : { grid }),
    },
    texts: [
      ...above.slice(0, fit).map((text, at) => ({
        x: 2 * EDGE,
        y: EDGE + (at + 0.85) * LINE * UNIT_FONT,
        size: UNIT_FONT,
        text,
        title: true,
      })),
      {
        x: Math.max(EDGE, (plan.width - line.length * CHARACTER * UNIT_FONT) / 2),
        y: plan.height - EDGE - 0.15 * UNIT_FONT,
        size: UNIT_FONT,
        text: line,
        title: false,
      },
    ],
  };
}

function snapped(mm: number, dpi: number): number {
  return (Math.round((mm * dpi) / MM_AN_INCH) * MM_AN_INCH) / dpi;
}

/** Lines of at most `columns` places, broken between words where that is possible; dots for what is left out. */
export function wrapped(text: string, columns: number, most: number): readonly string[] {
  const shown = printed(text);
  if (columnsOf(shown) <= columns) return shown === '' ? [] : [shown];
  let rest = clusters(shown);
  const lines: string[] = [];
  while (rest.length > 0 && lines.length < most) {
    const fit = howMany(rest, columns);
    if (fit === rest.length) return [...lines, rest.join('')];
    const space = rest.lastIndexOf(' ', fit);
    const end = space > 0 ? space : Math.max(1, fit);
    lines.push(rest.slice(0, end).join('').trimEnd());
    const next = rest.findIndex((cluster, at) => at >= end && cluster !== ' ');
    rest = next < 0 ? [] : rest.slice(next);
  }
  const last = lines.pop();
  if (last === undefined) return [];
  const letters = clusters(last);
  return [...lines, `${letters.slice(0, howMany(letters, Math.max(0, columns - 3))).join('')}...`];
}

/** How many letters fit into so many places. */
function howMany(letters: readonly string[], columns: number): number {
  let taken = 0;
  const at = letters.findIndex((letter) => {
    taken += columnsOf(letter);
    return taken > columns;
  });
  return at < 0 ? letters.length : at;
}
