// How goods, products and places are called in a file: by EPC URNs, for which the length of a company prefix must be known, or by
// Digital Links. A prefix is a party's or a regulator's word, never guessed.
import type { IdForm } from '../../epcis/id-forms.ts';
import { buildDigitalLink, CANONICAL_STEM } from '../../gs1/digital-link.ts';
import { type EpcValue, PLAIN } from '../../gs1/epc.ts';
import { companyPrefixes, epcUrn } from '../../gs1/epc-urn.ts';
import type { View } from '../../ledger/types.ts';
import { profileOf } from '../node/profiles.ts';
import { codeOfContainer } from '../record/container-names.ts';

const PLAIN_SERIAL = new RegExp(`^${PLAIN}{1,20}$`);
const PLAIN_LINK = /^[\w.~-]{1,20}$/;
const PLAIN_TEXT = new RegExp(`^${PLAIN}*$`);
const PLAIN_LINKS = /^[\w.~-]*$/;
const IN_URN = /^\d{6,12}$/;

/** Company prefixes in their exact length, as parties say them, and where one says none as a regulator does. */
export function prefixesKnown(view: View, given: readonly string[]): readonly string[] {
  const said = view
    .authority()
    .parties()
    .flatMap(({ gln, prefixes }) => profileOf(view, gln).prefixes ?? prefixes);
  const all = [...new Set([...given, ...said])].filter((prefix) => IN_URN.test(prefix));
  // Of two of which one begins the other neither is believed, but for those that were given here.
  const clash = (one: string) => all.some((other) => other !== one && (other.startsWith(one) || one.startsWith(other)));
  return all.filter((one) => given.includes(one) || !clash(one));
}

export class Ids {
  readonly form: IdForm;
  readonly #lengthOf: (digits: string) => number | undefined;
  readonly #stems = new Map<string, string>();
  readonly #made = new Map<string, string>();
  /** Numbers that have no URN, because nobody says how long their company prefix is. */
  readonly unknown = new Set<string>();

  constructor(form: IdForm, prefixes: readonly string[]) {
    this.form = form;
    this.#lengthOf = companyPrefixes(prefixes.map((prefix) => [prefix, prefix.length] as const));
  }

  pack(gtin: string, serial: string): string {
    const isPlain = (this.form === 'urn' ? PLAIN_SERIAL : PLAIN_LINK).test(serial);
    if (!isPlain) return this.#of([ai('01', gtin), ai('21', serial)]);
    let stem = this.#stems.get(gtin);
    if (stem === undefined) {
      // Of a plain serial the identifier ends in it as it is.
      stem = this.#of([ai('01', gtin), ai('21', '0')]).slice(0, -1);
      this.#stems.set(gtin, stem);
    }
    return stem + serial;
  }

  /** Of many packs of one product. */
  packs(gtin: string, serials: readonly string[]): readonly string[] {
    const [first] = serials;
    if (first === undefined || !(this.form === 'urn' ? PLAIN_TEXT : PLAIN_LINKS).test(serials.join('')))
      return serials.map((serial) => this.pack(gtin, serial));
    const stem = this.pack(gtin, first).slice(0, -first.length);
    return serials.map((serial) => stem + serial);
  }

  container(name: string): string {
    const code = codeOfContainer(name);
    return code.sscc === undefined ? this.pack(code.gtin, code.serial) : this.#of([ai('00', code.sscc)]);
  }

  product(gtin: string): string {
    return this.#kept(`01${gtin}`, () => this.#of([ai('01', gtin)]));
  }

  place(gln: string): string {
    return this.#kept(`414${gln}`, () => this.#of([ai('414', gln)]));
  }

  #kept(name: string, make: () => string): string {
    let made = this.#made.get(name);
    if (made === undefined) {
      made = make();
      this.#made.set(name, made);
    }
    return made;
  }

  #of(elements: readonly EpcValue[]): string {
    if (this.form === 'urn') {
      try {
        return epcUrn(elements, this.#lengthOf);
      } catch {
        this.unknown.add(elements[0]?.value ?? '');
      }
    }
    return (
      buildDigitalLink(elements) ?? `${CANONICAL_STEM}/${elements.map((one) => `${one.ai}/${one.value}`).join('/')}`
    );
  }
}

const ai = (name: string, value: string): EpcValue => ({ ai: name, value });
