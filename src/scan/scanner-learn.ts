// Learns what a scanner does to codes from one scan of the calibration symbol.
import { MORE_LAYOUTS } from '../gs1/candidates/layouts.generated.ts';
import { swapCase, typedByKeys } from '../gs1/keyboard.ts';
import { LAYOUTS } from '../gs1/layouts.generated.ts';
import { SPELLED } from '../gs1/substitutes.ts';
import { isRegular, keysBetween } from './scanner-keys.ts';
import { CHARACTERS, type ScannerProfile } from './scanner-profile.ts';
import { isOneWay, readKeys, tokensOf } from './scanner-tokens.ts';
import { bareAtEnd, bareInFront } from './scanner-undo.ts';

/** What scanners and hosts put before or behind a code is not longer, nor what is typed for a separator. */
const LONGEST_AROUND = 160;
const LONGEST_SEPARATOR = 24;
/** The identifiers of a GS1 DataMatrix, and of one whose FNC1 was overlooked. */
const IDENTIFIERS = ['d2', 'd1'];
/** The symbol of earlier versions had these in its second element. */
const FORMER = '0123456789azAZ';

/** What was found in the scan: what was typed for what. */
interface Found {
  readonly keys: readonly string[];
  readonly gs: string;
  readonly lead: string;
  readonly after: string;
  readonly cost: number;
  readonly doubtful: string;
}

const typedFor = (keys: readonly string[], text: string): string =>
  [...text].map((character) => keys[CHARACTERS.indexOf(character)] ?? '').join('');

/**
 * What happened to the calibration symbol on its way here; undefined where the scan is not of it, or so much was swallowed
 * that nothing can be undone. Whatever a layout does, it types the same for the same character.
 */
export function learnProfile(typed: string): ScannerProfile | undefined {
  const characters = [...bareAtEnd(bareInFront(typed))];
  const found = inBothOrders(characters) ?? inFormerSymbol(characters);
  if (found === undefined || new Set(found.keys).size < CHARACTERS.length / 2) return undefined;
  const { keys, gs, after } = found;
  const layout = layoutOf(keys);
  const lead = gs !== '' && found.lead.endsWith(gs) ? found.lead.slice(0, -gs.length) : found.lead;
  const lost = lostOf(found);
  return {
    keys,
    gs,
    ...leadOf(lead, keys, layout.types),
    after: bareAtEnd(after),
    ...(layout.name === undefined ? {} : { layout: layout.name }),
    caps: layout.caps,
    numbers: CHARACTERS.split('').every((character, at) => Number(keys[at]) === character.charCodeAt(0)),
    lost,
    separatorIsData: gs !== '' && isData(keys, gs),
  };
}

/** The likeliest place of the symbol in the text, with as little as may be before and behind it. */
function inBothOrders(typed: readonly string[]): Found | undefined {
  let best: Found | undefined;
  const least = Math.max(typed.length - LONGEST_AROUND, CHARACTERS.length);
  for (let from = 1; from <= Math.min(LONGEST_AROUND, typed.length - CHARACTERS.length); from++)
    for (let to = typed.length; to >= least; to--)
      for (const read of keysBetween(typed, from, to)) {
        const { keys, doubtful, cost, end, begin } = read;
        if (best !== undefined && best.cost <= cost) break;
        const before = typed.slice(0, from).join('');
        const between = typed.slice(end, begin).join('');
        const [first, second] = [typedFor(keys, '91'), typedFor(keys, '92')];
        if (!before.endsWith(first) || !between.endsWith(second)) continue;
        const gs = between.slice(0, between.length - second.length);
        if (gs.length > LONGEST_SEPARATOR) continue;
        const lead = before.slice(0, before.length - first.length);
        best = { keys, gs, lead, after: typed.slice(to).join(''), cost, doubtful };
        if (isRegular(read)) return best;
      }
  return best;
}

