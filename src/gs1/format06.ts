// ISO/IEC 15434 messages: format 05 (GS1 element strings) and format 06 (ASC data identifiers), as German packs with a PPN have them.
import type { AiTable } from './ai-table.ts';
import { GS } from './characters.ts';
import { type Elements, MOST_ELEMENTS, readElements, readOne } from './element-string.ts';
import { type Fault, report } from './faults.ts';
import { checkDigit } from './keys.ts';

/** A message of format 05 or 06: the header, separators where the host let them through, and the trailer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the envelope is made of them
const ENVELOPE = /^\[\)>\x1e?(0[56])\x1d?(.*?)(?:\x1e?\x04|\x1e)?$/s;
/** Data identifiers with the AI that means the same. */
const IDENTIFIERS: Readonly<Record<string, string>> = { '1T': '10', S: '21', D: '17', '8P': '01', '16D': '11' };
/** The agency of the PZN in a PPN, and the GS1 prefix under which a PZN is a GTIN (NTIN). */
const PZN_AGENCY = '11';
const NTIN_PREFIX = '04150';

/** Whether the text starts as a message of ISO/IEC 15434. */
export function isMessage(text: string): boolean {
  return text.startsWith('[)>');
}

/** The two check digits of a PPN: ASCII values weighted from 2 up, modulo 97. */
function ppnCheckDigits(data: string): string {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data.charCodeAt(i) * (i + 2);
  return String(sum % 97).padStart(2, '0');
}

/** The GTIN-14 that a PZN of eight digits has. */
function ntinOf(pzn: string): string {
  const digits = `${NTIN_PREFIX}${pzn}`;
  return digits + checkDigit(digits);
}

/** Reads a message; data identifiers come out as the AIs that mean the same, a PPN as its NTIN (01) and PZN (710). */
export function readMessage(text: string, table: AiTable, faults: Fault[]): Elements {
  const envelope = ENVELOPE.exec(text);
  const body = envelope?.[2] ?? '';
  const start = text.indexOf(body, 3);
  if (!envelope || body === '') {
    report(faults, 'format06-syntax', 0, text.length);
    return { elements: [], ais: [] };
  }
  if (envelope[1] === '05') return readElements(text, start, start + body.length, table, faults);
  const read: Elements = { elements: [], ais: [] };
  let at = start;
  for (const field of body.split(GS)) {
    if (faults.length > MOST_ELEMENTS) break;
    readField(field, at, table, read, faults);
    at += field.length + 1;
  }
  return read;
}

function readField(field: string, at: number, table: AiTable, read: Elements, faults: Fault[]): void {
  const [, identifier = '', value = ''] = /^(\d{0,3}[A-Z])(.*)$/s.exec(field) ?? [];
  const ai = IDENTIFIERS[identifier];
  if (identifier === '9N') {
    if (!/^\d{2}[0-9A-Z]{4,22}$/.test(value) || ppnCheckDigits(value.slice(0, -2)) !== value.slice(-2))
      report(faults, 'ppn-check', at, field.length);
    const pzn = value.slice(2, -2);
    if (value.startsWith(PZN_AGENCY) && /^\d{8}$/.test(pzn)) {
      readOne('01', ntinOf(pzn), at, table, read, faults);
      readOne('710', pzn, at, table, read, faults);
    }
  } else if (ai) {
    // A GTIN may come short, a date of production with its century.
    const whole = ai === '01' ? value.padStart(14, '0') : ai === '11' ? value.slice(-6) : value;
    readOne(ai, whole, at, table, read, faults);
  } else if (!identifier) report(faults, 'format06-syntax', at, field.length);
}
