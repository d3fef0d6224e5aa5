// Reads whatever a scanner types: as it stands where that is right, else repaired.
import { type AiTable, packTable, standardTable } from './ai-table.ts';
import { GS } from './characters.ts';
import { cleaned, spellsSeparator } from './clean.ts';
import { type Element, readElements } from './element-string.ts';
import { type Fault, fault } from './faults.ts';
import { readForm } from './forms.ts';
import { checkProfile } from './profiles.ts';
import { type Candidate, type Parsed, type ParseOptions, type Repair, ScanReading } from './reading.ts';
import { otherReadings, repaired } from './repair.ts';
import { keepsAllRules } from './rules.ts';
import { symbologyOf } from './symbology.ts';

const DEFAULTS: ParseOptions = {};
const NO_REPAIRS: readonly Repair[] = [];
/** The largest symbol holds 7089 digits; more than this is no scan of any. */
const LONGEST_SCAN = 65536;

/**
 * Reads a scan: an element string with or without its AIM identifier, bracketed text, a Digital Link, an EPC URN, a
 * message of ISO/IEC 15434. Never throws: what is wrong stands in `errors`, what was put right in `repairs`.
 * @example
 * ```ts
 * import { packOf, parse } from 'pedigree/gs1';
 *
 * const { elements, repairs } = parse('010950600013435221X7{GS}17271231');
 * packOf(elements)?.serial; // → "X7"
 * repairs.map(({ code }) => code); // → ["gs-substitute"]
 * ```
 */
export function parse(scan: string, options: ParseOptions = DEFAULTS): Parsed {
  const table = options.table ?? packTable();
  const symbology = symbologyOf(scan);
  if (symbology?.data === 'gs1') {
    const errors: Fault[] = [];
    const read = readElements(scan, 3, scan.length, table, errors);
    if (errors.length === 0 && keepsAllRules(read.elements, read.ais, table)) {
      if (scan.includes(GS) || !spellsSeparator(scan)) {
        if (options.profile) checkProfile(options.profile, read.elements, scan.length, errors);
        const others = (): readonly Candidate[] => otherCodes(scan, read.elements, options);
        return new ScanReading('element-string', symbology.name, read.elements, errors, NO_REPAIRS, others);
      }
    }
  }
  return readAny(scan, options);
}

const wholeTable = ({ table }: ParseOptions): AiTable => table ?? standardTable();

function otherCodes(scan: string, elements: Candidate['elements'], options: ParseOptions): readonly Candidate[] {
  return otherReadings(cleaned(scan), { elements, repairs: NO_REPAIRS }, wholeTable(options), options);
}

function readAny(scan: string, options: ParseOptions): ScanReading {
  const table = wholeTable(options);
  if (scan.length > LONGEST_SCAN) return new ScanReading('plain', undefined, [], [fault('too-long', 0, scan.length)]);
  const text = cleaned(scan);
  const form = readForm(text.text, table, options);
  const spelled = form.kind === 'element-string' && !text.text.includes(GS) && spellsSeparator(text.text);
  if (form.faults.length > 0 || spelled) {
    const reading = repaired(scan, text, form, table, options);
    return !options.profile || !reading.ok ? reading : profiled(reading, scan, options);
  }
  const repairs = [...text.repairs];
  if (form.kind === 'element-string' && form.start === 0)
    repairs.push({ code: 'identifier-missing', offset: 0, evidence: 'no symbology identifier', harmless: true });
  if (form.plainIdentifier)
    repairs.push({ code: 'plain-identifier', offset: 0, evidence: `${form.symbology} without FNC1`, harmless: true });
  const elements = once(form.elements, text.origin);
  const others =
    form.kind === 'element-string'
      ? (): readonly Candidate[] => otherReadings(text, { elements, repairs }, table, options)
      : [];
  const reading = new ScanReading(form.kind, form.symbology, elements, [], repairs, others, form.inPath);
  return !options.profile ? reading : profiled(reading, scan, options);
}

/** The elements at their places in the scan; one that is repeated with the same value counts once. */
function once(elements: readonly Element[], origin: readonly number[]): Element[] {
  const first = elements.filter(
    ({ ai, value }, i) => elements.findIndex((other) => other.ai === ai && other.value === value) === i,
  );
  return first.map((element) => ({ ...element, offset: origin[element.offset] ?? element.offset }));
}

/** The same reading with what the profile wants besides. */
function profiled(reading: ScanReading, scan: string, options: ParseOptions): ScanReading {
  const errors: Fault[] = [];
  if (options.profile) checkProfile(options.profile, reading.elements, scan.length, errors);
  if (errors.length === 0) return reading;
  const { kind, symbology, elements, repairs, inPath } = reading;
  return new ScanReading(kind, symbology, elements, errors, repairs, () => reading.candidates, inPath);
}
