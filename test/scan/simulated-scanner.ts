// A scanner and a host that change codes in ways of their own, made by dice: what they type for a code.
import { MORE_LAYOUTS } from '../../src/gs1/candidates/layouts.generated.ts';
import { swapCase } from '../../src/gs1/keyboard.ts';
import { KEYS, LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import type { Dice } from '../dice.ts';

const GS = '\x1d';

export interface Simulated {
  /** What it is set to and what the host does, for whoever reads why a test failed. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What comes of a DataMatrix with these element strings. */
  type(data: string): string;
}

const NAMES = ['us', ...[...LAYOUTS, ...MORE_LAYOUTS].map(([names]) => names)];

/** What a layout types for the keys of a US keyboard. */
export function keyboard(name: string): (key: string) => string {
  const row = [...([...LAYOUTS, ...MORE_LAYOUTS].find(([names]) => names === name)?.[1] ?? KEYS)];
  const keys = new Map([...KEYS].map((key, i) => [key, row[i] ?? key]));
  for (let i = KEYS.length; i + 1 < row.length; i += 2) keys.set(row[i] ?? '', row[i + 1] ?? '');
  return (key) => keys.get(key) ?? key;
}

/** How ALT mode comes through where the host takes its digits as they are. */
const NUMBERS: Readonly<Record<string, (character: string) => string>> = {
  'four digits': (character) => String(character.charCodeAt(0)).padStart(4, '0'),
  'three digits': (character) => String(character.charCodeAt(0)).padStart(3, '0'),
  'as many digits as it takes': (character) => String(character.charCodeAt(0)),
};

export interface Wishes {
  /** Layouts to choose from. */
  readonly layouts?: readonly string[];
  /** Kinds of what happens; all if absent. */
  readonly only?: readonly Kind[];
}

export const KINDS = ['prefix', 'suffix', 'id', 'numbers', 'several', 'separator', 'data', 'layout', 'caps'] as const;
export type Kind = (typeof KINDS)[number];

/** A scanner in which each kind of change happens or not. */
export function simulated(dice: Dice, wishes: Wishes = {}): Simulated {
  const pick = <T>(values: readonly T[]): T => values[dice(values.length)] as T;
  const some = (alphabet: string, most: number): string =>
    Array.from({ length: 1 + dice(most) }, () => pick([...alphabet])).join('');
  const may = (kind: Kind): boolean => (wishes.only ?? KINDS).includes(kind) && dice(100) < 60;
  const prefix = may('prefix') ? some('ABCxyz0123456789-/.:;#$*~ ', 6) : '';
  const suffix = may('suffix') ? some('ABCxyz0123456789-/.:;#$*~ ', 6) : '';
  const id = may('id') ? pick([']d2', ']d2', 'w', 'rDM', 'd', 'V', '']) : ']d2';
  const numbers = may('numbers') ? pick(Object.keys(NUMBERS)) : undefined;
  const layout = may('layout') ? pick(wishes.layouts ?? NAMES) : 'us';
  const caps = may('caps');
  const spelt = may('separator') ? pick(['|', '{GS}', '\x1e', '~', '[GS]', '<GS>', '§', '#']) : GS;
  const gs = may('data') ? pick(['-', 'G', '029', '_', '0', '7', 'GS', '/', 'x']) : spelt;
  const several = new Map<string, string>();
  if (may('several'))
    for (let n = 1 + dice(3); n > 0; n--) {
      const key = pick([...'-/.+&"\'()%_=?:;abKLMxyz05']);
      several.set(
        key,
        pick([`${key}${key}`, `\\${key}`, `${key}²`, `&${key.charCodeAt(0)};`, `%${key.charCodeAt(0)}`, `^${key} `]),
      );
    }
  const key = keyboard(layout);
  const one = (character: string): string => {
    if (character === GS) return numbers === undefined || gs !== GS ? gs : (NUMBERS[numbers]?.(GS) ?? '');
    if (numbers !== undefined) return NUMBERS[numbers]?.(character) ?? '';
    return several.get(character) ?? key(caps ? swapCase(character) : character);
  };
  const type = (text: string): string => [...text].map(one).join('');
  return {
    settings: { prefix, suffix, id, numbers, layout, caps, gs, several: Object.fromEntries(several) },
    type: (data) => type(prefix + id + data + suffix),
  };
}
