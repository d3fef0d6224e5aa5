// What scanners and hosts do to codes, undone: each repair is named with its evidence, and several readings are never guessed between.
import type { AiTable } from './ai-table.ts';
import { GS, isDigits } from './characters.ts';
import { LONGEST_CODE, repair, shown, spellsSeparator, type Text } from './clean.ts';
import type { Elements } from './element-string.ts';
import { fault } from './faults.ts';
import { type Form, readForm } from './forms.ts';
import { keystrokes, swapCase, swapYZ } from './keyboard.ts';
import { isGtin } from './keys.ts';
import { type Candidate, type ParseOptions, type Repair, ScanReading } from './reading.ts';
import { ON_PACKS, splits } from './splits.ts';
import { type Substituted, substituted } from './substitutes.ts';
import { symbologyOf } from './symbology.ts';

const MOST_CANDIDATES = 256;
/** What makes a pack complete: a lost separator hides some of these in the value of another. */
const COMPLETE: readonly string[] = ['01', '17', '10', '21'];

/** A reading of such a text. */
interface Found extends Candidate {
  readonly form: Form;
  readonly text: Text;
}

/** What a search reads by. */
interface Rules {
  readonly table: AiTable;
  readonly options: ParseOptions;
}

/** Where a character of the text stood in the scan. */
function placeOf({ origin }: Text, at: number): number {
  return origin[at] ?? at;
}

/** The text read as it stands, or undefined where anything is wrong with it. */
function readText(rules: Rules, text: Text): Found | undefined {
  const { origin, repairs } = text;
  const form = readForm(text.text, rules.table, rules.options);
  if (form.faults.length > 0 || form.elements.length === 0) return undefined;
  const more = form.plainIdentifier ? [...repairs, plainIdentifier(form.symbology)] : repairs;
  return { form, text, elements: placed(form, origin), repairs: more };
}

/** Readings with a spelling of GS taken for GS. */
function withSeparators(rules: Rules, text: Text, weak: boolean): Found[] {
  const found: Found[] = [];
  for (const one of substituted(text.text, start(text.text))) {
    if (one.weak !== weak) continue;
    const reading = readText(rules, withoutLeadingSeparator(respelled(text, one)));
    if (reading) found.push(reading);
  }
  return found;
}

/** Readings with lost separators put back, the likeliest first. */
function withSplits(rules: Rules, text: Text): Found[] {
  const from = start(text.text);
  if (!/^\d{2}/.test(text.text.slice(from, from + 2)) || (from > 0 && !isGs1Identifier(text.text))) return [];
  const gone = repair('gs-lost', placeOf(text, from), 'an element must end here');
  return splits(text.text, from, rules.table).map((read) => {
    const form: Form = { kind: 'element-string', elements: read.elements, ais: read.ais, faults: [], start: from };
    return { form, text, elements: placed(read, text.origin), repairs: [...text.repairs, gone] };
  });
}

/** The readings with those in which lost separators make an incomplete pack a fuller one. */
function fuller(rules: Rules, found: readonly Found[]): Found[] {
  return [...found, ...found.flatMap((one) => completions(rules, one.text, one.elements))];
}

/**
 * What lost separators may hide: more elements, and where the pack is complete, only such as stand on packs. In the text
 * of other keystrokes there may be as many as in this one.
 */
function completions(rules: Rules, text: Text, elements: Candidate['elements'], other = false): Found[] {
  const least = elements.length + (other ? 0 : 1);
  const whole = isComplete(elements);
  return withSplits(rules, text).filter(
    (one) =>
      one.elements.length >= least &&
      (!whole || one.elements.every(({ ai }) => ON_PACKS.test(ai) || elements.some((own) => own.ai === ai))),
  );
}

