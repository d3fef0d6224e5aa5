// One stream out of several sources: what a scanner, a device and a folder of pictures bring, in the order it comes.

/** Sources wait once this many are not taken yet, so that a file of a million scans is read no faster than it is judged. */
const WAITING = 4_096;

/** Many may push, one takes. */
export class SourceQueue<T> {
  #items: T[] = [];
  #open = true;
  #failure: unknown;
  #wakeTaker: (() => void) | undefined;
  #wakePushers: (() => void)[] = [];

  /** Resolves once there is room for more. Nothing is taken in once closed. */
  push(item: T): Promise<void> {
    return this.pushAll([item]);
  }

  async pushAll(items: readonly T[]): Promise<void> {
    if (!this.#open) return;
    for (const item of items) this.#items.push(item);
    this.#wakeTaker?.();
    if (this.#items.length >= WAITING) await new Promise<void>((resolve) => this.#wakePushers.push(resolve));
  }

  /** No more will come; what is there is still taken. */
  close(): void {
    this.#open = false;
    this.#wake();
  }

  /** What is there is still taken, then the taker is thrown this. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.close();
  }

  /** All that has come, at least one; undefined at the end. At most `most` at once. */
  async take(most: number): Promise<readonly T[] | undefined> {
    while (this.#items.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      if (!this.#open) return undefined;
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
      this.#wakeTaker = undefined;
    }
    const taken = this.#items.splice(0, most);
    if (this.#items.length < WAITING) this.#wakeSources();
    return taken;
  }

  #wake(): void {
    this.#wakeTaker?.();
    this.#wakeSources();
  }

  #wakeSources(): void {
    const waiting = this.#wakePushers;
    this.#wakePushers = [];
    for (const wake of waiting) wake();
  }
}
