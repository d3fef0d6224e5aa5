// Serials: whether one could be guessed, and whether it was among those set aside for a lot.
import type { Bytes } from '../chain/bytes.ts';
import { SERIAL_LENGTH, serialAt } from '../chain/serial.ts';

/** Bits of guessing that a serial has to withstand, once the size of its lot is taken off (DESIGN §4). */
const ENOUGH = 64;
/** What `mint` makes: 16 characters of 32, 80 bits. Only digits are taken for an imported number. */
const MINTED = new RegExp(`^(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{${SERIAL_LENGTH}}$`);

const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[0-9]/, 10],
  [/[A-Z]/, 26],
  [/[a-z]/, 26],
  [/[^0-9A-Za-z]/, 20],
];

/** Whether serials like this one can be guessed: alphabet^length / count under 2^64, unless minted. */
export function isWeakSerial(serial: string, count: number): boolean {
  if (MINTED.test(serial)) return false;
  const alphabet = CLASSES.reduce((sum, [form, size]) => (form.test(serial) ? sum + size : sum), 0);
  return serial.length * Math.log2(Math.max(alphabet, 1)) - Math.log2(Math.max(count, 1)) < ENOUGH;
}

/** Whether a serial is one of the first `count` of a lot's seed. */
export function isAllocated(seed: Bytes, count: number, serial: string): boolean {
  if (serial.length !== SERIAL_LENGTH) return false;
  for (let i = 0; i < count; i++) if (serialAt(seed, i) === serial) return true;
  return false;
}
