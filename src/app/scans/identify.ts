// What a scan names: a pack, a case with its own serial, or a logistic unit; and what the code went through.
import { readAgain, readings } from '#candidates';
import type { Label } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import { isSscc, type Parsed, packOf, parse, ssccOf } from '../../gs1/index.ts';
import { keysOf } from '../../gs1/keyed.ts';
import { isComplete } from '../../gs1/repair.ts';
import { phrase, say } from '../../words/en/scans.ts';
import { faultSaid } from '../../words/scan-words.ts';

export interface PackLabel extends Label {
  readonly kind: 'pack';
}

export interface UnitLabel {
  readonly kind: 'unit';
  readonly sscc: string;
}

/** What one reading of a scan names. */
export type ScanLabel = PackLabel | UnitLabel;

/** One for each scanner that was calibrated here: what it may have read, from what it makes the host type. */
export type Ways = readonly ((typed: string) => readonly string[])[];

export interface Identified {
  /** What the pressed keys name, where they are as right as what was typed and name something else. */
  readonly rival?: Rival;
  /** Absent where several readings are left, or none. */
  readonly label?: ScanLabel;
  /** Other readings of a damaged scan, each with its repairs. */
  readonly candidates: readonly { readonly label: ScanLabel; readonly repairs: Parsed['repairs'] }[];
  /** What else it may have been before something happened to it: worked out for scans that would be stopped. */
  readonly further: readonly Further[];
  readonly repairs: Parsed['repairs'];
  readonly parsed: Parsed;
}

/** Another right reading, which a ledger has to tell from the first. */
export interface Rival {
  readonly label: ScanLabel;
  readonly repairs: Parsed['repairs'];
}

/** One of many readings; `unsure` where it may as well be another pack, so that only another scan can tell. */
export interface Further {
  readonly label: ScanLabel;
  readonly repairs: Parsed['repairs'];
  readonly unsure: boolean;
}

/**
 * Reads a scan: element string, bracketed text, Digital Link, or 18 bare digits of an SSCC. Never throws. Where the keys
 * that were pressed are known, what was typed counts where it is right as it stands, else what was pressed.
 * @param ways of the scanners that are known here: asked where the scan is wrong as it stands, or has to be settled
 */
export function identify(scan: string, ways?: () => Ways): Identified {
  const { typed, pressed } = keysOf(scan);
  return pressed === undefined ? identifyText(scan, ways) : identifyKeyed(typed, pressed, ways);
}

/** Of what was typed and what was pressed; where both are right and differ, the second is the rival of the first. */
function identifyKeyed(typed: string, pressed: string, ways?: () => Ways): Identified {
  const own = identifyText(typed, ways);
  const keys = identifyText(pressed);
  if (own.label !== undefined && isSame(own.label, keys.label) && (isRight(own) || !isRight(keys))) return own;
  const byKeys = keys.label && { label: keys.label, repairs: [...keys.repairs, byPressedKeys()], parsed: keys.parsed };
  const isOwnRight = isRight(own) && own.repairs.every(({ code }) => code !== BY_PROFILE);
  // Where neither is right and each names something, none is chosen: the ledger has to.
  const settled = isRight(keys) || own.label === undefined ? byKeys : undefined;
  const chosen = isOwnRight || byKeys === undefined ? own : settled;
  return {
    ...(chosen?.label === undefined ? {} : { label: chosen.label }),
    ...(isOwnRight && byKeys !== undefined && isRight(keys) ? { rival: byKeys } : {}),
    repairs: (chosen ?? own).repairs,
    parsed: (chosen ?? own).parsed,
    get candidates() {
      const labelled = [own, byKeys].flatMap((one) =>
        one?.label === undefined ? [] : [{ label: one.label, repairs: one.repairs }],
      );
      return distinct([...labelled, ...own.candidates, ...keys.candidates]).filter(
        ({ label }) => !isSame(label, chosen?.label),
      );
    },
    get further() {
      return [...own.further, ...keys.further];
    },
  };
}