/** Texts that other keyboards, caps lock or both may have made this one from. */
function variants(text: Text): { readonly plain: Text[]; readonly caps: Text[] } {
  const plain: Text[] = [];
  const caps: Text[] = [];
  for (const one of keystrokes(text.text)) {
    const repairs = [...text.repairs];
    if (one.layout !== '')
      repairs.push(
        repair('layout', placeOf(text, 0), `${shown(text.text)} is ${shown(one.text)} typed on ${one.layout}`),
      );
    if (one.caps) repairs.push(repair('caps-lock', placeOf(text, 0), `${shown(text.text)} with caps lock`));
    (one.caps ? caps : plain).push({ text: one.text, origin: text.origin, repairs });
  }
  return { plain, caps };
}

/** Texts whose letters a host has all made one case, the identifier's or the data's, or both. */
function caseLost(text: Text): Text[] {
  const identifier = text.text.slice(0, start(text.text));
  const data = text.text.slice(identifier.length);
  const right = identifier !== '' && !symbologyOf(identifier) ? swapCase(identifier) : identifier;
  const upper = /[A-Z]/.test(data) ? data : data.toUpperCase();
  const lost = repair('case-lost', placeOf(text, 0), 'the letters may have had another case');
  return [...new Set([right + data, right + upper])].flatMap((one) =>
    one === text.text || one.length !== text.text.length
      ? []
      : [{ ...text, text: one, repairs: [...text.repairs, lost] }],
  );
}

/** Readings of the texts as they are or with separators put right. */
function readAll(rules: Rules, texts: readonly Text[]): Found[] {
  return distinct(
    texts.flatMap((text) => {
      const spelled = spellsSeparator(text.text) ? withSeparators(rules, text, false) : [];
      const reading = spelled.length > 0 ? undefined : readText(rules, text);
      if (reading) return [reading];
      return spelled.length > 0 ? spelled : withSeparators(rules, text, false);
    }),
  );
}

/** Several codes behind one another: the parts, where every part is a code of its own. */
function readParts(rules: Rules, text: Text): Found[] {
  const found: Found[] = [];
  for (const part of glued(text.text)) {
    const at = part.at;
    const piece = {
      text: part.text,
      origin: text.origin.slice(at, at + part.text.length + 1),
      repairs: text.repairs,
    };
    const clean = withoutLeadingSeparator(piece);
    const reading = readText(rules, clean) ?? withSeparators(rules, clean, false)[0];
    if (!reading) return [];
    found.push(reading);
  }
  return found.length > 1 ? found : [];
}

function plainIdentifier(symbology = ''): Repair {
  return repair('plain-identifier', 0, `${symbology} without FNC1 holds an element string`);
}

function isGs1Identifier(text: string): boolean {
  return /^\](?:d[125]|C[01]|e0|Q[13]|J[01])/.test(text);
}

function start(text: string): number {
  return text.charAt(0) === ']' ? 3 : 0;
}

function placed(read: Pick<Elements, 'elements'>, origin: readonly number[]): Candidate['elements'] {
  return read.elements.map((element) => ({ ...element, offset: origin[element.offset] ?? element.offset }));
}

function respelled(text: Text, one: Substituted): Text {
  const at = one.text.indexOf(GS);
  const evidence = `${shown(one.spelling)} stands where separators belong`;
  return {
    text: one.text,
    origin: one.origin.map((i) => placeOf(text, i)),
    repairs: [...text.repairs, repair('gs-substitute', placeOf(text, one.origin[at] ?? at), evidence)],
  };
}

function withoutLeadingSeparator(text: Text): Text {
  const from = start(text.text);
  let to = from;
  while (text.text.charAt(to) === GS) to++;
  if (to === from) return text;
  return {
    text: text.text.slice(0, from) + text.text.slice(to),
    origin: [...text.origin.slice(0, from), ...text.origin.slice(to)],
    repairs: text.repairs,
  };
}

function keyOf(candidate: Candidate): string {
  return candidate.elements.map(({ ai, value }) => `${ai}${GS}${value}`).join(GS);
}

