// The small files for verify and decode do not hold everything: what they lack ends the attempt, and the whole program
// answers instead. Only where nothing was printed or written before (see short.ts).

/** Thrown in the place of what is left out of the small files (scripts/small-files.mjs). */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}
