// What is kept of heads of many chains, by head, and found by the chain as well: nobody goes through thousands for each of them.
import { keyOf } from './heads.ts';

interface HeadName {
  readonly chain: string;
  readonly root: Uint8Array;
}

/** As a map by `keyOf`, in the order in which entries were set. */
export class ByChain<T extends HeadName> {
  readonly #all = new Map<string, T>();
  readonly #chains = new Map<string, Map<string, T>>();

  get size(): number {
    return this.#all.size;
  }

  has(head: HeadName): boolean {
    return this.#all.has(keyOf(head));
  }

  get(head: HeadName): T | undefined {
    return this.#all.get(keyOf(head));
  }

  set(one: T): void {
    const key = keyOf(one);
    this.#all.set(key, one);
    const known = this.#chains.get(one.chain);
    if (known === undefined) this.#chains.set(one.chain, new Map([[key, one]]));
    else known.set(key, one);
  }

  /** Whether it was there. */
  delete(head: HeadName): boolean {
    const key = keyOf(head);
    const known = this.#chains.get(head.chain);
    known?.delete(key);
    if (known?.size === 0) this.#chains.delete(head.chain);
    return this.#all.delete(key);
  }

  clear(): void {
    this.#all.clear();
    this.#chains.clear();
  }

  values(): IterableIterator<T> {
    return this.#all.values();
  }

  /** What is kept of one chain. */
  of(chain: string): readonly T[] {
    return [...(this.#chains.get(chain)?.values() ?? [])];
  }
}
