// Two linters, written by different people, pass everything that is printed: src/gs1 and BWIPP's own.
import { PedigreeError } from '../errors.ts';
import { elementString, parse } from '../gs1/index.ts';
import { say } from '../words/en/label.ts';
import { bwip } from './bwip.ts';
import type { LabelElement } from './element.ts';

/**
 * Checks what one label is to say.
 * @throws not-gs1 (65) where either linter refuses it
 */
export async function checkElements(elements: readonly LabelElement[]): Promise<void> {
  checkOwn(elements);
  const { raw } = bwip();
  checkOther(() => raw({ bcid: 'gs1datamatrix', text: bwippText(elements), parse: true }));
}

/** A lot whose packs are to be minted or printed. */
export interface LotData {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: LabelElement;
  readonly serials: Iterable<string>;
}

const LONGEST_SERIAL = 20;

/**
 * Checks all packs of a lot. BWIPP takes milliseconds a label, and its rules for a serial look at each character and at
 * the length alone; so it is shown the longest serial, and serials made of every character that occurs in the lot.
 * @throws not-gs1 (65)
 */
export async function lintLot({ gtin, lot, expiry, serials }: LotData): Promise<void> {
  const of = (serial: string): readonly LabelElement[] => [
    { ai: '01', value: gtin },
    expiry,
    { ai: '10', value: lot },
    { ai: '21', value: serial },
  ];
  const characters = new Set<string>();
  let longest = '';
  for (const serial of serials) {
    checkOwn(of(serial));
    for (const character of serial) characters.add(character);
    if (serial.length > longest.length) longest = serial;
  }
  const all = [...characters];
  const samples = longest === '' ? [] : [longest];
  for (let at = 0; at < all.length; at += LONGEST_SERIAL) samples.push(all.slice(at, at + LONGEST_SERIAL).join(''));
  for (const sample of samples) await checkElements(of(sample));
}

/** Reads back exactly as it stands, with nothing put right. @throws not-gs1 (65) */
export function checkOwn(elements: readonly LabelElement[]): void {
  const parsed = parse(`]d2${elementString(elements)}`);
  const same = parsed.elements.length === elements.length && parsed.elements.every(isSame(elements));
  if (parsed.ok && parsed.repairs.length === 0 && same) return;
  const [error] = parsed.errors;
  throw new PedigreeError('not-gs1', error?.message ?? say('not-read-back'), {
    ...(error?.hint === undefined ? {} : { hint: error.hint }),
  });
}

const isSame = (elements: readonly LabelElement[]) => (element: LabelElement, at: number) =>
  element.ai === elements[at]?.ai && element.value === elements[at]?.value;

/** As BWIPP reads brackets: one inside a value is written by its number. */
export function bwippText(elements: readonly LabelElement[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('^', '^094').replaceAll('(', '^040')}`).join('');
}

/** Runs an encoder of BWIPP; what its linter says becomes the error. */
export function checkOther<T>(encode: () => T): T {
  try {
    return encode();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replace(/^bwipp\.\w+#\d+: /, '') : String(cause);
    throw new PedigreeError('not-gs1', say('second-linter-refuses', { said }), { cause });
  }
}
