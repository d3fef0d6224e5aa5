// What a hand scanner types into a page, key by key: what the host made of the keys, and the keys that were pressed. Ends and
// suffixes of codes are taken here, so that they press no button and open no tab.
import { keyedText } from '../../src/gs1/keyed.ts';
import { lengthOfAlt, type PressedKey, pressedText } from '../../src/gs1/pressed.ts';

const GS = '\x1d';
/** A pause within a code longer than this drops what was begun, ms. */
const LONGEST_PAUSE = 1_000;
/** An Enter that follows a code within this time belongs to the scanner's suffix, ms. */
const SUFFIX_TIME = 300;
/** No person presses a key so soon after another, ms. */
const BURST = 35;
/** So many keys in a burst, with Enter behind them, are a scan in a text field too. */
const FEWEST_IN_FIELD = 6;
/** Longer than any code. */
const LONGEST_CODE = 8_192;

/** A key that went down, as far as it is looked at. */
export interface KeyDown {
  readonly key: string;
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  readonly altGraph: boolean;
  /** ms of any clock that does not run back. */
  readonly at: number;
}

/** What became of a key: whether the page keeps it from the browser, and the code that it ended. */
export interface Heard {
  readonly taken: boolean;
  readonly scan?: string;
  /** In a text field: the scan stands in it, and is to be taken out. */
  readonly burst?: true;
}

const NOT_TAKEN: Heard = { taken: false };
const TAKEN: Heard = { taken: true };

/** Makes codes of keys. One for the page: it knows when the last code ended. */
export class WedgeReader {
  #typed = '';
  #pressed: PressedKey[] = [];
  #number = '';
  #last = Number.NEGATIVE_INFINITY;
  #ended = Number.NEGATIVE_INFINITY;
  #quick = 0;

  /** Whether a code has begun and may go on. */
  begun(at: number): boolean {
    return this.#pressed.length > 0 && at - this.#last <= LONGEST_PAUSE;
  }

  /** A key outside of text fields. */
  key(down: KeyDown): Heard {
    if (this.#pressed.length > 0 && !this.begun(down.at)) this.#drop();
    if (endsCode(down)) return this.#end(down);
    const character = this.#characterOf(down);
    if (character === undefined) {
      // Shift and its like are part of a code that has begun, and begin none.
      if (this.#pressed.length > 0 || down.alt) this.#pressed.push(pressedOf(down));
      if (this.#pressed.length > 0) this.#last = down.at;
      return this.#number !== '' || (down.ctrl && this.#typed !== '') ? TAKEN : NOT_TAKEN;
    }
    // A space begins no code: it presses the button that has the focus.
    if (this.#typed === '' && character === ' ') return NOT_TAKEN;
    this.#put(character, down);
    return TAKEN;
  }

  /** A key in a text field, where a person types: only what comes faster than any person is a scan. */
  fieldKey(down: KeyDown): Heard {
    const isQuick = down.at - this.#last < BURST;
    if (endsCode(down)) {
      const isScan = this.#quick >= FEWEST_IN_FIELD && isQuick;
      const isSuffix = down.at - this.#ended < SUFFIX_TIME;
      if (!isScan) {
        this.#drop();
        return isSuffix ? TAKEN : NOT_TAKEN;
      }
      return { ...this.#end(down), burst: true };
    }
    if (!isQuick && !isHeld(down)) this.#drop();
    const character = this.#characterOf(down);
    if (character === undefined) {
      if (this.#pressed.length > 0 || down.alt) this.#pressed.push(pressedOf(down));
      this.#last = down.at;
      return this.#number !== '' ? TAKEN : NOT_TAKEN;
    }
    const isNew = this.#pressed.length === 0;
    this.#put(character, down);
    this.#quick = isNew ? 1 : this.#quick + 1;
    // What would steer the browser is kept from it, what is a character lands in the field.
    return character === GS && down.key !== GS ? TAKEN : NOT_TAKEN;
  }

  #put(character: string, down: KeyDown): void {
    this.#last = down.at;
    if (this.#typed.length >= LONGEST_CODE) return;
    this.#typed += character;
    this.#pressed.push(pressedOf(down));
  }

  #end({ at }: KeyDown): Heard {
    if (this.#typed === '') return at - this.#ended < SUFFIX_TIME ? TAKEN : NOT_TAKEN;
    const scan = keyedText({ typed: this.#typed, pressed: pressedText(this.#pressed) });
    this.#drop();
    this.#ended = at;
    return { taken: true, scan };
  }

  #drop(): void {
    this.#typed = '';
    this.#pressed = [];
    this.#number = '';
    this.#quick = 0;
  }

  /** What a key adds to what was typed; undefined for one that adds nothing. */
  #characterOf({ key, code, ctrl, alt, meta, altGraph }: KeyDown): string | undefined {
    const digit = /^Numpad(\d)$/.exec(code)?.[1];
    if (alt && digit !== undefined) {
      this.#number += digit;
      if (this.#number.length < lengthOfAlt(this.#number)) return undefined;
      const character = String.fromCharCode(Number(this.#number));
      this.#number = '';
      return character;
    }
    this.#number = '';
    if (key === GS || code === 'F8' || (ctrl && !alt && code === 'BracketRight')) return GS;
    if (meta) return undefined;
    // In the middle of a code these are control characters of a frame; alone they are a person's.
    if (ctrl && !altGraph && !alt) {
      const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
      return letter === undefined || this.#typed === '' ? undefined : String.fromCharCode(letter.charCodeAt(0) - 64);
    }
    // Some handhelds say that Alt is held with each key.
    return [...key].length === 1 ? key : undefined;
  }
}

function endsCode({ key, code, ctrl }: KeyDown): boolean {
  return key === 'Enter' || key === 'Tab' || (ctrl && /^Key[JM]$/.test(code));
}

function isHeld({ code }: KeyDown): boolean {
  return /^(?:Shift|Control|Alt|Meta|CapsLock|NumLock)/.test(code);
}

function pressedOf({ code, shift, ctrl, alt, altGraph }: KeyDown): PressedKey {
  return { code, shift, ctrl: ctrl && !altGraph, alt, altGraph };
}
