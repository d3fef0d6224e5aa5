// What a keyboard-wedge scanner types into a terminal in raw mode, byte by byte: codes with their separators, and the keys of a person.

import { isUtf8 } from 'node:buffer';
import { lengthOfAlt } from '../gs1/pressed.ts';

/** Something typed: a whole line, or a key that stands for itself. */
export type Keystroke =
  | { readonly kind: 'line'; readonly text: string }
  /** Enter on an empty line, pressed by a person: it came alone, and not right behind a code. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' };

const GS = '\x1d';
const [ESC, STX, XON, XOFF] = ['\x1b', '\x02', '\x11', '\x13'];
/** Flow control and fill bytes of a line, which are no part of any code. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control characters
const FLOW = /[\0\x11\x13]/g;
/** Longer than any code; the rest of such a line is not kept. */
const LONGEST_CODE = 8_192;
/** An Enter that follows a code within this time belongs to the scanner's suffix, ms. */
const SUFFIX_TIME = 300;
/** No person presses a key so soon after another: what comes faster is a scanner's, control characters too, ms. */
const BURST = 30;
const F8 = '[19~';
const PASTE_BEGINS = '[200~';
const PASTE_ENDS = '[201~';

/** Switches a terminal's marks around pasted text on and off. */
export const PASTE_MARKS: readonly [on: string, off: string] = ['\x1b[?2004h', '\x1b[?2004l'];

/**
 * Reads chunks as they come; a code may be cut anywhere between two. GS is kept however the scanner spells it in keys: as
 * Ctrl-], as F8, or as Alt with its number; a scanner in ALT mode spells every character like that, in two to four digits. Times are ms of any clock that does not run back.
 */
export class KeyReader {
  #decoder = new TextDecoder();
  #line = '';
  #escape: string | undefined;
  #pasting = false;
  #afterReturn = false;
  #lastCode = Number.NEGATIVE_INFINITY;
  #lastCharacter = Number.NEGATIVE_INFINITY;

  /** What is on the line so far, to be shown. */
  get line(): string {
    return this.#line;
  }

  feed(chunk: Uint8Array, now: number): readonly Keystroke[] {
    const text = this.#decoder.decode(chunk, { stream: true });
    const typed: Keystroke[] = [];
    const alone = /^(\r|\n|\r\n)$/.test(text) && this.#line === '' && !this.#pasting;
    if (alone) {
      this.#afterReturn = false;
      if (now - this.#lastCode >= SUFFIX_TIME) typed.push({ kind: 'enter' });
      return typed;
    }
    for (const character of text) this.#take(character, now, typed);
    return typed;
  }

  /** What is left when the input ends. */
  end(): readonly Keystroke[] {
    const text = this.#line;
    this.#line = '';
    return text === '' ? [] : [{ kind: 'line', text }];
  }

  #take(key: string, now: number, typed: Keystroke[]): void {
    if (key === '\0' || key === XON || key === XOFF) return;
    const character = this.#escape === undefined ? key : this.#inEscape(key, now);
    if (character === undefined) return;
    const afterReturn = this.#afterReturn;
    this.#afterReturn = false;
    switch (character) {
      case ESC:
        this.#escape = '';
        return;
      case '\r':
      case '\n':
      case '\t':
        this.#afterReturn = character === '\r';
        if (character === '\n' && afterReturn) return;
        if (this.#line === '') return;
        this.#lastCode = now;
        typed.push({ kind: 'line', text: this.#line });
        this.#line = '';
        return;
    }
    const burst = this.#line !== '' && now - this.#lastCharacter < BURST;
    if (!burst && !this.#pasting && this.#isKey(character, typed)) return;
    this.#put(character, now);
  }

  /**
   * Keys of a person: Ctrl-C, Ctrl-D, Ctrl-Z, and what mends a line. In the middle of a code they are part of it, a frame
   * or a misread: taken for keys they would cut it short.
   */
  #isKey(character: string, typed: Keystroke[]): boolean {
    switch (character) {
      case '\x7f':
      case '\b':
        this.#line = [...this.#line].slice(0, -1).join('');
        return true;
      case '\x15':
        this.#line = '';
        return true;
      case '\x03':
        if (this.#line.startsWith(STX)) return false;
        this.#line = '';
        typed.push({ kind: 'interrupt' });
        return true;
    }
    if (this.#line !== '') return false;
    if (character === '\x04') typed.push({ kind: 'end' });
    else if (character === '\x1a' || character === '\x1f') typed.push({ kind: 'undo' });
    else return false;
    return true;
  }

  #put(character: string, now: number): void {
    this.#lastCharacter = now;
    if (this.#line.length < LONGEST_CODE) this.#line += character;
  }

  /**
   * Behind ESC: F8 is a separator, Alt with digits the character of that number, pasting has marks of its own, other keys say
   * nothing. Gives back what ends a line.
   */
  #inEscape(character: string, now: number): string | undefined {
    const before = this.#escape ?? '';
    // Alt with each digit of 029 comes as ESC 0 ESC 2 ESC 9.
    if (character === ESC) {
      this.#escape = /^\d+$/.test(before) ? before : '';
      return undefined;
    }
    const sequence = before + character;
    if (/^\d+$/.test(sequence)) {
      const whole = sequence.length === lengthOfAlt(sequence);
      this.#escape = whole ? undefined : sequence;
      const meant = String.fromCharCode(Number(sequence));
      if (whole && /[\t\r\n]/.test(meant)) return meant;
      if (whole && meant !== '\0') this.#put(meant, now);
      return undefined;
    }
    this.#escape = undefined;
    if (/^\d+$/.test(before)) {
      this.#put(character, now);
      return undefined;
    }
    if (/^[[O]$/.test(sequence) || /^\[[\d;?]*$/.test(sequence)) {
      if (sequence.length < 16) this.#escape = sequence;
      return undefined;
    }
    if (sequence === F8) this.#put(GS, now);
    else if (sequence === PASTE_BEGINS) this.#pasting = true;
    else if (sequence === PASTE_ENDS) this.#pasting = false;
    else if (sequence.length === 1 && character >= ' ') this.#put(character, now);
    return undefined;
  }
}

/** Lines of a serial scanner, ended by CR, LF, both or TAB; bytes that are no UTF-8 are taken one by one. */
export class LineReader {
  #bytes: Buffer[] = [];
  #length = 0;

  /** Whether the beginning of a code is here and its end is not. */
  get waits(): boolean {
    return this.#length > 0;
  }

  feed(chunk: Uint8Array): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] !== 0x0d && chunk[at] !== 0x0a && chunk[at] !== 0x09) continue;
      this.#keep(chunk.subarray(from, at));
      for (const line of this.end()) lines.push(line);
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  /** What is left when the line ends without an end. */
  end(): readonly string[] {
    const bytes = Buffer.concat(this.#bytes);
    this.#bytes = [];
    this.#length = 0;
    const line = textOf(bytes).replace(FLOW, '');
    return line.trim() === '' ? [] : [line];
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, LONGEST_CODE - this.#length);
    if (kept.length === 0) return;
    this.#length += kept.length;
    this.#bytes.push(Buffer.from(kept));
  }
}

function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}
