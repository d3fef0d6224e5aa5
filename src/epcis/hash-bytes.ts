// What is hashed of an event, as bytes: identifiers that differ in their serials alone are put in order by numbers and written
// out one after the other, without a text for each of them.

/** Bytes that a character takes at most. */
const WIDEST = 3;

export class HashBytes {
  #bytes = new Uint8Array(4096);
  #length = 0;
  readonly #encoder = new TextEncoder();
  readonly #serials = new Serials();

  /** All that was written since the last `clear`; good until the next one. */
  get all(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const wider = new Uint8Array(2 * (this.#length + bytes));
    wider.set(this.all);
    this.#bytes = wider;
  }

  text(text: string): void {
    this.#room(text.length * WIDEST);
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /**
   * Writes serials in order, the same text before each of them. Nothing is written where one of the identifiers does not begin
   * with the stem, or has behind it what is no plain serial.
   * @returns whether they were written
   */
  serials(before: string, ids: readonly string[], stem: string): boolean {
    if (ids[0]?.startsWith(stem) !== true || !this.#serials.take(ids, stem.length)) return false;
    this.#room(before.length * WIDEST + ids.length * (before.length + LONGEST_SERIAL) + WORD);
    const from = this.#length;
    this.text(before);
    this.#length = this.#serials.write(this.#bytes, from, this.#length - from);
    return true;
  }
}

const LONGEST_SERIAL = 20;
/** Bytes are compared and copied by words. */
const WORD = 8;
const HALF = 4;
/** Which half of a number of 64 bits stands first on this machine. */
const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

/** Which characters of serials and lots stand in a link otherwise than in a URN. */
const IS_ESCAPED = Uint8Array.from({ length: 256 }, (_, code) => (/[\w.-]/.test(String.fromCharCode(code)) ? 0 : 1));

/** The identifiers of a list as bytes. */
class Serials {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #count = 0;
  /** The length of all serials, 0 where they differ in it. */
  #length = 0;
  /** Where the serial of each begins and ends. */
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);
  /** What is sorted, and the same by halves: characters of each serial, and behind them its place in the list. */
  #keys = new BigUint64Array(64);
  #halves = new Uint32Array(this.#keys.buffer);

  /** @returns whether all have the stem of the first, so many characters long, and behind it a plain serial */
  take(ids: readonly string[], stem: number): boolean {
    const all = ids.join('');
    this.#room(all.length, ids.length);
    this.#count = ids.length;
    // A character beyond ASCII takes more than one byte.
    const { written } = this.#encoder.encodeInto(all, this.#bytes);
    return written === all.length && stem >= WORD && this.#haveStem(ids, stem) && this.#arePlain();
  }

  #room(characters: number, count: number): void {
    if (characters + WORD > this.#bytes.length) {
      this.#bytes = new Uint8Array(2 * characters + WORD);
      this.#view = new DataView(this.#bytes.buffer);
    }
    if (count <= this.#starts.length) return;
    this.#starts = new Uint32Array(2 * count);
    this.#ends = new Uint32Array(2 * count);
    this.#keys = new BigUint64Array(2 * count);
    this.#halves = new Uint32Array(this.#keys.buffer);
  }

  #haveStem(ids: readonly string[], stem: number): boolean {
    const [view, starts, ends] = [this.#view, this.#starts, this.#ends];
    const last = stem - WORD;
    const [first = ''] = ids;
    this.#length = ids.every(({ length }) => length === first.length) ? first.length - stem : 0;
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const { length } = ids[i] ?? '';
      if (length <= stem || length > stem + LONGEST_SERIAL) return false;
      for (let k = 0; k < last; k += WORD) if (view.getBigUint64(at + k) !== view.getBigUint64(k)) return false;
      if (view.getBigUint64(at + last) !== view.getBigUint64(last)) return false;
      starts[i] = at + stem;
      at += length;
      ends[i] = at;
    }
    return true;
  }

  #arePlain(): boolean {
    const [bytes, starts, ends] = [this.#bytes, this.#starts, this.#ends];
    let escaped = 0;
    for (let i = 0; i < this.#count; i++) {
      const end = ends[i] ?? 0;
      for (let at = starts[i] ?? 0; at < end; at++) escaped |= IS_ESCAPED[bytes[at] ?? 0] ?? 1;
    }
    return escaped === 0;
  }

  /**
   * Writes the serials in order, before each of them what stands before the first.
   * @param from where that stands; there is room for a word behind the last
   * @returns where the last serial ends
   */
  write(to: Uint8Array<ArrayBuffer>, from: number, before: number): number {
    const [bytes, view, starts, ends] = [this.#bytes, this.#view, this.#starts, this.#ends];
    const [halves, count] = [this.#halves, this.#count];
    const bits = 2 ** (32 - Math.clz32(count)) - 1;
    this.#sort(bits);
    const out = new DataView(to.buffer);
    const areLaidOut = this.#layOut(to, from, before);
    let at = from;
    for (let i = 0; i < count; i++) {
      const place = (halves[2 * i + LOW] ?? 0) & bits;
      if (!areLaidOut && i > 0)
        for (let k = 0; k < before; k += WORD) out.setBigUint64(at + k, out.getBigUint64(from + k));
      at += before;
      const start = starts[place] ?? 0;
      const length = (ends[place] ?? 0) - start;
      let k = 0;
      for (; k + WORD <= length; k += WORD) out.setBigUint64(at + k, view.getBigUint64(start + k));
      for (; k < length; k++) to[at + k] = bytes[start + k] ?? 0;
      at += length;
    }
    return at;
  }

  /** Lays rows of one length out with what stands before each, each time twice as many. @returns whether they are of one length */
  #layOut(to: Uint8Array, from: number, before: number): boolean {
    if (this.#length === 0) return false;
    const row = before + this.#length;
    const all = row * this.#count;
    for (let done = row; done < all; done *= 2) to.copyWithin(from + done, from, from + Math.min(done, all - done));
    return true;
  }

  /**
   * Sorts numbers: as many characters of each serial from where they differ as there is room for beside its place. That takes a
   * tenth of the time that comparing texts does.
   * @param place the bits in which the place stands
   */
  #sort(place: number): void {
    const [view, starts, ends, halves, count] = [this.#view, this.#starts, this.#ends, this.#halves, this.#count];
    const same = this.#differFrom();
    for (let i = 0; i < count; i++) {
      const at = (starts[i] ?? 0) + same;
      const left = (ends[i] ?? 0) - at;
      halves[2 * i + HIGH] = characters(view, at, left);
      halves[2 * i + LOW] = (characters(view, at + HALF, left - HALF) & ~place) | i;
    }
    this.#keys.subarray(0, count).sort();
    this.#settle(place);
  }

  /** How many characters of all serials are the same. */
  #differFrom(): number {
    const [bytes, starts, ends] = [this.#bytes, this.#starts, this.#ends];
    const first = starts[0] ?? 0;
    let same = LONGEST_SERIAL;
    for (let i = 0; i < this.#count; i++) {
      const start = starts[i] ?? 0;
      same = Math.min(same, (ends[i] ?? 0) - start);
      let at = 0;
      while (at < same && bytes[start + at] === bytes[first + at]) at++;
      same = at;
    }
    return same;
  }

  /** Compares serials whole whose numbers are the same but for their places. */
  #settle(place: number): void {
    const [halves, count] = [this.#halves, this.#count];
    let began = 0;
    for (let i = 1; i <= count; i++) {
      const isSame =
        i < count &&
        halves[2 * i + HIGH] === halves[2 * began + HIGH] &&
        ((halves[2 * i + LOW] ?? 0) ^ (halves[2 * began + LOW] ?? 0)) >>> 0 <= place;
      if (isSame) continue;
      if (i > began + 1) this.#byText(began, i, place);
      began = i;
    }
  }

  #byText(from: number, to: number, place: number): void {
    const halves = this.#halves;
    const places = Uint32Array.from({ length: to - from }, (_, i) => (halves[2 * (from + i) + LOW] ?? 0) & place);
    places.sort((a, b) => this.#compare(a, b));
    for (const [i, one] of places.entries()) halves[2 * (from + i) + LOW] = one;
  }

  #compare(one: number, other: number): number {
    const [bytes, starts, ends] = [this.#bytes, this.#starts, this.#ends];
    let [a, b] = [starts[one] ?? 0, starts[other] ?? 0];
    const [endA = 0, endB = 0] = [ends[one], ends[other]];
    while (a < endA && b < endB && bytes[a] === bytes[b]) {
      a++;
      b++;
    }
    if (a === endA || b === endB) return endA - a - (endB - b);
    return (bytes[a] ?? 0) - (bytes[b] ?? 0);
  }
}

/** Four characters as a number that is in their order; zeros behind the last of those that are left. */
function characters(view: DataView, at: number, left: number): number {
  if (left >= HALF) return view.getUint32(at);
  return left <= 0 ? 0 : view.getUint32(at) & (-1 << (8 * (HALF - left)));
}
