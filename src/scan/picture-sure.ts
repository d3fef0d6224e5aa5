// How sure a reading has to be: matrix symbols are vouched for by their error correction, bars by many lines that read alike.
import type { SeenSymbol } from './symbol.ts';

/** Symbologies whose one check digit lets a tenth of all misreadings pass, and those that have none. */
const ONE_DIGIT = /^(EAN|UPC|ISBN|ITF|Code39|Codabar)/;
/** So many lines across the bars do not misread alike. */
const ENOUGH_LINES = 6;
/** How much more often a weak reading must be seen than any other. */
const OUTVOTES = 3;

/** So few lines of a DataBar beside a symbol that is plain to see are a misreading of that symbol, or of print. */
const GHOST_LINES = 2;

/** The readings that need no second look. */
export function sureAmong(found: readonly SeenSymbol[]): readonly SeenSymbol[] {
  const sure = found.filter(isSure);
  if (!sure.some(({ lines = ENOUGH_LINES }) => lines >= ENOUGH_LINES)) return sure;
  return sure.filter(({ format, lines = ENOUGH_LINES }) => lines > GHOST_LINES || !format.startsWith('DataBar'));
}

/** Error correction vouches for a matrix symbol; few lines of bars with one check digit vouch for nothing. */
function isSure({ format, lines = ENOUGH_LINES }: SeenSymbol): boolean {
  return lines >= ENOUGH_LINES || !ONE_DIGIT.test(format);
}

/** Of weak readings the one that several rungs agree on, and hardly any other. */
export function agreed(sightings: readonly SeenSymbol[]): readonly SeenSymbol[] {
  const votes = [...Map.groupBy(sightings, ({ text }) => text).values()]
    .map((same) => ({ same, lines: same.reduce((sum, { lines = 0 }) => sum + lines, 0) }))
    .sort((a, b) => b.lines - a.lines);
  const [best, next] = votes;
  if (best === undefined || best.same.length < 2 || best.lines < ENOUGH_LINES) return [];
  return best.lines < OUTVOTES * (next?.lines ?? 0) ? [] : best.same.slice(0, 1);
}