/** Whether two readings name the same, lot and expiry too. */
export const isSame = (a: ScanLabel, b: ScanLabel | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

function identifyText(scan: string, ways?: () => Ways): Identified {
  const text = scan.trim();
  const plain = parse(isSscc(text) ? `00${text}` : scan);
  const parsed = plain.ok ? plain : readAgain(scan);
  const label = parsed.ok ? labelOf(parsed.elements) : undefined;
  const plainly = { ...(label === undefined ? {} : { label }), repairs: parsed.repairs, parsed };
  const typed = ways === undefined || isRight(plainly) ? [] : typedReadings(scan, ways());
  const chosen = onlyOne(typed) ?? plainly;
  return {
    ...chosen,
    // Worked out only where it is asked for: that costs many times the reading itself.
    get candidates() {
      const others = candidatesOf(parsed);
      const byWays = ways === undefined ? [] : typedReadings(scan, ways());
      return byWays.length === 0 ? others : distinct([...byWays, ...others]);
    },
    get further() {
      const byWays = ways === undefined ? [] : textsBy(scan, ways()).slice(0, MOST_SEARCHED);
      return [scan, ...byWays].flatMap(furtherOf);
    },
  };
}

/** Whether a scan names something as it came, and nothing had to be put right that could have changed it. */
export function isRight<T extends Pick<Identified, 'label' | 'repairs'>>(
  read: T,
): read is T & { readonly label: ScanLabel } {
  return read.label !== undefined && read.repairs.every(({ harmless }) => harmless);
}

/** A text that a scan stands for by one of the ways: a whole code, of which nothing had to be put right. */
export interface TypedReading extends Pick<Identified, 'repairs' | 'parsed'> {
  readonly text: string;
  readonly label: ScanLabel;
}

const BY_PROFILE = 'scanner-profile';
const byProfile = () => ({
  code: BY_PROFILE,
  offset: 0,
  evidence: phrase('typed-by-scanner-calibrated'),
  harmless: true as const,
});

/** So many texts of scanners that were calibrated are searched for what else they may have been. */
const MOST_SEARCHED = 3;

const textsBy = (scan: string, ways: Ways): readonly string[] =>
  [...new Set(ways.flatMap((way) => way(scan)))].filter((text) => text !== scan);

const byPressedKeys = () => ({
  code: 'keys',
  offset: 0,
  evidence: phrase('read-by-pressed-keys'),
  harmless: true as const,
});

/** The readings of a scan by these ways, each once; none where it came as it was printed. */
export function typedReadings(scan: string, ways: Ways): readonly TypedReading[] {
  const readings = textsBy(scan, ways).flatMap((text) => {
    const read = identifyText(text);
    if (!isRight(read)) return [];
    const { label, parsed } = read;
    return [{ text, label, parsed, repairs: [...parsed.repairs, byProfile()] }];
  });
  return distinct(readings);
}

/** The only reading, or the only one that has all that a pack bears: in the others a separator is part of a value. */
export function onlyOne<T extends Pick<TypedReading, 'parsed'>>(readings: readonly T[]): T | undefined {
  const whole = readings.filter(({ parsed }) => isComplete(parsed.elements));
  const [only, ...more] = whole.length > 0 ? whole : readings;
  return more.length === 0 ? only : undefined;
}

/** Of equal readings the first. */
function distinct<T extends { readonly label: ScanLabel }>(readings: readonly T[]): T[] {
  return [...new Map(readings.toReversed().map((one) => [JSON.stringify(one.label), one])).values()].toReversed();
}

function furtherOf(scan: string): readonly Further[] {
  return readings(scan).flatMap(({ elements, repairs, unsure = false }) => {
    const label = labelOf(elements);
    return label === undefined ? [] : [{ label, repairs, unsure }];
  });
}

function candidatesOf(parsed: Parsed): Identified['candidates'] {
  return parsed.candidates.flatMap((candidate) => {
    const label = labelOf(candidate.elements);
    return label === undefined ? [] : [{ label, repairs: candidate.repairs }];
  });
}

/** The pack or the logistic unit that a code names, if any. */
function labelOf(elements: Parsed['elements']): ScanLabel | undefined {
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
export function labelOfScan(scan: string, ways?: () => Ways): ScanLabel {
  const read = identify(scan, ways);
  if (read.label !== undefined) return read.label;
  if (read.candidates.length > 0) {
    throw new PedigreeError('not-gs1', say('code-cut-or-changed'), {
      hint: say('scan-again'),
    });
  }
  refuseWrongSscc(scan);
  throw unreadable(read.parsed);
}

/** 18 digits that are read as nothing else are an SSCC that was typed wrong. @throws not-gs1 (65) */
export function refuseWrongSscc(scan: string): void {
  const bare = keysOf(scan).typed.trim();
  if (!/^\d{18}$/.test(bare) || isSscc(bare)) return;
  throw new PedigreeError('not-gs1', say('not-sscc-check-digit'), { hint: say('look-at-last-digit') });
}

/** Why a scan names no pack and no logistic unit. */
export function unreadable(parsed: Parsed): PedigreeError {
  const [first] = parsed.errors;
  if (first !== undefined) {
    const { message, hint } = faultSaid(first);
    return new PedigreeError('not-gs1', message, { hint, detail: { errors: parsed.errors } });
  }
  const hint = parsed.kind === 'ean' ? phrase('scan-square-code') : phrase('scan-square-code-which-has');
  return new PedigreeError('not-gs1', say('code-names-no-pack'), { hint });
}
