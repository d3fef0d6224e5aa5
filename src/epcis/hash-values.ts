// Values as the event hash of the CBV writes them: identifiers as canonical Digital Links, moments in UTC, numbers without zeros.
import { aiOf, buildDigitalLink, CANONICAL_STEM, escapeUri, unescapeUri } from '../gs1/digital-link.ts';
import { SCHEMES, valuesOf } from '../gs1/epc.ts';
import { epcIdentity } from '../gs1/epc-urn.ts';
import { checkDigit } from '../gs1/keys.ts';
import { UNESCAPED_SERIAL } from './ids.ts';
import { readTime } from './times.ts';

/** The form of each key in a path, escapes undone. Check digits are not looked at: a hash judges nothing. */
const KEYS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    '00': /^\d{18}$/,
    '01': /^(?:\d{8}|\d{12,14})$/,
    '253': /^\d{13}.{0,17}$/,
    '255': /^\d{13}\d{0,12}$/,
    '401': /^\d{4}.{0,26}$/,
    '402': /^\d{17}$/,
    '414': /^\d{13}$/,
    '417': /^\d{13}$/,
    '8003': /^\d{14}.{0,16}$/,
    '8004': /^\d{4}.{0,26}$/,
    '8006': /^\d{18}$/,
    '8010': /^\d{4}.{0,26}$/,
    '8017': /^\d{18}$/,
    '8018': /^\d{18}$/,
  }),
);

/** The level at which a key names its item, the lowest first. */
const LEVELS: Readonly<Record<string, readonly string[]>> = {
  '01': ['21', '235', '10'],
  '414': ['254'],
  '8006': ['21', '10'],
  '8010': ['8011'],
};

