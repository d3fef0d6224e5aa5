// What the master data of a file says of products and places, as a tracing answer wants it: by GTIN and by GLN.
import { cutText } from '../chain/cut-text.ts';
import { elementOf, glnOf, readId } from './ids.ts';
import type { VocabularyElement } from './model.ts';

/** What a file says of a product. */
export interface ToldProduct {
  readonly name?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly ndc?: string;
  /** Of the container: `30 tablets`. */
  readonly size?: string;
  readonly manufacturer?: string;
}

/** What a file says of a party or a place. */
export interface ToldPlace {
  readonly name?: string;
  /** In one line: street, city, state and postal code, country. */
  readonly address?: string;
}

/** What stands in front of the name of an attribute. */
export const MDA = /^(?:urn:epcglobal:cbv:mda[#:]|cbvmda:)/;
const NDC = /^(?:FDA_NDC_11|US_FDA_NDC)$/;
/** Characters of one value: whoever needs more wants to be in the way. */
const LONGEST = 500;
/** Words of a file that are remembered. */
const MOST = 20_000;

/** Attributes that name a product, the one that counts most first. */
export const PRODUCT_NAMES = ['regulatedProductName', 'tradeItemDescription', 'functionalName', 'descriptionShort'];

/** What is known of products by their GTIN, and of places by their GLN. */
export interface MasterWords {
  readonly products: readonly (readonly [gtin: string, ToldProduct])[];
  readonly places: readonly (readonly [gln: string, ToldPlace])[];
}

export class MasterData {
  readonly #products: Map<string, ToldProduct>;
  readonly #places: Map<string, ToldPlace>;

  constructor({ products, places }: MasterWords = { products: [], places: [] }) {
    this.#products = new Map(products);
    this.#places = new Map(places);
  }

  get all(): MasterWords {
    return { products: [...this.#products], places: [...this.#places] };
  }

  take(word: VocabularyElement): void {
    const { type, id } = word;
    if (this.#products.size + this.#places.size >= MOST) return;
    if (/EPCClass$/i.test(type)) {
      const gtin = elementOf(readId(id), '01');
      if (gtin !== undefined) this.#products.set(gtin, { ...productIn(word), ...this.#products.get(gtin) });
    } else if (/(?:Location|Party|SourceDest)$/i.test(type)) {
      const gln = glnOf(id);
      if (gln !== undefined) this.#places.set(gln, { ...placeIn(word), ...this.#places.get(gln) });
    }
  }

  product(gtin: string): ToldProduct {
    return this.#products.get(gtin) ?? {};
  }

  place(gln: string): ToldPlace {
    return this.#places.get(gln) ?? {};
  }
}

/** The values of a word by their names, each once, without those that are empty. */
function valuesIn({ attributes }: VocabularyElement): (name: string) => string | undefined {
  const found = new Map<string, string>();
  for (const { id, value } of attributes) {
    const name = id.replace(MDA, '');
    const text = cutText(value.trim(), LONGEST);
    if (text !== '' && !found.has(name)) found.set(name, text);
  }
  return (name) => found.get(name);
}

function productIn(word: VocabularyElement): ToldProduct {
  const value = valuesIn(word);
  const kind = value('additionalTradeItemIdentificationTypeCode');
  const isNdc = kind !== undefined && NDC.test(kind);
  return said({
    name: PRODUCT_NAMES.map(value).find((one) => one !== undefined),
    strength: value('strengthDescription'),
    form: value('dosageFormType'),
    ndc: isNdc ? value('additionalTradeItemIdentification') : undefined,
    size: value('netContentDescription'),
    manufacturer: value('manufacturerOfTradeItemPartyName'),
  });
}

function placeIn(word: VocabularyElement): ToldPlace {
  const value = valuesIn(word);
  const street = [value('streetAddressOne'), value('streetAddressTwo')];
  const region = [value('state'), value('postalCode')].filter((part) => part !== undefined).join(' ');
  const parts = [...street, value('city'), region, value('countryCode')].filter(
    (part): part is string => part !== undefined && part !== '',
  );
  return said({ name: value('name'), address: parts.length === 0 ? undefined : parts.join(', ') });
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that have no value. */
export function said<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
