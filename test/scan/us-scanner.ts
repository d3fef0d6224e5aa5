// A scanner that presses the keys of a US keyboard, and a host that types what its own layout says of them.
import { MORE_LAYOUTS } from '../../src/gs1/candidates/layouts.generated.ts';
import { swapCase } from '../../src/gs1/keyboard.ts';
import { LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import type { PressedKey } from '../../src/gs1/pressed.ts';
import { keyboard } from './simulated-scanner.ts';

const GS = '\x1d';
const PLACES = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
  'BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash Space',
]
  .join(' ')
  .split(' ');
const [PLAIN, SHIFTED] = ["`1234567890-=[]\\;',./ ", '~!@#$%^&*()_+{}|:"<>? '];

/** How the scanner sends a separator. */
export const SEPARATORS: Readonly<Record<string, readonly PressedKey[]>> = {
  'Ctrl-]': [{ code: 'ControlLeft' }, { code: 'BracketRight', ctrl: true }],
  F8: [{ code: 'F8' }],
  'Alt 029': [{ code: 'AltLeft' }, ...[...'029'].map((digit) => ({ code: `Numpad${digit}`, alt: true }))],
};

/** The keys that the scanner presses for a text. */
export function pressedFor(text: string, separator: readonly PressedKey[] = SEPARATORS.F8 ?? []): PressedKey[] {
  const keys = [...text].flatMap((character): readonly PressedKey[] => {
    if (character === GS) return separator;
    if (/[a-z]/i.test(character)) {
      const code = `Key${character.toUpperCase()}`;
      return /[A-Z]/.test(character)
        ? [
            { code: 'ShiftLeft', shift: true },
            { code, shift: true },
          ]
        : [{ code }];
    }
    const plain = PLAIN.indexOf(character);
    const at = plain >= 0 ? plain : SHIFTED.indexOf(character);
    const code = PLACES[at] ?? '';
    return plain >= 0
      ? [{ code }]
      : [
          { code: 'ShiftLeft', shift: true },
          { code, shift: true },
        ];
  });
  return [...keys, { code: 'Enter' }];
}

export const HOSTS = ['us', ...[...LAYOUTS, ...MORE_LAYOUTS].map(([names]) => names)];

/** What the host types: in a field of text separators are lost. */
export function typedOn(layout: string, caps: boolean, gs: string): (text: string) => string {
  const key = keyboard(layout);
  return (text) => [...text].map((one) => (one === GS ? gs : caps ? swapCase(key(one)) : key(one))).join('');
}
