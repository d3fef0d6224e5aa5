// What a scan names: a pack, a case with its own serial, or a logistic unit; and what the code went through.
import { PedigreeError } from '../../errors.ts';
import { isSscc, type Parsed, packOf, parse, ssccOf } from '../../gs1/index.ts';

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

/** One for each scanner that was calibrated here: what it read, from what it makes the host type. */
export type Ways = readonly ((typed: string) => string)[];

export interface Identified {
  /** Absent where several readings are left, or none. */
  readonly label?: Reading;
  /** Other readings of a damaged scan, each with its repairs. */
  readonly candidates: readonly { readonly label: Reading; readonly repairs: Parsed['repairs'] }[];
  readonly repairs: Parsed['repairs'];
  readonly parsed: Parsed;
}

/**
 * Reads a scan: element string, bracketed text, Digital Link, or 18 bare digits of an SSCC. Never throws.
 * @param ways of the scanners that are known here: asked where the scan is wrong as it stands, or has to be settled
 */
export function identify(scan: string, ways?: () => Ways): Identified {
  const text = scan.trim();
  const parsed = parse(isSscc(text) ? `00${text}` : scan);
  const label = readingOf(parsed);
  const plainly = { ...(label === undefined ? {} : { label }), repairs: parsed.repairs, parsed };
  const typed = ways === undefined || isRight(plainly) ? [] : typedReadings(scan, ways());
  const [only] = typed;
  const chosen = only !== undefined && typed.length === 1 ? only : plainly;
  return {
    ...chosen,
    // Worked out only where it is asked for: that costs many times the reading itself.
    get candidates() {
      const others = candidatesOf(parsed);
      const readings = ways === undefined ? [] : typedReadings(scan, ways());
      return readings.length === 0 ? others : distinct([...readings, ...others]);
    },
  };
}

/** Whether a scan names something as it came, and nothing had to be put right that could have changed it. */
export function isRight<T extends Pick<Identified, 'label' | 'repairs'>>(
  read: T,
): read is T & { readonly label: Reading } {
  return read.label !== undefined && read.repairs.every(({ harmless }) => harmless);
}

/** A text that a scan stands for by one of the ways: a whole code, of which nothing had to be put right. */
export interface TypedReading extends Pick<Identified, 'repairs' | 'parsed'> {
  readonly text: string;
  readonly label: Reading;
}

const BY_PROFILE = {
  code: 'scanner-profile',
  offset: 0,
  evidence: 'typed by a scanner that was calibrated here',
  harmless: true,
} as const;

/** The readings of a scan by these ways, each once; none where it came as it was printed. */
export function typedReadings(scan: string, ways: Ways): readonly TypedReading[] {
  const readings = ways.flatMap((way) => {
    const text = way(scan);
    if (text === scan) return [];
    const read = identify(text);
    if (!isRight(read)) return [];
    const { label, parsed } = read;
    return [{ text, label, parsed, repairs: [...parsed.repairs, BY_PROFILE] }];
  });
  return distinct(readings);
}

/** Of equal readings the first. */
function distinct<T extends { readonly label: Reading }>(readings: readonly T[]): T[] {
  return [...new Map(readings.toReversed().map((one) => [JSON.stringify(one.label), one])).values()].toReversed();
}

/** What was read, where it names a pack or a logistic unit. */
export function readingOf(parsed: Parsed): Reading | undefined {
  return parsed.ok ? labelOf(parsed.elements) : undefined;
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
export function labelOfScan(scan: string, ways?: () => Ways): Reading {
  const read = identify(scan, ways);
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
