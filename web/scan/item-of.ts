// Which item a code is of, as far as a page tells it by itself: GTIN and serial, or the SSCC. It judges nothing.
import { textsOf } from '../../src/gs1/keyed.ts';

export interface ScannedItem {
  /** GTIN and serial with a space between, or the SSCC. */
  readonly name: string;
  readonly gtin?: string;
  readonly lot?: string;
}

/** Values of so many characters, by AI. */
const FIXED: Readonly<Record<string, number>> = { '00': 18, '01': 14, '11': 6, '13': 6, '15': 6, '16': 6, '17': 6 };
/** Values that end at a separator. */
const OPEN: ReadonlySet<string> = new Set(['10', '21']);

/** Each item that a scan may be of, by what was typed and by what was pressed; none where it is no plain code of a pack or a container. */
export function itemsOf(scan: string): readonly ScannedItem[] {
  return textsOf(scan).flatMap((text) => itemIn(text) ?? []);
}

function itemIn(keyed: string): ScannedItem | undefined {
  const text = keyed.replace(/^\][A-Za-z]\d/, '');
  const found = text.startsWith('(') ? bracketed(text) : elements(text);
  const [sscc, gtin, serial, lot] = ['00', '01', '21', '10'].map((ai) => found.get(ai));
  if (gtin !== undefined && serial !== undefined)
    return { name: `${gtin} ${serial}`, gtin, ...(lot === undefined ? {} : { lot }) };
  return sscc === undefined ? undefined : { name: sscc };
}

function bracketed(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/\((\d{2,4})\)((?:(?!\(\d{2,4}\)).)*)/gs)].map(([, ai = '', value = '']) => [ai, value]),
  );
}

function elements(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const ai = text.slice(at, at + 2);
    const fixed = FIXED[ai];
    // Of another AI the page does not know where it ends.
    if (fixed === undefined && !OPEN.has(ai)) return found;
    const from = at + 2;
    const separator = text.indexOf('\x1d', from);
    const to = fixed === undefined ? (separator < 0 ? text.length : separator) : from + fixed;
    found.set(ai, text.slice(from, to));
    at = text[to] === '\x1d' ? to + 1 : to;
  }
  return found;
}
