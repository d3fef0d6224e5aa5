// What US law (DSCSA) and the GS1 US guideline want of a file, releases 1.2 and 1.3, told for files that follow them.
import { fitsNdc } from '../gs1/ndc.ts';
import { partyIn } from './deeds.ts';
import type { TakeFound } from './found.ts';
import { elementOf, glnOf, readId } from './ids.ts';
import { MDA, PRODUCT_NAMES } from './master-data.ts';
import type { EpcisDocument, EpcisEvent, Extension, VocabularyElement } from './model.ts';
import { US } from './us-words.ts';

const isUs = ({ ns }: Extension) => ns === US || ns === `${US}#` || ns === `${US}/`;

const OWNERS = ['owning_party'] as const;

/** Whether the header has more than one transaction statement, and they do not say the same. */
function areStatementsTwo({ header }: EpcisDocument): boolean {
  const all = header.filter(({ name }) => name === 'dscsaTransactionStatement');
  const said = (of: Extension) =>
    (of.children ?? []).map(({ name, value = '' }) => `${name} ${value.trim().replace(/\s+/g, ' ')}`).join('\n');
  return new Set(all.map(said)).size > 1;
}

/** Why a file is taken for one of a release of the guideline. */
type Sign = string;

export type FileProfile = 'plain' | 'dscsa-1.2' | 'dscsa-1.3' | 'mixed' | 'eu';

interface Product {
  hasName: boolean;
}

export class Dscsa {
  readonly #old = new Set<Sign>();
  readonly #new = new Set<Sign>();
  #hasUs = false;
  readonly #products = new Map<string, Product>();
  readonly #byNumber: { readonly event: number; readonly line: number; readonly what: string }[] = [];
  /** Shipments that do not say whose goods they were and become. */
  readonly #ownerless: { readonly event: number; readonly line: number }[] = [];
  readonly #ndcs: (readonly [code: string, what: string, line: number])[] = [];

  /** A word of the master data: a product with its name and NDC. */
  word({ type, id, attributes, line }: VocabularyElement): void {
    if (!/EPCClass$/i.test(type)) return;
    const gtin = elementOf(readId(id), '01');
    const value = (name: string) => attributes.find((one) => one.id.replace(MDA, '') === name)?.value.trim() ?? '';
    const hasName = PRODUCT_NAMES.some((name) => value(name) !== '');
    if (gtin !== undefined) this.#products.set(gtin, { hasName });
    const kind = value('additionalTradeItemIdentificationTypeCode');
    const ndc = value('additionalTradeItemIdentification');
    if (kind === 'FDA_NDC_11') this.#old.add(kind);
    else if (kind === 'US_FDA_NDC') this.#new.add(kind);
    else return;
    const isRight =
      kind === 'FDA_NDC_11' ? /^\d{11}$/.test(ndc) : /^(?:\d{4}-\d{4}-\d\d|\d{5}-(?:\d{3}-\d\d|\d{4}-\d))$/.test(ndc);
    if (!isRight) this.#ndcs.push(['ndc-form', ndc, line]);
    else if (gtin !== undefined && !fitsNdc(gtin, ndc)) this.#ndcs.push(['ndc-gtin-differ', `${ndc} (${gtin})`, line]);
  }

  /** An event, and whether it counts: it repeats no other, is not taken back, and takes none back. */
  event(event: EpcisEvent, counts: boolean): void {
    if (event.extensions.some(isUs) || event.ilmd?.some(isUs)) this.#hasUs = true;
    const [first] = event.quantities ?? [];
    if (event.bizStep !== 'shipping' || !counts) return;
    const at = { event: event.index, line: event.line };
    if ((event.epcs ?? []).length === 0 && first !== undefined)
      this.#byNumber.push({ ...at, what: first.epcClass.slice(0, 80) });
    const isOwned = [event.sources, event.destinations].every((list) => partyIn(list, OWNERS) !== undefined);
    if (event.type === 'ObjectEvent' && !isOwned) this.#ownerless.push(at);
  }

  #signs(document: EpcisDocument): void {
    if (document.header.some(isUs) || document.extensions.some(isUs)) this.#hasUs = true;
    const { guidelineVersion: version } = document;
    if (version !== undefined) (/1\.[0-2]\b/.test(version) ? this.#old : this.#new).add(version.slice(0, 40));
    if (!this.#hasUs && this.#old.size + this.#new.size === 0) return;
    for (const { authority } of [...document.senders, ...document.receivers]) {
      if (authority === 'GLN') this.#old.add('Authority GLN');
      if (authority === 'GS1') this.#new.add('Authority GS1');
    }
  }

  /** Which profile the file follows by itself, once it is read. */
  profileOf(document: EpcisDocument): FileProfile {
    this.#signs(document);
    if (!this.#hasUs && this.#old.size + this.#new.size === 0) return 'plain';
    if (this.#old.size > 0 && this.#new.size > 0) return 'mixed';
    return this.#new.size > 0 ? 'dscsa-1.3' : 'dscsa-1.2';
  }

  /** Tells what a file of this market lacks. @param gtins those of its packs */
  check(document: EpcisDocument, gtins: readonly string[], found: TakeFound): void {
    if (this.#old.size > 0 && this.#new.size > 0)
      found('mixed-guideline', { what: [...this.#old, ...this.#new].join(', ').slice(0, 120) });
    if (!/^(?:true|1|yes)$/i.test(document.statement?.affirm ?? '')) found('no-transaction-statement');
    for (const gtin of gtins) if (this.#products.get(gtin)?.hasName !== true) found('product-unknown', { what: gtin });
    for (const at of this.#byNumber) found('no-serials', at);
    for (const at of this.#ownerless) found('no-owners', at);
    if (areStatementsTwo(document)) found('statements-differ');
    for (const [code, what, line] of this.#ndcs) found(code, { what, line });
    if (document.kind === 'lone-event') return;
    for (const [role, partners] of [
      ['no-sender', document.senders],
      ['no-receiver', document.receivers],
    ] as const) {
      // A header that has to have one and knows none has an empty one.
      const named = partners.filter(({ id }) => id.trim() !== '');
      if (named.length === 0) found(role);
      for (const { id } of named) if (glnOf(id) === undefined) found('party-unreadable', { what: id.slice(0, 80) });
    }
  }
}
