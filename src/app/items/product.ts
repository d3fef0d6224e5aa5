// Master data: the names of products that every verdict, stock line and recall shows.
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/keys.ts';
import { fitsNdc } from '../../gs1/ndc.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/items.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import type { Reading } from '../node/reading.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';

export interface Product {
  readonly gtin: string;
  readonly name: string;
  readonly strength?: string;
  readonly form?: string;
  /** How much is in a pack: `28 tablets`. */
  readonly size?: string;
  /** Numbers that it has elsewhere, by their name: `ndc`. */
  readonly codes?: Readonly<Record<string, string>>;
}

export interface ProductRow extends Product {
  /** Whose word it is. */
  readonly by?: { readonly name: string; readonly gln: string };
  readonly event: string;
  /** When it was named, ISO 8601 UTC. */
  readonly at: string;
}

const FIELDS = ['strength', 'form', 'size'] as const;

/**
 * Says what a GTIN is; of several words of one author the last counts.
 * @throws not-allowed (77) for who is neither its maker nor a regulator, bad-input (65) for a GTIN that is none, and for an NDC
 * that its GTIN does not hold
 * @example
 * ```ts
 * import { makeEnv, openHome, setProduct } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * setProduct(acme, { gtin: '09506000134352', name: 'Amoxicillin Acme', strength: '500 mg', form: 'capsule' });
 * ```
 */
export function setProduct(home: Home, typed: Product): { readonly products: readonly Product[] } & Written {
  const product = checkedProduct(typed);
  const { gtin } = product;
  return record(home, { command: 'product set' }, (tx) => {
    const own = tx.view.authority().partyOf(home.self.chain);
    if (own?.regulator !== true && home.self.chain !== home.self.network && !isMakerOf(home, tx, gtin)) {
      throw new PedigreeError('not-allowed', say('not-product-of-yours', { gtin }), {
        hint: say('who-names-product'),
      });
    }
    const { before } = nameIn(home, tx, product);
    if (before !== undefined) tx.already(before);
    return { products: [product] };
  });
}

export function isMakerOf(home: Home, { view }: WriteTx, gtin: string): boolean {
  return view
    .authority()
    .makersOf(gtin)
    .some((maker) => maker.gln === home.self.gln);
}

/** A product as it may enter an event. @throws as `setProduct`, and usage (2) for a text that is empty or too long */
export function checkedProduct(typed: Product): Product {
  const gtin = toGtin14(typed.gtin);
  const codes = typed.codes === undefined ? {} : { codes: checkedCodes(gtin, typed.codes) };
  return { gtin, name: checkedText(typed.name, 'name'), ...rest(typed), ...codes };
}

/** Says what a product is, within an append, where the party's last word is another one. @returns what was added, or was said before */
export function nameIn(
  home: Home,
  tx: WriteTx,
  product: Product,
): { readonly added?: string; readonly before?: string } {
  const before = last(tx.view, product.gtin, home.self.gln);
  if (before !== undefined && JSON.stringify(productOf(before)) === JSON.stringify(product))
    return { before: before.ref };
  return { added: tx.add({ type: EVENT.product.type, public: { ...product } }).ref };
}

/** The party's last word of a product. */
export function saidOf(home: Home, { view }: WriteTx, gtin: string): Product | undefined {
  const before = last(view, gtin, home.self.gln);
  return before && productOf(before);
}

/** With hyphens, for they tell its parts: ten digits, or eleven of 5-4-2. */
const NDC = /^(?:\d{4}-\d{4}-\d\d|\d{5}-(?:\d{3}-\d\d|\d{4}-\d\d?))$/;

/** In the order of their names, so that the same codes are the same word. @throws bad-input */
function checkedCodes(gtin: string, typed: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const codes = Object.entries(typed).map(([name, value]) => {
    if (!/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
      throw new PedigreeError('bad-input', say('not-name-of-code', { name }), { hint: say('code-as-ndc') });
    }
    return [name, checkedText(value, name, 50)] as const;
  });
  const checked = Object.fromEntries(codes.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (checked.ndc !== undefined && !(NDC.test(checked.ndc) && fitsNdc(gtin, checked.ndc))) {
    throw new PedigreeError('bad-input', say('ndc-not-of-gtin', { ndc: checked.ndc, gtin }), {
      hint: say('ndc-in-gtin'),
    });
  }
  return checked;
}

function rest(typed: Product): Partial<Product> {
  const given = FIELDS.flatMap((field) => {
    const value = typed[field];
    return value === undefined ? [] : [[field, checkedText(value, field)] as const];
  });
  return Object.fromEntries(given);
}

/** The party's last word, at whichever of its chains. */
function last(view: View, gtin: string, gln: string): CustodyEvent | undefined {
  let found: CustodyEvent | undefined;
  for (const event of view.notices(gtin)) {
    if (event.leaf.type !== EVENT.product.type || event.author?.gln !== gln) continue;
    if (found === undefined || found.leaf.at <= event.leaf.at) found = event;
  }
  return found;
}

/** All products that an author with the right has named, by GTIN; the maker's word goes before a regulator's. */
export function listProducts(home: Reading): { readonly products: readonly ProductRow[] } {
  return home.ledger.read((view) => {
    const rows = new Map<string, { readonly row: ProductRow; readonly maker: boolean; readonly at: number }>();
    for (const event of view.eventsOf([EVENT.product.type])) {
      const product = productOf(event);
      const { author } = event;
      if (product === undefined || author === undefined) continue;
      const maker = author.mayMake(product.gtin);
      if (!maker && !author.roles.includes('regulator')) continue;
      const other = rows.get(product.gtin);
      if (other !== undefined && (other.maker !== maker ? other.maker : other.at > event.leaf.at)) continue;
      const by = { name: author.name, gln: author.gln };
      rows.set(product.gtin, {
        row: { ...product, by, event: event.ref, at: new Date(event.leaf.at).toISOString() },
        maker,
        at: event.leaf.at,
      });
    }
    return { products: [...rows.values()].map(({ row }) => row).sort((a, b) => (a.gtin < b.gtin ? -1 : 1)) };
  });
}

/** What a product event says; undefined where it is malformed. */
export function productOf(event: CustodyEvent): Product | undefined {
  const said = saidIn(EVENT.product, event.leaf);
  if (said === undefined) return undefined;
  const { codes, ...product } = said;
  const texts = Object.entries(codes ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length === 0 ? product : { ...product, codes: Object.fromEntries(texts) };
}
