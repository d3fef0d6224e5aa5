// Identifiers in the form that is wanted: as URNs, for which the length of the company prefix must be known, or as links.
import { buildDigitalLink } from '../gs1/digital-link.ts';
import { companyPrefixes, epcIdentity, epcUrn } from '../gs1/epc-urn.ts';
import { readId } from './ids.ts';
import type { LostAndCounted } from './lost.ts';
import type { EpcisEvent, VocabularyElement } from './model.ts';
import { withIds, wordWithIds } from './with-ids.ts';

export type IdForm = 'urn' | 'link';

const URN = /^urn:epc:(?:id|class|idpat):[a-z]+:(\d{6,12})\./;

/** A key as a link, with the serial of the item where it has one. */
export function linkOf(ai: string, value: string, serial?: string): string {
  const elements = [{ ai, value }, ...(serial === undefined ? [] : [{ ai: '21', value: serial }])];
  return buildDigitalLink(elements) ?? value;
}

/** The company prefixes that the URNs of a file show. */
export class KnownPrefixes {
  readonly #seen = new Set<string>();

  learn(event: EpcisEvent): void {
    for (const ids of [event.epcs, event.inputEpcs, event.outputEpcs]) if (ids !== undefined) this.add(ids);
    for (const list of [event.quantities, event.inputQuantities, event.outputQuantities])
      if (list !== undefined) this.add(list.map(({ epcClass }) => epcClass));
    for (const list of [event.bizTransactions, event.sources, event.destinations]) this.add(list.map(({ id }) => id));
    for (const id of [event.parentID, event.readPoint?.id, event.bizLocation?.id, event.transformationID])
      if (id !== undefined) this.add([id]);
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) {
      const prefix = URN.exec(id)?.[1];
      if (prefix !== undefined && !this.#seen.has(prefix) && readId(id).prefixLength !== undefined)
        this.#seen.add(prefix);
    }
  }

  /**
   * How long the prefix is that these digits start with. No prefix begins another one: where a file shows two such, one of its
   * URNs is wrong, and which one is not guessed.
   */
  lengthOf(given: Iterable<string>): (digits: string) => number | undefined {
    const sure = new Set(given);
    const isClear = (prefix: string) =>
      ![...this.#seen].some((other) => other !== prefix && (other.startsWith(prefix) || prefix.startsWith(other)));
    const clear = [...this.#seen].filter(isClear);
    return companyPrefixes([...clear, ...sure].map((prefix) => [prefix, prefix.length] as const));
  }
}

/** Writes identifiers in one form, and counts those that stay as they are. */
export class IdForms {
  readonly #form: IdForm;
  readonly #lengthOf: (digits: string) => number | undefined;
  readonly #lost: LostAndCounted;

  constructor(form: IdForm, lengthOf: (digits: string) => number | undefined, lost: LostAndCounted) {
    this.#form = form;
    this.#lengthOf = lengthOf;
    this.#lost = lost;
  }

  /** The identifier in the form wanted. What is no GS1 identifier stays, and so does what cannot be had in that form. */
  of(written: string): string {
    const isUrn = /^urn:epc:/i.test(written);
    if (this.#form === 'link' ? !isUrn : isUrn) return written;
    const { elements } = readId(written);
    if (elements.length === 0) {
      if (isUrn) this.#lost.lose('no-link', written);
      return written;
    }
    if (this.#form === 'link') return this.#link(written, buildDigitalLink(elements));
    const identity = epcIdentity(elements);
    try {
      const urn = epcUrn(identity, this.#lengthOf);
      if (identity.length < elements.length || written.includes('?')) this.#lost.lose('id-parts', written);
      return urn;
    } catch {
      // The length of the prefix is not known, or there is no URN for such elements.
      this.#lost.lose('no-urn', written);
      return written;
    }
  }

  #link(written: string, link: string | undefined): string {
    if (link === undefined) this.#lost.lose('no-link', written);
    return link ?? written;
  }

  event(event: EpcisEvent): EpcisEvent {
    return withIds(event, (id) => this.of(id));
  }

  word(word: VocabularyElement): VocabularyElement {
    return wordWithIds(word, (id) => this.of(id));
  }
}
