// Scan data with AIM identifiers to and from the message in a symbol, in which `^` stands for FNC1 (as label printers write it).
import { type AiTable, standardTable } from './ai-table.ts';
import { isDigits } from './characters.ts';
import { readDigitalLink } from './digital-link.ts';
import { readElements } from './element-string.ts';
import { type Fault, report } from './faults.ts';
import { csum } from './lint/check-digits.ts';

/** The carriers whose scan data can be written and read. */
export type Carrier =
  | 'DM'
  | 'QR'
  | 'DotCode'
  | 'GS1_128'
  | 'DataBarExpanded'
  | 'DataBarOmni'
  | 'DataBarTruncated'
  | 'DataBarStacked'
  | 'DataBarStackedOmni'
  | 'DataBarLimited'
  | 'EAN13'
  | 'EAN8'
  | 'UPCA'
  | 'UPCE';

const TWO_DIMENSIONAL: Readonly<Record<string, readonly [plain: string, gs1: string]>> = {
  DM: [']d1', ']d2'],
  QR: [']Q1', ']Q3'],
  DotCode: [']J0', ']J1'],
};

const READ: Readonly<Record<string, readonly [carrier: Carrier, form: 'gs1' | 'plain' | 'ean', digits?: number]>> = {
  ']C1': ['GS1_128', 'gs1'],
  ']E0': ['EAN13', 'ean', 13],
  ']E4': ['EAN8', 'ean', 8],
  ']e0': ['DataBarExpanded', 'gs1'],
  ']d1': ['DM', 'plain'],
  ']d2': ['DM', 'gs1'],
  ']Q1': ['QR', 'plain'],
  ']Q3': ['QR', 'gs1'],
  ']J0': ['DotCode', 'plain'],
  ']J1': ['DotCode', 'gs1'],
};

const COMPOSITE = '|]e0';

/** The message and the carrier of scan data. */
export interface ScanData {
  readonly carrier: Carrier;
  readonly message: string;
}

/** An element string with GS as the message has it: `^` in front and for every GS. Faults are pushed. */
function gs1Message(text: string, table: AiTable, faults: Fault[]): string {
  const caret = text.indexOf('^');
  if (caret >= 0) report(faults, 'illegal-caret', caret, 1);
  readElements(text, 0, text.length, table, faults);
  return `^${text.replaceAll('\x1d', '^')}`;
}

function eanMessage(text: string, digits: number, table: AiTable, faults: Fault[]): string {
  const primary = text.slice(0, digits);
  const rest = text.slice(digits);
  if (primary.length < digits || (rest !== '' && !rest.startsWith(COMPOSITE)))
    report(faults, 'not-gs1', 0, text.length);
  else if (!isDigits(primary)) report(faults, 'non-digit-character', 0, digits);
  else if (csum(primary, 0, digits) !== undefined) report(faults, 'incorrect-check-digit', digits - 1, 1);
  return rest === '' ? primary : `${primary}|${gs1Message(rest.slice(COMPOSITE.length), table, faults)}`;
}

/** A plain message; a leading `^` is escaped so that it is not taken for FNC1. A Digital Link in it is checked. */
function plainMessage(text: string, table: AiTable, faults: Fault[]): string {
  if (/^(?:https?|HTTPS?):\/\//.test(text)) readDigitalLink(text, table, faults);
  return /^\\*\^/.test(text) ? `\\${text}` : text;
}

/**
 * Reads scan data that starts with an AIM identifier; undefined where something is wrong with it.
 * @example
 * ```ts
 * import { readScanData } from 'pedigree/gs1/write';
 *
 * readScanData(']E09506000134352'); // → {"carrier":"EAN13","message":"9506000134352"}
 * ```
 */
export function readScanData(scan: string, table: AiTable = standardTable()): ScanData | undefined {
  const known = READ[scan.slice(0, 3)];
  if (!known || scan.length < 3) return undefined;
  const [carrier, form, digits = 0] = known;
  const text = scan.slice(3);
  const faults: Fault[] = [];
  let message: string;
  if (form === 'gs1') message = gs1Message(text, table, faults);
  else if (form === 'ean') message = eanMessage(text, digits, table, faults);
  else message = plainMessage(text, table, faults);
  return faults.length === 0 ? { carrier, message } : undefined;
}

/** What a scanner types for a message: FNC1 becomes the identifier in front and GS in between. */
function typed(message: string): string {
  if (message.startsWith('^')) return message.slice(1).replaceAll('^', '\x1d');
  return /^\\+\^/.test(message) ? message.slice(1) : message;
}

function endsOpen(message: string, table: AiTable): boolean {
  const text = typed(message);
  return readElements(text, 0, text.length, table, [], true).ais.at(-1)?.fixed === false;
}

const LINEAR: Readonly<Record<string, number>> = { EAN13: 13, EAN8: 8, UPCA: 12, UPCE: 12 };

/** The digits of a linear primary, from themselves or from a GTIN in AI (01); undefined where they are wrong. */
function primaryDigits(message: string, length: number): string | undefined {
  const zeros = `^01${'0'.repeat(14 - length)}`;
  const digits = message.startsWith(zeros) ? message.slice(zeros.length) : message;
  return digits.length === length && isDigits(digits) && csum(digits, 0, length) === undefined ? digits : undefined;
}

/** Scan data of a message in a carrier; undefined where the carrier cannot hold it. */
export function writeScanData(data: ScanData, table: AiTable = standardTable()): string | undefined {
  const { carrier, message } = data;
  const square = TWO_DIMENSIONAL[carrier];
  const bar = message.indexOf('|');
  if (square) {
    if (!message.startsWith('^')) return square[0] + typed(message);
    return square[1] + typed(bar < 0 ? message : message.slice(0, bar));
  }
  const main = bar < 0 ? message : message.slice(0, bar);
  const composite = bar < 0 ? undefined : message.slice(bar + 1);
  if (composite !== undefined && !composite.startsWith('^')) return undefined;
  if (carrier === 'GS1_128' || carrier === 'DataBarExpanded') {
    if (!main.startsWith('^')) return undefined;
    if (composite === undefined) return (carrier === 'GS1_128' ? ']C1' : ']e0') + typed(main);
    return `]e0${typed(main)}${endsOpen(main, table) ? '\x1d' : ''}${typed(composite)}`;
  }
  const length = LINEAR[carrier];
  if (length !== undefined) {
    const digits = primaryDigits(main, length);
    if (digits === undefined) return undefined;
    const text = `${carrier === 'EAN8' ? ']E4' : ']E0'}${length === 12 ? '0' : ''}${digits}`;
    return composite === undefined ? text : `${text}${COMPOSITE}${typed(composite)}`;
  }
  const gtin = primaryDigits(main, 14);
  if (gtin === undefined || (carrier === 'DataBarLimited' && gtin.charAt(0) > '1')) return undefined;
  return `]e001${gtin}${composite === undefined ? '' : typed(composite)}`;
}
