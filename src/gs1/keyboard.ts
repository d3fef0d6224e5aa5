// What a scanner's keystrokes become on a host with another keyboard layout or caps lock, undone.
import { CSET82 } from './characters.ts';
import { KEYS, LAYOUTS } from './layouts.generated.ts';

/** More texts than this are not made from one where a character stands for several keys. */
const MOST_TEXTS = 64;
/** Hosts that have no character for a key type this. */
const REPLACEMENT = '\ufffd';

const LETTERS = CSET82.replace(/[^A-Za-z]/g, '');

/** What the keys of a US keyboard type on a layout (layouts.generated.ts); a key that is not in it types its own character. */
export function typedByKeys(layout: string): ReadonlyMap<string, string> {
  const row = [...layout];
  const typed = new Map([...KEYS].map((key, i) => [key, row[i] ?? key]));
  for (let i = KEYS.length; i + 1 < row.length; i += 2) typed.set(row[i] ?? '', row[i + 1] ?? '');
  return typed;
}

/** The text with the case of every letter turned, as caps lock does it. */
export function swapCase(text: string): string {
  let out = '';
  for (const character of text) {
    const upper = character.toUpperCase();
    const turned = character === upper ? character.toLowerCase() : upper;
    out += turned.length === character.length ? turned : character;
  }
  return out;
}

/** The text with y and z exchanged: the one difference between QWERTY and QWERTZ in letters. */
export function swapYZ(text: string): string {
  return text.replace(/[yzYZ]/g, (letter) => 'zyZY'.charAt('yzYZ'.indexOf(letter)));
}

type Inverse = ReadonlyMap<string, string>;
type Inverses = readonly (readonly [names: string, inverse: Inverse])[];
/** Layouts by name, each as one text (layouts.generated.ts). */
export type Layouts = readonly (readonly [names: string, typed: string])[];
const known = new WeakMap<Layouts, Inverses>();

/** For each layout: a typed character to the keys that may have been meant. */
function inversesOf(layouts: Layouts): Inverses {
  const before = known.get(layouts);
  if (before) return before;
  const inverses = layouts.map(([names, row]) => {
    const inverse = new Map<string, string>();
    const typed = typedByKeys(row);
    const add = (character: string, key: string): void => {
      inverse.set(character, (inverse.get(character) ?? '') + key);
    };
    for (const [key, character] of typed) add(character, key);
    for (const letter of LETTERS) if (!typed.has(letter)) add(letter, letter);
    if (names === 'tr') inverse.set(REPLACEMENT, 'iI\'"');
    return [names, inverse] as const;
  });
  known.set(layouts, inverses);
  return inverses;
}

/** All texts that a layout may have made this one from; controls stay. Empty where a character is not on it. */
function undo(text: string, inverse: Inverse): string[] {
  let texts = [''];
  for (const character of text) {
    const keys = character < ' ' ? character : inverse.get(character);
    if (keys === undefined) return [];
    if (keys.length === 1) texts = texts.map((before) => before + keys);
    else texts = texts.flatMap((before) => [...keys].map((key) => before + key)).slice(0, MOST_TEXTS);
  }
  return texts;
}

/** A text that the scanner may have sent, with what the host did to it. */
export interface Keystrokes {
  readonly text: string;
  readonly layout: string;
  readonly caps: boolean;
}

/** Every other text that may stand behind this one, by layout with and without caps lock, without repeats. */
export function keystrokes(text: string, layouts: Layouts = LAYOUTS): Keystrokes[] {
  const found = new Map<string, Keystrokes>();
  const add = (candidate: string, layout: string, caps: boolean): void => {
    if (candidate !== text && !found.has(candidate)) found.set(candidate, { text: candidate, layout, caps });
  };
  add(swapCase(text), '', true);
  for (const [names, inverse] of inversesOf(layouts)) {
    for (const plain of undo(text, inverse)) {
      add(plain, names, false);
      add(swapCase(plain), names, true);
    }
    // Caps lock turns what the host types: the plain letters alone, or those with accents too.
    for (const turned of [swapCase(text), text.replace(/[A-Za-z]+/g, swapCase)])
      for (const plain of undo(turned, inverse)) add(plain, names, true);
  }
  return [...found.values()];
}
