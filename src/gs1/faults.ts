// What can be wrong with a scan: stable codes with a sentence and what to do about it.
import type { Said } from '../words/say.ts';

/** One thing wrong, at an offset into the scan as it came in. */
export interface Fault {
  readonly code: string;
  readonly ai?: string;
  readonly offset: number;
  /** How many characters are wrong, from the offset on. */
  readonly length: number;
  /** What the sentence names besides the AI. */
  readonly detail?: string;
  /** The detail by its name in the tables of words, with its values. */
  readonly what?: Said;
  readonly message: string;
  readonly hint: string;
}

const RESCAN = 'scan again; if it stays, the label is wrong';
const MISREAD = 'a character was misread: scan again';
const GLUED = 'two codes may have been read as one: scan again';
const CUT = 'the scan was cut: scan again, the whole square';
const SQUARE = 'scan the square DataMatrix code of the pack';
const PRINTED = 'the label is printed wrong: put the pack aside and tell the supplier';

/** Sentences and hints; `%` stands for the AI in brackets, `#` for what the caller adds. */
export const TEXTS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  'empty-scan': ['nothing was scanned', 'scan the code again'],
  'not-gs1': ['this is not a GS1 code', SQUARE],
  'unknown-symbology': ['# is no symbology of GS1 data', SQUARE],
  'linear-on-pack': ['this is the EAN/UPC of the product, not of a pack', SQUARE],
  'unknown-ai': ['no application identifier starts with "#"', RESCAN],
  'value-empty': ['% has no value', RESCAN],
  'value-too-short': ['the value of % is too short', CUT],
  'value-too-long': ['the value of % is too long', 'a separator was lost: let the scanner send GS'],
  'invalid-pair': ['% must not stand together with (#)', PRINTED],
  'required-missing': ['% needs one of # beside it', CUT],
  'repeat-differs': ['% occurs twice with different values', GLUED],
  'serial-not-present': ['% needs a serial beside a signature (8030)', PRINTED],
  'too-many-elements': ['there are more than 64 elements', GLUED],
  'too-long': ['this is longer than any code', GLUED],
  'several-scans': ['two different codes were read as one', 'scan them one after the other'],
  'bracket-syntax': ['brackets and values are not in turn', 'write \\( for a bracket in a value'],
  'profile-missing': ['% is required on a pack by the profile #', CUT],
  'profile-shape': ['% has not the length that the profile # wants', CUT],
  ambiguous: ['the scan can stand for # different codes', 'calibrate the scanner'],
  'non-digit-character': ['% holds a character that is no digit', RESCAN],
  'invalid-cset82-character': ['% holds a character that GS1 values do not have', RESCAN],
  'incorrect-check-digit': ['the check digit of % is wrong', MISREAD],
  'incorrect-check-pair': ['the check characters of % are wrong', MISREAD],
  'illegal-month': ['the month in % is not 01 to 12', RESCAN],
  'illegal-day': ['that day in % is not in the calendar', RESCAN],
  'nhrn-check': ['the check digit of the national number % is wrong', 'compare it with the pack'],
  'dl-characters': ['the address holds characters that no URI has', RESCAN],
  'dl-scheme': ['the address is neither http:// nor https://', RESCAN],
  'dl-domain': ['the host of the address is wrong', RESCAN],
  'dl-no-key': ['the address holds no GS1 primary key', 'this is a plain web address'],
  'dl-path': ['the keys in the path are not in order', PRINTED],
  'dl-attribute': ['% must not be in the query of a Digital Link', PRINTED],
  'dl-belongs-in-path': ['% belongs in the path of the Digital Link', PRINTED],
  'dl-duplicate': ['% occurs twice in the Digital Link', PRINTED],
  'dl-unknown-query': ['# in the query is no AI', PRINTED],
  'epc-syntax': ['this is not a well-formed EPC URN', RESCAN],
  'format06-syntax': ['the ISO 15434 message is malformed', RESCAN],
  'ppn-check': ['the check digits of the PPN are wrong', MISREAD],
  'no-read': ['the scanner read nothing', 'scan the code again, closer and flat'],
  'other-code': ['this is #', SQUARE],
  hibc: ['this is the HIBC code of #', SQUARE],
};

/** A fault with its sentence; `detail` fills what the sentence leaves open. */
export function fault(code: string, offset: number, length: number, ai?: string, detail = ''): Fault {
  const [message, hint] = TEXTS[code] ?? [`% breaks the rule "${code.replace(/-/g, ' ')}"`, RESCAN];
  const text = message.replace('%', () => (!ai ? 'the value' : `(${ai})`)).replace('#', () => detail);
  const named = { ...(!ai ? {} : { ai }), offset, length, ...(detail === '' ? {} : { detail }) };
  return { code, ...named, message: text, hint };
}

/** Adds a fault to those found before; the arguments are those of {@link fault}. */
export function report(faults: Fault[], ...what: Parameters<typeof fault>): void {
  faults.push(fault(...what));
}
