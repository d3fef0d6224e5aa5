// A set of item keys in flat memory: 8 bytes a key and some slack, so that millions of packs are told apart cheaply.
import type { Bytes } from '../../chain/bytes.ts';

/** Keys are hashes or random, so their first 52 bits tell them apart: of a million, two collide once in ten thousand times. */
export class KeySet {
  #slots = new Float64Array(1024);
  #size = 0;

  /** @returns whether the key is new */
  add(key: Bytes): boolean {
    if (this.#size * 2 > this.#slots.length) this.#grow();
    const added = this.#put(firstBits(key));
    if (added) this.#size++;
    return added;
  }

  #put(value: number): boolean {
    const mask = this.#slots.length - 1;
    for (let at = value % this.#slots.length; ; at = (at + 1) & mask) {
      const found = this.#slots[at];
      if (found === value) return false;
      if (found === 0) {
        this.#slots[at] = value;
        return true;
      }
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    for (const value of before) if (value !== 0) this.#put(value);
  }
}

function firstBits(key: Bytes): number {
  let value = (key[0] ?? 0) & 15;
  for (let at = 1; at < 7; at++) value = value * 256 + (key[at] ?? 0);
  // Never 0, which marks an empty slot.
  return value + 1;
}
