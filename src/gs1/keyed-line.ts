// A line of input that tells of a scan by what was typed and what was pressed.
import { keyedText } from './keyed.ts';
import { type PressedKey, pressedText } from './pressed.ts';

/** A scan as a page in a browser hears it: what came, and the keys, or what they mean on a US keyboard. */
export interface TypedScan {
  readonly typed: string;
  readonly pressed: string | readonly PressedKey[];
}

/** The scan as one text. */
export function textOfKeys({ typed, pressed }: TypedScan): string {
  return keyedText({ typed, pressed: typeof pressed === 'string' ? pressed : pressedText(pressed) });
}

/** The text of a line: of a JSON object with `typed` and `pressed` both, of any other line itself. */
export function textOfLine(line: string): string {
  if (!/^\s*\{/.test(line)) return line;
  try {
    const { typed, pressed } = JSON.parse(line) as Partial<Record<string, unknown>>;
    if (typeof typed !== 'string') return line;
    if (typeof pressed === 'string') return keyedText({ typed, pressed });
    if (Array.isArray(pressed) && pressed.every(isKey)) return textOfKeys({ typed, pressed });
  } catch {
    // Then it is a line like others.
  }
  return line;
}

function isKey(key: unknown): key is PressedKey {
  return typeof key === 'object' && key !== null && typeof (key as Partial<PressedKey>).code === 'string';
}