/** A link in its canonical form: GS1's own domain, numbers for names, the lowest level alone, no query. */
function canonicalLink(text: string): string {
  const path = /^https?:\/\/[^/?#]+([^?#]*)/i.exec(text)?.[1];
  const parts = path?.split('/').map((part) => unescapeUri(part, false)) ?? [];
  if (parts.at(-1) === '') parts.pop();
  for (let i = parts.length - 2; i > 0; i--) {
    const ai = aiOf(parts[i] ?? '');
    const value = parts[i + 1] ?? '';
    if (KEYS.get(ai)?.test(value) !== true) continue;
    const rest = parts.slice(i + 2);
    if (rest.length % 2 !== 0) return text;
    const stem = `${CANONICAL_STEM}/${ai}/${escapeUri(ai === '01' ? value.padStart(14, '0') : value, false)}`;
    for (const level of LEVELS[ai] ?? []) {
      const at = rest.findIndex((part, j) => j % 2 === 0 && aiOf(part) === level);
      if (at >= 0) return `${stem}/${level}/${escapeUri(rest[at + 1] ?? '', false)}`;
    }
    return stem;
  }
  return text;
}

/** The digits of an SSCC, of which a file has many: prefix and reference, seventeen together. */
const SSCC = /^urn:epc:id:sscc:(?=[\d.]{18}$)(\d{6,12})\.(\d)(\d+)$/;

function canonicalUrn(text: string): string {
  const [, prefix = '', extension = '', reference = ''] = SSCC.exec(text) ?? [];
  if (prefix !== '') {
    const digits = extension + prefix + reference;
    return `${CANONICAL_STEM}/00/${digits}${checkDigit(digits)}`;
  }
  const values = valuesOf(text);
  if (values === undefined) return text;
  return buildDigitalLink(epcIdentity(values)) ?? text;
}

/** Behind these a link has a serial or a lot, and nothing of the key. */
const SERIAL_FOLLOWS = /\/(?:21|10)\/$/;
const MOST_STEMS = 4096;
/** Schemes of URN whose last part is a serial, or a lot, by itself. */
const SERIAL_SCHEMES: ReadonlySet<string> = new Set(
  SCHEMES.filter(({ name }) => name === 'sgtin' || name === 'lgtin').map(({ name }) => name),
);

/** What makes identifiers canonical; it remembers what stands before the serials of a file, which is the same for thousands. */
export class Canonical {
  readonly #stems = new Map<string, string>();

  /** A URI as a canonical Digital Link where it is a GS1 identifier, else as it is. */
  uri(written: string): string {
    const isUrn = written.startsWith('urn:epc:');
    const end = isUrn ? thirdDot(written) : written.lastIndexOf('/') + 1;
    if (end <= 0) return this.#whole(written);
    const stem = written.slice(0, end);
    const known = this.#stems.get(stem);
    const serial = written.slice(end);
    if (known !== undefined && UNESCAPED_SERIAL.test(serial)) return known + serial;
    const link = this.#slowly(written);
    if (
      known === undefined &&
      (isUrn || SERIAL_FOLLOWS.test(stem)) &&
      UNESCAPED_SERIAL.test(serial) &&
      link.endsWith(`/${serial}`)
    ) {
      const before = link.slice(0, -serial.length);
      if (SERIAL_FOLLOWS.test(before)) this.#remember(stem, before);
    }
    return link;
  }

  /**
   * What stands before the serial of an identifier, and what does in its link; of identifiers that differ in their serials alone,
   * as those of a lot do, it is the same. Undefined where the identifier has no serial.
   */
  stem(id: string): { readonly written: string; readonly link: string } | undefined {
    const whole = this.uri(id);
    const written = id.slice(0, id.startsWith('urn:epc:') ? thirdDot(id) : id.lastIndexOf('/') + 1);
    const link = written === '' ? undefined : this.#stems.get(written);
    return link === undefined || !whole.startsWith(link) ? undefined : { written, link };
  }

  /** Places and parties are the same in event after event; an SSCC is another each time. */
  #whole(written: string): string {
    if (written.startsWith('urn:epc:id:sscc:')) return canonicalUrn(written.trim());
    const known = this.#stems.get(written);
    if (known !== undefined) return known;
    const link = this.#slowly(written);
    this.#remember(written, link);
    return link;
  }

  #slowly(written: string): string {
    const text = written.trim();
    if (text.startsWith('urn:epc:')) return canonicalUrn(text);
    return /^https?:\/\//i.test(text) ? canonicalLink(text) : text;
  }

  #remember(stem: string, link: string): void {
    if (this.#stems.size >= MOST_STEMS) this.#stems.clear();
    this.#stems.set(stem, link);
  }
}

/** Where the serial of an SGTIN, or the lot of an LGTIN, begins; 0 for other schemes. */
function thirdDot(urn: string): number {
  const scheme = urn.lastIndexOf(':', urn.indexOf('.'));
  if (!SERIAL_SCHEMES.has(urn.slice(urn.lastIndexOf(':', scheme - 1) + 1, scheme))) return 0;
  const first = urn.indexOf('.', scheme);
  return urn.indexOf('.', first + 1) + 1;
}

/** A moment in UTC with milliseconds, or the text where it is none. */
export function canonicalTime(written: string, ms: number | undefined = readTime(written).ms): string {
  return ms === undefined || Math.abs(ms) > 8.64e15 ? written.trim() : new Date(ms).toISOString();
}

/** A date and time with its zone, wherever it stands. */
const MOMENT = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export function isMoment(text: string): boolean {
  return MOMENT.test(text);
}

const NUMBER = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?(?:[eE]([+-]?\d{1,3}))?$/;

/** A number without zeros that say nothing: `026.0` → `26`, `1e3` → `1000`; other text as it is. */
export function canonicalNumber(written: string): string {
  const text = written.trim();
  const parts = NUMBER.exec(text);
  if (!parts || !/\d/.test(text)) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const power = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + power;
  const before = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const behind = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const integer = before.replace(/^0+/, '') || '0';
  const decimals = behind.replace(/0+$/, '');
  const value = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
}
