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

/** The known serials that are a near miss of the one that was read. */
export function nearMisses(read: string, known: Iterable<string>): string[] {
  return [...known].filter((serial) => isNearMiss(read, serial));
}
