// Serials one slip away from the one that was read: offered as "did you mean to rescan", never applied.

/** Whether two texts differ in one character (another, one more or one less) or in two neighbours that changed places. */
export function isNearMiss(read: string, known: string): boolean {
  if (read === known || Math.abs(read.length - known.length) > 1) return false;
  let from = 0;
  while (from < read.length && read.charAt(from) === known.charAt(from)) from++;
  let [a, b] = [read.length, known.length];
  while (a > from && b > from && read.charAt(a - 1) === known.charAt(b - 1)) {
    a--;
    b--;
  }
  if (a - from <= 1 && b - from <= 1) return true;
  const swapped = read.charAt(from) === known.charAt(from + 1) && read.charAt(from + 1) === known.charAt(from);
  return swapped && a - from === 2 && b - from === 2;
}

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/[0-9]/, '0123456789'],
  [/[A-Z]/, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  [/[a-z]/, 'abcdefghijklmnopqrstuvwxyz'],
];

/**
 * Every text that is a near miss of this one, made of the kinds of characters that it has: where the known ones cannot be
 * listed, each of these can be asked for. Some 1 200 for a serial of 16 characters.
 */
export function* textsNear(read: string): Generator<string> {
  const characters = CLASSES.map(([kind, all]) => (kind.test(read) ? all : '')).join('');
  for (let at = 0; at <= read.length; at++) {
    const [before, after] = [read.slice(0, at), read.slice(at)];
    for (const other of characters) {
      yield before + other + after;
      if (after !== '' && other !== after.charAt(0)) yield before + other + after.slice(1);
    }
    if (after !== '') yield before + after.slice(1);
    const [first, second] = after;
    if (first !== undefined && second !== undefined && first !== second) yield before + second + first + after.slice(2);
  }
}
