// What all looks at one picture found together: each symbol once, and the finder patterns that none of them could read.
import type { LookResult } from './picture-reader.ts';
import { agreed, sureAmong } from './picture-sure.ts';
import type { SeenSymbol } from './symbol.ts';

type Corners = SeenSymbol['corners'];
type Point = Corners[number];

interface Pattern {
  readonly corners: Corners;
  /** The kinds of looks that saw it. */
  readonly kinds: Set<string>;
}

/** A pattern that one kind of look alone sees is a play of light; print is seen by several, of packs or of anything. */
const ENOUGH_KINDS = { beside: 2, alone: 3 };

export class PictureFindings {
  readonly #symbols: SeenSymbol[] = [];
  readonly #weak: SeenSymbol[] = [];
  readonly #patterns: Pattern[] = [];

  /** Takes in what one look found; says whether anything of it is new. */
  add({ symbols, patterns }: LookResult, kind: string): boolean {
    const sure = sureAmong(symbols);
    const fresh = sure.filter((one) => !this.#symbols.some((known) => isSame(known, one)));
    for (const one of fresh) this.#symbols.push(one);
    for (const one of symbols) if (!sure.includes(one)) this.#weak.push(one);
    let news = fresh.length > 0;
    for (const corners of patterns) {
      if (this.#symbols.some((one) => isPlace(one.corners, corners))) continue;
      const known = this.#patterns.find((one) => isPlace(one.corners, corners));
      if (known === undefined) this.#patterns.push({ corners, kinds: new Set([kind]) });
      else known.kinds.add(kind);
      news ||= known === undefined;
    }
    return news;
  }

  /** Each symbol once, in the order in which they were found. */
  get symbols(): readonly SeenSymbol[] {
    if (this.#symbols.length === 0) return agreed(this.#weak);
    return sureAmong(this.#symbols);
  }

  /** How many DataMatrix symbols were read. */
  get dataMatrices(): number {
    return this.#symbols.filter(({ format }) => format === 'DataMatrix').length;
  }

  /** Whether any look saw a pattern, however doubtful, of which nothing was read. */
  get hasOpenPattern(): boolean {
    return this.#open().length > 0;
  }

  /** How many DataMatrix symbols were seen by their finder pattern and not read. */
  get unread(): number {
    const enough = this.dataMatrices > 0 ? ENOUGH_KINDS.beside : ENOUGH_KINDS.alone;
    return this.#open().filter(({ kinds }) => kinds.size >= enough).length;
  }

  #open(): readonly Pattern[] {
    return this.#patterns.filter((one) => !this.#symbols.some((known) => isPlace(known.corners, one.corners)));
  }
}

/** Two looks at one symbol. Bars are read higher up or further down, so that their text has to do; a look tells its own apart. */
function isSame(known: SeenSymbol, one: SeenSymbol): boolean {
  if (known.lines !== undefined || one.lines !== undefined) return known.text === one.text;
  return isPlace(known.corners, one.corners);
}

/** Centres that are closer than this share of the longer side are of one symbol: quiet zones keep symbols further apart. */
const NEAR = 0.6;

function isPlace(a: Corners, b: Corners): boolean {
  const [from, to] = [centreOf(a), centreOf(b)];
  return Math.hypot(from.x - to.x, from.y - to.y) < NEAR * Math.max(longestSide(a), longestSide(b));
}

function centreOf(corners: Corners): Point {
  const sum = corners.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / corners.length, y: sum.y / corners.length };
}

function longestSide(corners: Corners): number {
  return corners.reduce((longest, { x, y }, at) => {
    const next = corners[(at + 1) % corners.length] ?? { x, y };
    return Math.max(longest, Math.hypot(next.x - x, next.y - y));
  }, 0);
}
