// Reads whatever a scanner types: picks the reader by how the scan begins.
import { type AiTable, standardTable } from './ai-table.ts';
import { readBracketed } from './bracketed.ts';
import { readDigitalLink } from './digital-link.ts';
import { type Element, type Elements, readElements } from './element-string.ts';
import { type Fault, fault } from './faults.ts';
import { checkRules } from './rules.ts';
import { SYMBOLOGIES } from './symbology.ts';

/** In which form the scan came. */
export type Kind = 'element-string' | 'bracketed' | 'digital-link' | 'epc' | 'format06' | 'hibc' | 'ean' | 'plain';

/** Something that was done to the scan before it made sense. */
export interface Repair {
  readonly code: string;
  readonly offset: number;
  readonly evidence: string;
}

/** Another code that the scan may stand for. */
export interface Candidate {
  readonly elements: readonly Element[];
  readonly repairs: readonly Repair[];
}

/** What a scan says. `ok` is that nothing is wrong with it and one reading is left. */
export interface Parsed {
  readonly ok: boolean;
  readonly kind: Kind;
  readonly symbology?: string;
  readonly elements: readonly Element[];
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly repairs: readonly Repair[];
  readonly candidates: readonly Candidate[];
}

export interface ParseOptions {
  /** Another release of the dictionary. */
  readonly table?: AiTable;
  /** Take names such as `gtin` for AIs in a Digital Link. */
  readonly aliases?: boolean;
}

const NONE: readonly never[] = [];

function result(kind: Kind, symbology: string | undefined, read: Elements, errors: readonly Fault[]): Parsed {
  return {
    ok: errors.length === 0,
    kind,
    ...(symbology === undefined ? {} : { symbology }),
    elements: read.elements,
    errors,
    warnings: NONE,
    repairs: NONE,
    candidates: NONE,
  };
}

/** Reads a scan. Never throws: what is wrong stands in `errors`. */
export function parse(scan: string, options: ParseOptions = {}): Parsed {
  const table = options.table ?? standardTable();
  const errors: Fault[] = [];
  const first = scan.charCodeAt(0);
  if (first === 0x5d) {
    const symbology = SYMBOLOGIES.get(scan.slice(0, 3));
    if (symbology?.data === 'gs1') {
      const read = readElements(scan, 3, scan.length, table, errors);
      checkRules(read.elements, read.ais, errors);
      return result('element-string', symbology.name, read, errors);
    }
  }
  if (first === 0x28) {
    const read = readBracketed(scan, table, errors);
    checkRules(read.elements, read.ais, errors);
    return result('bracketed', undefined, read, errors);
  }
  if (/^https?:\/\//i.test(scan)) {
    const read = readDigitalLink(scan, table, errors, options);
    checkRules(read.elements, read.ais, errors);
    return result('digital-link', undefined, read, errors);
  }
  if (scan === '') errors.push(fault('empty-scan', 0, 0));
  const read = readElements(scan, 0, scan.length, table, errors);
  checkRules(read.elements, read.ais, errors);
  return result('element-string', undefined, read, errors);
}
