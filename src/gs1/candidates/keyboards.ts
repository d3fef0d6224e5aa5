// Keyboards in every form of a code: all known layouts with caps lock or shift lock, dead keys that join letters, y and z.
import { shown } from '../clean.ts';
import { keystrokes, type Layouts, swapCase, swapYZ } from '../keyboard.ts';
import { isGtin } from '../keys.ts';
import { LAYOUTS } from '../layouts.generated.ts';
import { unjoined } from './accents.ts';
import { MORE_LAYOUTS } from './layouts.generated.ts';
import { mended, type Variant } from './variant.ts';

const EVERY_LAYOUT: readonly Layouts[] = [LAYOUTS, MORE_LAYOUTS];

const UNSHIFTED = "`1234567890-=[]\\;',./";
const SHIFTED = '~!@#$%^&*()_+{}|:"<>?';

/** The text with every key shifted that was not, and the other way round: caps lock where it locks digits and signs too. */
function swapShift(text: string): string {
  let out = '';
  for (const character of text) {
    const [plain, shifted] = [UNSHIFTED.indexOf(character), SHIFTED.indexOf(character)];
    out += plain >= 0 ? SHIFTED.charAt(plain) : shifted >= 0 ? UNSHIFTED.charAt(shifted) : swapCase(character);
  }
  return out;
}

/** Whether a text may hold a code, by the check digit of its key. */
function mayHoldCode(text: string): boolean {
  for (const [, digits = ''] of text.matchAll(/01\D{0,2}(\d{14})/g)) if (isGtin(digits)) return true;
  return /00\D{0,2}\d{18}|https?:\/\/|9N\d{2}|8P\d{14}/i.test(text);
}

/** Texts of which other keyboards may have made this one. */
export function keyboards(variant: Variant): Variant[] {
  const { text } = variant;
  const found = new Map<string, Variant>();
  const add = (other: string, how: string, code = 'layout'): void => {
    if (other === text || found.has(other) || !mayHoldCode(other)) return;
    const origin = other.length === text.length ? variant.origin : [];
    found.set(other, { text: other, origin, repairs: mended(variant, code, 0, `${shown(text)} ${how}`) });
  };
  add(swapYZ(text), 'with y and z exchanged');
  add(swapCase(text), 'with caps lock', 'caps-lock');
  add(swapCase(swapYZ(text)), 'with y and z exchanged and caps lock');
  add(swapShift(text), 'with shift locked', 'caps-lock');
  for (const typed of new Set([text, unjoined(text)]))
    for (const layouts of EVERY_LAYOUT)
      for (const { text: other, layout, caps } of keystrokes(typed, layouts)) {
        add(other, `is ${shown(other)} typed on ${layout}${caps ? ' with caps lock' : ''}`);
        if (!caps) add(swapShift(other), `is ${shown(swapShift(other))} typed on ${layout} with shift locked`);
      }
  return [...found.values()];
}
