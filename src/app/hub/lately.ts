// How far the primary of a hub had come a moment ago: a copy that has not heard all of that does not answer.

/** A copy may be so far behind, ms: about what it takes to follow, and far less than it takes to miss a recall. */
const BEHIND = 2_000;

export class Lately {
  /** When each place was first seen, by a clock that only goes on; of those that are older than may be missing the newest. */
  #places: { readonly n: number; readonly at: number }[] = [];

  /** The primary stands at the n-th change. */
  note(n: number, now = performance.now()): void {
    const last = this.#places.at(-1);
    // Set back, its numbers begin again from there.
    if (last !== undefined && n < last.n) this.#places = [];
    if (n === last?.n) return;
    this.#places.push({ n, at: now });
    const enough = this.#places.findLastIndex(({ at }) => at <= now - BEHIND);
    if (enough > 0) this.#places.splice(0, enough);
  }

  /** What whoever answers must have heard. */
  least(now = performance.now()): number {
    return (this.#places.findLast(({ at }) => at <= now - BEHIND) ?? this.#places[0])?.n ?? 0;
  }
}