/** Without repeats; the first of equal readings stays. */
function distinct<T extends Candidate>(found: readonly T[]): T[] {
  return [...new Map(found.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}

interface Part {
  readonly text: string;
  readonly at: number;
}

/** Where a text may be several codes: at line ends, further identifiers, another GTIN, or in the middle of a repeated text. */
function glued(text: string): Part[] {
  const half = text.length / 2;
  if (text.slice(0, half) === text.slice(half) && text.length > 20)
    return [
      { text: text.slice(0, half), at: 0 },
      { text: text.slice(half), at: half },
    ];
  const parts: Part[] = [];
  let at = 0;
  for (const piece of text.split(/([\r\n\t]+|(?=\][dCeQJE]\d))/)) {
    if (piece !== '' && !/^[\r\n\t]+$/.test(piece)) parts.push({ text: piece, at });
    at += piece.length;
  }
  // Without a line end or an identifier between them, a second GTIN begins the second code.
  for (let next = 18; parts.length === 1 && next < text.length; next++)
    if (text.startsWith('01', next) && isGtin(text.slice(next + 2, next + 16)))
      return [text.slice(0, next), text.slice(next)].map((piece, i) => ({ text: piece, at: i * next }));
  return parts;
}

/** Whether there is all that a pack bears. */
export function isComplete(elements: Candidate['elements']): boolean {
  return COMPLETE.every((ai) => elements.some((element) => element.ai === ai));
}

/** What packs bear (01, 17, 10, 21, and nothing but what stands on packs) before what else a text may say. */
function packsFirst<T extends Candidate>(found: readonly T[]): T[] {
  const rank = ({ elements }: T): number =>
    !isComplete(elements) ? 8 : elements.filter(({ ai }) => !COMPLETE.includes(ai)).length;
  return [...found].sort((a, b) => Math.min(rank(a), 8) - Math.min(rank(b), 8));
}

function bare({ elements, repairs }: Candidate): Candidate {
  return { elements, repairs };
}

/** The other codes that a right reading may stand for: swapped letters, unseen caps lock, lost separators. */
export function otherReadings(
  text: Text,
  chosen: Candidate,
  table: AiTable,
  options: ParseOptions,
): readonly Candidate[] {
  if (text.text.length > LONGEST_CODE) return [];
  const rules: Rules = { table, options };
  const texts: Text[] = [text];
  const swapped = swapYZ(text.text);
  const yz = repair('layout', placeOf(text, 0), 'y and z may have changed places');
  if (swapped !== text.text) texts.push({ ...text, text: swapped, repairs: [...text.repairs, yz] });
  if (start(text.text) === 0) {
    const { plain, caps } = variants(text);
    texts.push(...plain, ...caps);
    if (swapped !== text.text) texts.push(...variants({ ...text, text: swapped, repairs: [yz] }).caps.slice(0, 1));
  }
  texts.push(...caseLost(text));
  const plainly = readText(rules, text);
  const found = [...readAll(rules, texts), ...(plainly ? [plainly] : [])];
  if (!isComplete(chosen.elements)) found.push(...withSeparators(rules, text, true));
  if (chosen.elements.some(({ ai }) => ai === '01'))
    for (const one of texts)
      if (found.length < MOST_CANDIDATES) found.push(...completions(rules, one, chosen.elements, one !== text));
  const own = keyOf(chosen);
  return packsFirst(distinct(found).filter((one) => keyOf(one) !== own))
    .slice(0, MOST_CANDIDATES)
    .map(bare);
}

/** A reading of a scan that is wrong as it stands: repaired where one way is left, else with all ways as candidates. */
export function repaired(scan: string, text: Text, form: Form, table: AiTable, options: ParseOptions): ScanReading {
  const errors = form.faults.map((one) => ({ ...one, offset: text.origin[one.offset] ?? one.offset }));
  const refuse = (candidates: readonly Found[], more: ScanReading['errors'] = errors): ScanReading =>
    new ScanReading(
      form.kind,
      form.symbology,
      more === errors ? placed(form, text.origin) : [],
      more,
      text.repairs,
      packsFirst(distinct(candidates)).slice(0, MOST_CANDIDATES).map(bare),
      form.inPath,
    );
  // A product code that was misread is no other code.
  if (text.text.length > LONGEST_CODE || (form.kind === 'ean' && isDigits(text.text.slice(form.start))))
    return refuse([]);
  const rules: Rules = { table, options };
  const choose = (one: Found): ScanReading => {
    const rest = (): readonly Candidate[] => {
      const others = [...otherReadings(one.text, one, table, options)];
      if (!symbologyOf(text.text)) others.push(...otherReadings(text, one, table, options));
      return packsFirst(distinct(others)).slice(0, MOST_CANDIDATES);
    };
    return new ScanReading(one.form.kind, one.form.symbology, one.elements, [], one.repairs, rest, one.form.inPath);
  };
  const ambiguous = (found: readonly Found[]): ScanReading => {
    const all = distinct(fuller(rules, found));
    return refuse(all, [fault('ambiguous', 0, scan.length, undefined, String(all.length))]);
  };

  const parts = readParts(rules, text);
  if (parts.length > 0) {
    const several = distinct(parts);
    const [one] = several;
    const again = repair('scanned-twice', placeOf(text, 0), `one code ${parts.length} times`, true);
    if (one && several.length === 1) return choose({ ...one, repairs: [...one.repairs, again] });
    return refuse(several, [fault('several-scans', 0, scan.length)]);
  }

  const cut = cutIdentifier(text);
  const own = readAll(rules, !cut ? [text] : [text, cut]);
  const foreign = own.some(({ repairs }) => repairs.some(({ evidence }) => /[^ -~↔␝…]/.test(evidence)));
  const { plain, caps } = variants(text);
  const typed = own.length === 0 || foreign ? distinct([...own, ...readAll(rules, plain)]) : own;
  const [first] = typed;
  if (typed.length === 1 && first && (own.includes(first) || isEvident(text, first))) return choose(first);
  const locked = readAll(rules, caps);
  if (typed.length === 1) return refuse(fuller(rules, [...typed, ...locked]));
  if (typed.length > 1) return ambiguous(distinct([...typed, ...locked]));
  if (locked.length === 1 && locked[0]) return choose(locked[0]);
  if (locked.length > 1) return ambiguous(locked);

  const split = distinct([...withSplits(rules, text), ...withSeparators(rules, text, true)]);
  const [only] = split;
  const silent = !text.text.includes(GS);
  if (only && split.length === 1 && silent && isComplete(only.elements)) return choose(only);
  const more: Found[] = [...split];
  if (split.length === 0 || start(text.text) === 0)
    for (const one of [...plain, ...caps]) {
      if (more.length < MOST_CANDIDATES) more.push(...withSplits(rules, one));
    }
  const candidates = distinct(more);
  if (candidates.length > 0 && silent) return ambiguous(candidates);
  return refuse(candidates);
}

/** Whether another layout shows in the first characters, which every code begins alike; elsewhere it may be a misread. */
function isEvident(text: Text, found: Found): boolean {
  const { elements, form } = found;
  const begins = form.start > 0 ? undefined : elements[0]?.ai;
  return begins === undefined ? symbologyOf(text.text) === undefined : !text.text.startsWith(begins);
}

/** The text with its symbology identifier made whole, where the scan starts in the middle of one. */
function cutIdentifier(text: Text): Text | undefined {
  const cut = /^(?:d2|C1|Q3|e0|J1)(?=\d{2})/.exec(text.text)?.[0];
  if (!cut) return undefined;
  const evidence = `${shown(cut)} is left of ${shown(`]${cut}`)}`;
  return {
    text: `]${text.text}`,
    origin: [placeOf(text, 0), ...text.origin],
    repairs: [...text.repairs, repair('identifier-cut', placeOf(text, 0), evidence, true)],
  };
}
