// What one scanner on one host does to codes, learned from a symbol whose content is known.
import { GS } from '../gs1/index.ts';
import { KEYS, LAYOUTS } from '../gs1/layouts.generated.ts';

/** All characters that a GS1 code may hold (character set 82), in the order of the calibration symbol. */
export const CHARACTERS = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** Once more from both ends of what moves where a character is swallowed. */
const ENDS = '0123456789azAZ';

/** The elements of the calibration symbol: every character once in AI 91, a separator, and some of them again in AI 92. */
export const CALIBRATION: readonly { readonly ai: string; readonly value: string }[] = [
  { ai: '91', value: CHARACTERS },
  { ai: '92', value: ENDS },
];
const IDENTIFIER = 'd2';

export interface ScannerProfile {
  /** What is typed for each of `CHARACTERS`, one character each. */
  readonly keys: string;
  /** What is typed for a separator; empty where it is swallowed. */
  readonly gs: string;
  /** What is typed for the `]` of the symbology identifier, where the scanner sends one. */
  readonly bracket?: string;
  /** The keyboard layout that types like this, where it is a known one. */
  readonly layout?: string;
  readonly caps: boolean;
  /** Characters that cannot be told from others once typed. */
  readonly lost: string;
}

/**
 * What happened to the calibration symbol on its way here; undefined where the scan is not of it, or characters are
 * swallowed so that nothing can be undone. Whatever a layout does, it types the same for the same character.
 */
export function learnProfile(typed: string): ScannerProfile | undefined {
  const characters = [...typed];
  const count = CHARACTERS.length;
  for (let at = 2; at + count <= characters.length && at < 24; at++) {
    const keys = characters.slice(at, at + count);
    const typedFor = (text: string) => [...text].map((character) => keys[CHARACTERS.indexOf(character)]).join('');
    if (characters.slice(at - 2, at).join('') !== typedFor('91')) continue;
    const rest = characters.slice(at + count).join('');
    const end = rest.indexOf(typedFor(`92${ENDS}`));
    if (end < 0 || end > 16 || new Set(keys).size < count / 2) continue;
    const before = characters.slice(0, at - 2);
    const identified = before.slice(-2).join('') === typedFor(IDENTIFIER);
    const bracket = identified ? before.at(-3) : undefined;
    return {
      keys: keys.join(''),
      gs: rest.slice(0, end),
      ...(bracket === undefined ? {} : { bracket }),
      ...layoutOf(keys),
      lost: CHARACTERS.split('')
        .filter((_, i) => keys.indexOf(keys[i] ?? '') !== keys.lastIndexOf(keys[i] ?? ''))
        .join(''),
    };
  }
  return undefined;
}

/** Whether scans come as they were printed, so that there is nothing to undo. */
export function isFaithful({ keys, gs, bracket }: ScannerProfile): boolean {
  return keys === CHARACTERS && gs === GS && (bracket === undefined || bracket === ']');
}

function layoutOf(keys: readonly string[]): { readonly layout?: string; readonly caps: boolean } {
  const caps = keys[CHARACTERS.indexOf('a')] === 'A' || (keys.includes('A') && keys[CHARACTERS.indexOf('A')] === 'a');
  const turned = (key: string) => (key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase());
  const matches = (typesFor: (character: string) => string) =>
    CHARACTERS.split('').every((character, i) => {
      const key = keys[i] ?? '';
      const expected = typesFor(character);
      return key === expected || (caps && key === turned(expected));
    });
  if (matches((character) => character)) return { layout: 'us', caps };
  for (const [names, row] of LAYOUTS) {
    const typed = [...row];
    const moved = typed.slice(KEYS.length);
    const byKey = new Map<string, string>();
    [...KEYS].forEach((key, i) => {
      byKey.set(key, typed[i] ?? key);
    });
    for (let i = 0; i + 1 < moved.length; i += 2) byKey.set(moved[i] ?? '', moved[i + 1] ?? '');
    if (matches((character) => byKey.get(character) ?? character)) return { layout: names, caps };
  }
  return { caps };
}
