// Very many short texts, kept as a few long ones: a million serials by themselves take four times the room of their letters, and
// the collector of memory lets as much again lie about as is alive.

/** Texts in an order, as an array of them gives them. */
export type ManyTexts = Pick<readonly string[], 'length' | 'at' | 'slice'> & Iterable<string>;

/** So many texts are a block: whoever goes through them has this many at a time. */
const BLOCK = 4_096;
/** Stands between the texts of a block; no line of a file has it. */
const BETWEEN = '\n';

export class TextList implements ManyTexts {
  readonly #blocks: string[] = [];
  #last: string[] = [];
  /** The block that was asked for last. */
  #cut: { readonly block: number; readonly texts: readonly string[] } | undefined;

  /** Adds a text without line ends. */
  add(text: string): void {
    if (this.#last.push(text) < BLOCK) return;
    this.#blocks.push(this.#last.join(BETWEEN));
    this.#last = [];
  }

  get length(): number {
    return this.#blocks.length * BLOCK + this.#last.length;
  }

  at(index: number): string | undefined {
    const place = index < 0 ? this.length + index : index;
    return this.#block(Math.floor(place / BLOCK))?.[place % BLOCK];
  }

  slice(from = 0, to = this.length): string[] {
    const texts: string[] = [];
    for (let at = from; at < to; ) {
      const some = this.#block(Math.floor(at / BLOCK))?.slice(at % BLOCK, (at % BLOCK) + to - at) ?? [];
      if (some.length === 0) break;
      for (const text of some) texts.push(text);
      at += some.length;
    }
    return texts;
  }

  *[Symbol.iterator](): Generator<string, void> {
    for (let block = 0; block <= this.#blocks.length; block++) yield* this.#block(block) ?? [];
  }

  #block(block: number): readonly string[] | undefined {
    if (block === this.#blocks.length) return this.#last;
    const joined = this.#blocks[block];
    if (joined === undefined) return undefined;
    if (this.#cut?.block !== block) this.#cut = { block, texts: joined.split(BETWEEN) };
    return this.#cut.texts;
  }
}
