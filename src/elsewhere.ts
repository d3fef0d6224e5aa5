// The small files for verify and decode leave out what packs seldom need: modules that are imported by a name with `#` have a
// second file, which they hold instead (`imports` in package.json). What is asked of one ends the attempt, and the whole program
// answers; before anything is printed or written (src/ui/short.ts).

export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}

/** Stands for any function of such a module. */
export function elsewhere(): never {
  throw new Elsewhere();
}