/** The symbol as earlier versions drew it, from whose scan only keys that give one character each are learned. */
function inFormerSymbol(typed: readonly string[]): Found | undefined {
  const count = CHARACTERS.length;
  for (let at = 2; at + count <= typed.length && at < LONGEST_AROUND; at++) {
    const keys = typed.slice(at, at + count);
    if (typed.slice(at - 2, at).join('') !== typedFor(keys, '91')) continue;
    const rest = typed.slice(at + count).join('');
    const second = typedFor(keys, `92${FORMER}`);
    const end = rest.indexOf(second);
    if (end < 0 || end > LONGEST_SEPARATOR) continue;
    const lead = typed.slice(0, at - 2).join('');
    return { keys, gs: rest.slice(0, end), lead, after: rest.slice(end + second.length), cost: 0, doubtful: '' };
  }
  return undefined;
}

/** What stands before the code, and the `]` behind that, where an identifier of the symbol follows. */
function leadOf(
  lead: string,
  keys: readonly string[],
  types: (character: string) => string | undefined,
): Pick<ScannerProfile, 'before' | 'bracket'> {
  const identifier = IDENTIFIERS.map((one) => typedFor(keys, one)).find((one) => lead.endsWith(one));
  const front = identifier === undefined ? '' : lead.slice(0, lead.length - identifier.length);
  if (front === '') return { before: bareInFront(lead) };
  const expected = types(']') ?? '';
  const numbered = keys[CHARACTERS.indexOf('!')]?.replace('33', '93') ?? '';
  const known = [expected, numbered].find((one) => one !== '' && front.endsWith(one));
  const bracket = known ?? [...front].at(-1) ?? '';
  return { before: bareInFront(front.slice(0, front.length - bracket.length)), bracket };
}

/** Characters whose keys give the same, nothing, or what others give together. */
function lostOf({ keys, doubtful }: Found): string {
  const meanings = tokensOf(keys);
  const lost = [...CHARACTERS].filter((character, at) => {
    const key = keys[at] ?? '';
    return key === '' || doubtful.includes(character) || readKeys(key, meanings).length > 1;
  });
  if (lost.length > 0 || isOneWay(keys)) return lost.join('');
  return [...CHARACTERS].filter((_, at) => [...(keys[at] ?? '')].length > 1).join('');
}

/** Whether a separator may be read as characters of the code, alone or with what stands beside it. */
function isData(keys: readonly string[], gs: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no code holds them
  if (/[\0-\x1f]/.test(gs) || (gs.length > 2 && gs.replace(SPELLED, '') === '')) return false;
  return readKeys(gs, tokensOf(keys)).length > 0 || (isOneWay(keys) && !isOneWay([...keys, gs]));
}

interface Layout {
  readonly name?: string;
  readonly caps: boolean;
  /** What the layout types for a key. */
  types(character: string): string | undefined;
}

function layoutOf(keys: readonly string[]): Layout {
  const itself = (character: string): string => character;
  const all = [{ name: 'us', types: itself }, ...[...LAYOUTS, ...MORE_LAYOUTS].map(([name, row]) => layout(name, row))];
  for (const caps of [false, true])
    for (const { name, types } of all) if (unlike(keys, types, caps) === 0) return { name, caps, types };
  const caps = unlike(keys, itself, true) < unlike(keys, itself, false);
  const isNear = unlike(keys, itself, caps) < CHARACTERS.length / 4;
  return { caps, types: (character) => (isNear ? character : undefined) };
}

function layout(name: string, row: string): { readonly name: string; types(character: string): string } {
  const typed = typedByKeys(row);
  return { name, types: (character) => typed.get(character) ?? character };
}

/** How many keys give something else than on this layout; caps lock turns letters, in the scanner's code or on the host. */
function unlike(keys: readonly string[], types: (character: string) => string, caps: boolean): number {
  return CHARACTERS.split('').filter((character, at) => {
    const key = keys[at];
    if (key === types(character)) return caps && swapCase(character) !== character && swapCase(key) !== key;
    return !caps || (key !== swapCase(types(character)) && key !== types(swapCase(character)));
  }).length;
}
