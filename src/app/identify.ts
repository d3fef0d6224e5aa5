// What a scan names: a pack, a case with its own serial, or a logistic unit; and what the code went through.
import { PedigreeError } from '../errors.ts';
import { isSscc, type Parsed, packOf, parse, ssccOf } from '../gs1/index.ts';

/** A pack as its label names it; expiry is YYYY-MM-DD where DD may be 00. */
export interface PackLabel {
  readonly kind: 'pack';
  readonly gtin: string;
  readonly serial: string;
  readonly lot?: string;
  readonly expiry?: string;
}

export interface UnitLabel {
  readonly kind: 'unit';
  readonly sscc: string;
}

/** One reading of a scan. */
export type Reading = PackLabel | UnitLabel;

export interface Identified {
  /** Absent where several readings are left, or none. */
  readonly label?: Reading;
  /** Other readings of a damaged scan, each with its repairs. */
  readonly candidates: readonly { readonly label: Reading; readonly repairs: Parsed['repairs'] }[];
  readonly repairs: Parsed['repairs'];
  readonly parsed: Parsed;
}

/** Reads a scan: element string, bracketed text, Digital Link, or 18 bare digits of an SSCC. Never throws. */
export function identify(scan: string): Identified {
  const text = scan.trim();
  const parsed = parse(isSscc(text) ? `00${text}` : scan);
  const label = parsed.ok ? labelOf(parsed.elements) : undefined;
  return {
    ...(label === undefined ? {} : { label }),
    // Worked out only where it is asked for: that costs many times the reading itself.
    get candidates() {
      return candidatesOf(parsed);
    },
    repairs: parsed.repairs,
    parsed,
  };
}

function candidatesOf(parsed: Parsed): Identified['candidates'] {
  return parsed.candidates.flatMap((candidate) => {
    const reading = labelOf(candidate.elements);
    return reading === undefined ? [] : [{ label: reading, repairs: candidate.repairs }];
  });
}

function labelOf(elements: Parsed['elements']): Reading | undefined {
  const sscc = ssccOf(elements);
  const pack = packOf(elements);
  if (pack?.serial !== undefined) {
    return {
      kind: 'pack',
      gtin: pack.gtin,
      serial: pack.serial,
      ...(pack.lot === undefined ? {} : { lot: pack.lot }),
      ...(pack.expiry === undefined ? {} : { expiry: pack.expiry }),
    };
  }
  return sscc === undefined ? undefined : { kind: 'unit', sscc };
}

/**
 * The one reading of a scan, for commands that act on it.
 * @throws not-gs1 (65) where it cannot be read, has no serial, or has several readings
 */
export function labelOfScan(scan: string): Reading {
  const read = identify(scan);
  if (read.label !== undefined) return read.label;
  if (read.candidates.length > 0) {
    throw new PedigreeError('not-gs1', 'the code was cut or changed by the scanner and can be read in several ways', {
      hint: 'scan it again',
    });
  }
  throw unreadable(read.parsed);
}

/** Why a scan names no pack and no logistic unit. */
export function unreadable(parsed: Parsed): PedigreeError {
  const [first] = parsed.errors;
  if (first !== undefined) {
    return new PedigreeError('not-gs1', first.message, {
      hint: first.hint ?? 'scan it again',
      detail: { errors: parsed.errors },
    });
  }
  const hint = parsed.kind === 'ean' ? 'scan the square code' : 'scan the square code, which has the serial number';
  return new PedigreeError('not-gs1', 'the code names no pack: it has no serial number', { hint });
}
