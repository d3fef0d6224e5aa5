// The text of physical keys as a US keyboard means them, which nearly every scanner ships as: neither the layout of the host nor caps lock is in it.
import { GS } from './characters.ts';

/** A key that went down, as a browser's `KeyboardEvent` tells of it. */
export interface PressedKey {
  /** `KeyboardEvent.code`: the place of the key, whatever is written on it. */
  readonly code: string;
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  /** AltGr: a US keyboard has none. */
  readonly altGraph?: boolean;
}

const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Backquote: '`~',
  Space: '  ',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';
const PAD: Readonly<Record<string, string>> = { Add: '+', Subtract: '-', Multiply: '*', Divide: '/', Decimal: '.' };
/** Keys that say nothing by themselves. */
const HELD = /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$|^(?:CapsLock|NumLock|ScrollLock|)$/;
const ALT = /^Alt(?:Left|Right)$/;
const ENDS = /^(?:Enter|NumpadEnter|Tab)$/;

/**
 * What was pressed, as text: Ctrl-] and F8 are separators, Alt with digits of the keypad is the character of that number. Ends
 * with what ends a code. Undefined where a key is none of a US keyboard, or AltGr was held: it was set to another one.
 * @example
 * ```ts
 * import { pressedText } from 'pedigree';
 *
 * pressedText([{ code: 'BracketRight' }, { code: 'KeyD' }, { code: 'Digit2' }, { code: 'Enter' }]); // → "]d2"
 * ```
 */
export function pressedText(keys: readonly PressedKey[]): string | undefined {
  let text = '';
  let number = '';
  const endNumber = (): void => {
    if (number !== '') text += String.fromCharCode(Number(number));
    number = '';
  };
  for (const key of keys) {
    const { code, alt = false } = key;
    const digit = /^Numpad(\d)$/.exec(code)?.[1];
    if (alt && digit !== undefined) {
      number += digit;
      if (number.length === lengthOfAlt(number)) endNumber();
      continue;
    }
    if (ALT.test(code) || !HELD.test(code)) endNumber();
    if (HELD.test(code)) continue;
    if (ENDS.test(code) || (key.ctrl === true && /^Key[JM]$/.test(code))) break;
    const character = characterOf(key);
    if (character === undefined) return undefined;
    text += character;
  }
  endNumber();
  return text;
}

function characterOf({ code, shift = false, ctrl = false, altGraph = false }: PressedKey): string | undefined {
  if (altGraph) return undefined;
  if (code === 'F8' || (ctrl && code === 'BracketRight')) return GS;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (ctrl) return letter === undefined ? undefined : String.fromCharCode(letter.charCodeAt(0) - 64);
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  const [, pad] = /^Numpad(\w+)$/.exec(code) ?? [];
  if (pad !== undefined) return /^\d$/.test(pad) ? pad : PAD[pad];
  return SIGNS[code]?.charAt(shift ? 1 : 0);
}

/** How many digits the number has that begins like this: 29, 029, 0029, 65, 100, 0100. */
export function lengthOfAlt(digits: string): number {
  if (digits.startsWith('0')) return /^0[01]/.test(digits) ? 4 : 3;
  return /^1[0-2]/.test(digits) ? 3 : 2;
}
