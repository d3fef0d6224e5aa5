// A code as it stands in letters beside the symbol, ours included: AIs in brackets with blanks, or words before the values.
import { isGtin, isSscc } from '../keys.ts';
import { datesIn } from './dates.ts';
import { mended, placeOf, type Variant } from './variant.ts';

/** One value with its AI, and where it stands in the text. */
interface Printed {
  readonly ai: string;
  readonly value: string;
  /** The value where what seems to be a label before it is one. */
  readonly or?: string;
  readonly at: number;
}

/** Letters that are read for digits, where a check digit or a date decides. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  '|': '1',
  Z: '2',
  S: '5',
  B: '8',
};
const asDigits = (text: string): string => text.replace(/[OoQDIl|ZSB]/g, (letter) => LOOKALIKES[letter] ?? letter);

const MARK = /[([{<]\s*([0-9OoIl]{2,4})\s*[)\]}>]/g;
/** AIs that are nothing but digits. */
const DIGITS = /^(?:0[0-2]|1[1-7]|20|3[0-69]|4[12]|8005)/;

/** What a printed text says, in brackets: every way to read it, none where it is no such text. */
export function printed(variant: Variant): Variant[] {
  const marked = byMarks(variant.text);
  const heads = marked ?? byHeads(variant.text);
  const found = heads ?? byWords(variant.text) ?? byLines(variant.text) ?? byNumbers(variant.text);
  return found === undefined ? [] : waysOf(variant, found);
}

/** A name with its value; without one where it has a value that is no text. */
export type NamedValue = readonly [name: string, value: string | undefined];

/** What the names of a pack say with their values: every way to read it, none where one cannot be read; undefined where they name no pack. */
export function named(variant: Variant, values: readonly NamedValue[]): Variant[] | undefined {
  const found = byNames(values);
  return found && waysOf(variant, found);
}

/** Every way to read what was found, none where one value can be none. */
function waysOf(variant: Variant, found: readonly Printed[]): Variant[] {
  let ways: (readonly Printed[])[] = [[]];
  for (const one of found) {
    const values = valuesOf(one);
    if (values.length === 0) return [];
    ways = ways.flatMap((way) => values.map((value) => [...way, { ...one, value }])).slice(0, 8);
  }
  return ways.flatMap((way) => {
    const text = written(variant, way);
    return text.text === variant.text ? [] : [text];
  });
}

/** Values that may be meant; none where it can be none. */
function valuesOf({ ai, value, or = value }: Printed): readonly string[] {
  if (ai === '01' || ai === '02') {
    const digits = value.replace(/[\s.-]/g, '');
    const wide = [digits, asDigits(digits)].filter((one) => /^(?:\d{8}|\d{12,14})$/.test(one));
    return wide
      .map((one) => one.padStart(14, '0'))
      .filter(isGtin)
      .slice(0, 1);
  }
  if (ai === '00')
    return [value, asDigits(value)]
      .map((one) => one.replace(/\s/g, ''))
      .filter(isSscc)
      .slice(0, 1);
  if (ai === '17') return dateBefore(value);
  return [...new Set([value, or])].filter((one) => one !== '').map((one) => (DIGITS.test(ai) ? asDigits(one) : one));
}

/** What a date may be that other words may follow. */
function dateBefore(value: string): readonly string[] {
  const words = value.trim().split(/[\s,;]+/);
  for (let count = Math.min(words.length, MOST_WORDS); count > 0; count--) {
    const dates = datesIn(words.slice(0, count).join(' '));
    if (dates.length > 0) return dates;
  }
  return datesIn(/^\s*[\d./-]{4,10}/.exec(value)?.[0] ?? '');
}
const MOST_WORDS = 6;

function written(variant: Variant, way: readonly Printed[]): Variant {
  let text = '';
  const origin: number[] = [];
  for (const { ai, value, at } of way) {
    const element = `(${ai})${value.replaceAll('(', '\\(')}`;
    text += element;
    for (let i = 0; i < element.length; i++) origin.push(placeOf(variant, at));
  }
  origin.push(placeOf(variant, variant.text.length));
  return {
    text,
    origin,
    repairs: mended(variant, 'as-printed', way[0]?.at ?? 0, 'read as it is printed beside the symbol'),
  };
}

/** AIs in brackets of any kind; words between a value and the next AI are left out, for no value has a blank in it. */
function byMarks(text: string): readonly Printed[] | undefined {
  const marks = [...text.matchAll(MARK)];
  const signed = marks.every((mark) => /^[^\S\r\n]*[:=]/.test(text.slice(mark.index + mark[0].length)));
  const found: Printed[] = [];
  marks.forEach((mark, i) => {
    const ai = asDigits(mark[1] ?? '');
    const after = text.slice(mark.index + mark[0].length, marks[i + 1]?.index);
    const bare = after.replace(LABEL, '');
    if (ai === '01' || ai === '00' || ai === '17') found.push({ ai, value: withoutWords(bare), at: mark.index });
    else {
      const label = (signed ? SIGN_AND_WORD : OWN_WORD).exec(after);
      const own = label !== null && ['', ai].includes(aiOf(label)) ? after.slice(label[0].length) : after;
      found.push({ ai, value: firstWord(own), or: firstWord(own.replace(LABEL, '')), at: mark.index });
    }
  });
  // A quote that closes what was quoted as a whole ends no value.
  const last = found.at(-1);
  if (last !== undefined && /["'`“‘«]\s*$/.test(text.slice(0, marks[0]?.index)))
    found.splice(-1, 1, { ...last, value: withoutQuote(last.value), or: withoutQuote(last.or ?? last.value) });
  return found.some(({ ai }) => ai === '01' || ai === '00') ? found : undefined;
}

/** Digits with blanks between them up to the first word. */
function withoutWords(text: string): string {
  return (/^\s*((?:\S*\d\S*|[\s./-])+)/.exec(text)?.[1] ?? text).trim().replace(/[,;]$/, '');
}

/** Words before values on packs, in the languages of the EU and its neighbours (QRD templates, national packs). */
const WORDS: readonly (readonly [ai: string, words: string])[] = [
  [
    '01',
    'gtin(?:-?1[34])?|ntin|pc|cp|пк|гтин|ean|upc|product ?code|produkt-?code|produktkode|produktkod|code produit|c[oó]digo(?: de(?:l)? produ[ct]to?)?|codice prodotto|productcode|kod produktu|kód (?:výrobku|přípravku|lieku)|termékkód|cod produs|код(?: на продукта| товара)?|κωδικός|tuotekoodi|tootekood|produkta kods|produkto kodas|koda izdelka|kod proizvoda|ürün kodu|varenummer|artikel(?:nummer)?',
  ],
  [
    '21',
    's\\.?n\\.?|s/n|n/s|serial(?: ?(?:no|number|nr))?|ser\\.? ?-?nr|serien-?nummer|seriennr|serienr|serienummer|num[eé]ro de s[eé]rie|n[°ºo]\\.? ?(?:de )?s[eé]rie|n[uú]mero de s[eé]rie|numero di serie|numer seryjny|nr seryjny|sériové číslo|sorozatszám|numǎr de serie|număr de serie|serienúmer|сериен номер|серийный номер|серійний номер|σειριακός(?: αριθμός)?|sarjanumero|seerianumber|sērijas numurs|serijos numeris|serijska številka|serijski broj|seri no|raðnúmer|ns|сн',
  ],
  [
    '10',
    'lot(?: ?(?:no|nr|number|nummer))?|batch(?: ?(?:no|nr|number|nummer))?|bn|b/n|ch\\.? ?-? ?b\\.?(?: ?:)?|charge(?:n-?(?:nr|bez(?:eichnung)?))?|chargenummer|lote|lotto|partij(?:nummer)?|nr serii|seria|číslo šarže|č\\.? ?š\\.?|šarže|šarža|číslo šarže|gy\\.? ?sz\\.?|gyártási szám|serie|série|lotto n|партид[аы]?(?: ?№)?|партиден номер|серія|серия|παρτίδα|erä(?:numero)?|partii(?: ?(?:nr|number))?|sērija|serija|sarža|broj serije|parti ?no|parti|lotnr|lotunúmer|sats(?:nummer)?|l',
  ],
  [
    '17',
    'exp(?:iry|iration)?\\.?(?: ?date)?|use by|use before|best before|verw\\.? ?bis|verwendbar bis|verfall(?:s?datum)?|cad(?:ucidad|ucit[aá])?|val(?:idade|idez)?|scad(?:enza)?|p[eé]r(?:emption)?|à utiliser avant|termin(?: ważności)?|data ważności|użyć do|použ(?:itelné|iteľné)? ?\\.? ?do|exspirace|exspirácia|felh(?:asználható)?|λήξη|ημ\\.? λήξης|годен до|срок(?: на)? годност|термін придатності|придатний до|käyt\\.? ?viim\\.?|utg\\.? ?dat\\.?|utgångsdatum|utløpsdato|udløb(?:sdato)?|udl\\.?|anv\\.? ?(?:före|inden)|kehtiv kuni|kõlblik kuni|derīgs līdz|der\\.? ?līdz|tinka iki|uporabno do|rok valjanosti|rok upotrebe|upotrijebiti do|valabil pân[aă] la|vervaldatum|niet te gebruiken na|skt|son kullanma tarihi|fyrning|tgh',
  ],
];
const ANY = `(?:${WORDS.map(([ai, words]) => `(?<ai${ai}>${words})`).join('|')})\\.?`;
const NAME = new RegExp(`^${ANY}$`, 'iu');
const WORD = new RegExp(`(?<![\\p{L}\\p{N}])${ANY}["']?\\s*(?:[:=#.>]|(?<=[\\p{L}.])(?=\\s))\\s*`, 'giu');

const withoutQuote = (value: string): string => value.replace(/["'`”’»]$/, '');

/** What may stand between an AI and its value: a colon, or words with one and a blank. */
const LABEL = /^\s*(?:[:=]\s*)?(?:\p{L}[\p{L}\s./-]{0,24}[:=]\s+)?/u;
/** What stands there for certain, since a value may end with either sign: a known word on the same line, a colon behind each AI. */
const OWN_WORD = new RegExp(`^[^\\S\\r\\n]*(?:[:=](?=\\s)\\s*)?(?:${ANY}[^\\S\\r\\n]*[:=][^\\S\\r\\n]+)?`, 'iu');
const SIGN_AND_WORD = new RegExp(OWN_WORD.source.replace('(?=\\s)', ''), 'iu');
const firstWord = (text: string): string => /\S+/.exec(text)?.[0] ?? '';

/** Words that say what follows; what follows a date or a GTIN may have blanks in it. */
function byWords(text: string): readonly Printed[] | undefined {
  const found: Printed[] = [];
  const words = [...text.matchAll(WORD)];
  const [first] = words;
  words.forEach((word, i) => {
    if (text.endsWith('</', word.index)) return;
    const isBeside = first !== undefined && inOneFrame(text, first.index, word.index);
    const ai = aiOf(word);
    const from = word.index + word[0].length;
    const after = text.slice(from, words[i + 1]?.index).trim();
    const quoted = /^(["'])(.+?)\1/.exec(after)?.[2];
    const own = quoted ?? after;
    const value = ai === '01' || ai === '17' ? own : (/\S+/.exec(own)?.[0] ?? '');
    // No lot and no serial has a blank in it: of one in quotes, no part is it.
    const isPart = quoted !== undefined && value !== own;
    found.push({
      ai,
      value: isPart || !isBeside ? '' : value.replace(/(?:\s[/•·–-]|[\s,;|&]|<\/?)+$/u, ''),
      at: word.index,
    });
  });
  return ofPack(found);
}

/** Whether two words stand in the same element or object, where the text has such: what another one says is of another pack. */
function inOneFrame(text: string, from: number, to: number): boolean {
  const isElement = (at: number): boolean => text.charAt(at - 1) === '<';
  let depth = isElement(from) ? 1 : 0;
  for (const { index, 0: sign } of text.slice(0, to).matchAll(/<\w|<$|<\/|\/>|[{}[\]]/g)) {
    if (index < from) continue;
    depth += /^<\/|\/>|[}\]]/.test(sign) ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === (isElement(to) ? 1 : 0);
}

function aiOf(word: RegExpMatchArray): string {
  return (
    Object.entries(word.groups ?? {})
      .find(([, said]) => said !== undefined)?.[0]
      .slice(2) ?? ''
  );
}

/** Each AI once where it names a pack. One that comes with two values leaves no value, for there are two packs, or two lots. */
function ofPack(all: readonly Printed[]): readonly Printed[] | undefined {
  const found = new Map<string, Printed>();
  let again = false;
  for (const one of all) {
    const before = found.get(one.ai);
    // Behind a GTIN that is repeated something else of a pack begins.
    if (before === undefined) found.set(one.ai, again ? { ...one, value: '' } : one);
    else if (isOther(one, before)) found.set(one.ai, { ...before, value: '' });
    else if (one.ai === '01' && found.size > 1) again = true;
  }
  return found.has('01') && (found.has('21') || found.has('10')) ? [...found.values()] : undefined;
}

/** Whether it says another thing than before; what can be no GTIN and no date says nothing. */
function isOther(one: Printed, before: Printed): boolean {
  if (one.ai !== '01' && one.ai !== '17') return one.value !== before.value;
  const values = valuesOf(one);
  return values.length > 0 && values.join() !== valuesOf(before).join();
}

/** The names of a table or a message, each a word for an AI or the AI itself; no lot and no serial has a blank in it. */
function byNames(values: readonly NamedValue[]): readonly Printed[] | undefined {
  const found = values.flatMap(([name, value = '']): Printed[] => {
    const said = name.trim();
    const word = NAME.exec(said);
    const ai = /^\(?(?:AI ?)?(\d{2,4})\)?$/i.exec(said)?.[1] ?? (word ? aiOf(word) : '');
    const own = value.trim();
    return ai === '' ? [] : [{ ai, value: ai !== '01' && ai !== '17' && /\s/.test(own) ? '' : own, at: 0 }];
  });
  // The key first, for what stands before it may be the prefix of a scanner.
  const isKey = ({ ai }: Printed): number => (ai === '01' ? 0 : 1);
  return ofPack(found)?.toSorted((a, b) => isKey(a) - isKey(b));
}

/** AIs with a colon or an equals sign before their values, and whatever may stand between two of them. */
function byNumbers(text: string): readonly Printed[] | undefined {
  const marks = [...text.matchAll(NUMBER)];
  const found = marks.map((mark, i) => {
    const value = text.slice(mark.index + mark[0].length, marks[i + 1]?.index);
    return { ai: mark[1] ?? '', value: value.trim(), at: mark.index };
  });
  return found.length > 1 && found.some(({ ai }) => ai === '01') && marks[0]?.index === 0 ? found : undefined;
}
const NUMBER = /(?:^|[\s,;|&]+)(?:AI ?)?(\d{2,4})\s*[:=]\s*/gi;

/** A line with the heads of a table's columns, and one with values below them. */
function byHeads(text: string): readonly Printed[] | undefined {
  const [first = '', second = '', ...more] = text.trim().split(/\r?\n/);
  const delimiter = /[\t;,|]/.exec(first)?.[0];
  if (delimiter === undefined || more.length > 0) return undefined;
  const values = second.split(delimiter);
  return byNames(first.split(delimiter).map((head, i) => [head, values[i] ?? '']));
}

/** AIs without brackets before their values, blanks or line ends between. */
function byLines(text: string): readonly Printed[] | undefined {
  const words = [...text.matchAll(/\S+/g)];
  const found: Printed[] = [];
  for (let i = 0; i < words.length; ) {
    const ai = /^(\d{2,4})[.:=]?$/.exec(words[i]?.[0] ?? '')?.[1];
    const value = words[i + 1]?.[0].replace(/[,;|]$/, '');
    if (ai === undefined || value === undefined) return undefined;
    found.push({ ai, value, at: words[i]?.index ?? 0 });
    i += 2;
  }
  return found.length > 1 && found[0]?.ai === '01' ? found : undefined;
}
