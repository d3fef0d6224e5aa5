// Names of own products in the master data of a file of an own line, recorded as `product set` does it, where they are asked for.
import { EVENT } from '../../custody/events/all.ts';
import type { ToldProduct } from '../../epcis/master-data.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/capture.ts';
import { checkedProduct, isMakerOf, nameIn, type Product, saidOf } from '../items/product.ts';
import { cleanText } from '../node/names.ts';
import type { CaptureRun } from './run.ts';
import { glnsOf } from './whose.ts';

/** A product that a file names. */
export interface CapturedProduct {
  readonly gtin: string;
  readonly name?: string;
  /** What was written of it; absent where the same was said before. */
  readonly event?: string;
  /** Why it was left out. */
  readonly reason?: string;
}

/** Records what the file says of products that this party makes; what it says of others, or what cannot be said, is told. */
export function nameProducts(run: CaptureRun): readonly CapturedProduct[] {
  const { home, tx, file } = run;
  const { sender } = file;
  const isOwnFile = sender === undefined || glnsOf(home, tx.view).own.has(sender);
  return file.words.all.products.flatMap(([gtin, told]): readonly CapturedProduct[] => {
    if (Object.keys(told).length === 0) return [];
    const { name } = told;
    const named = name === undefined ? { gtin } : { gtin, name };
    if (!isOwnFile) return [{ ...named, reason: phrase('not-own') }];
    if (!isMakerOf(home, tx, gtin)) return [{ ...named, reason: phrase('not-maker', { gtin }) }];
    const all = withEarlier(told, saidOf(home, tx, gtin));
    if (all.name === undefined) return [{ gtin, reason: phrase('no-name') }];
    const product = sayable({ ...all, name: all.name, gtin });
    if (product instanceof PedigreeError) return [{ ...named, reason: product.message }];
    const { added } = nameIn(home, tx, product);
    if (added === undefined) return [{ gtin, name: product.name }];
    run.written.push({ type: EVENT.product.type, event: added, packs: 0 });
    return [{ gtin, name: product.name, event: added }];
  });
}

/** What is said of a product as an event takes it, or why it does not. */
function sayable(told: Product): Product | PedigreeError {
  try {
    return checkedProduct(told);
  } catch (error) {
    if (error instanceof PedigreeError) return error;
    throw error;
  }
}

/** What a file does not say of a product stays as it was said before. */
function withEarlier(told: ToldProduct, before: Product | undefined): Partial<Product> {
  const { name, strength, form, size, ndc } = told;
  const given = Object.entries({ name, strength, form, size }).flatMap(([field, text]) =>
    text === undefined || cleanText(text) === '' ? [] : [[field, text] as const],
  );
  const codes = { ...before?.codes, ...(ndc === undefined ? {} : { ndc: hyphened(ndc) }) };
  const { codes: _, ...rest } = before ?? {};
  return { ...rest, ...Object.fromEntries(given), ...(Object.keys(codes).length === 0 ? {} : { codes }) };
}

/** Eleven digits are 5-4-2, which the hyphens of a product's code tell. */
function hyphened(ndc: string): string {
  return ndc.replace(/^(\d{5})(\d{4})(\d\d)$/, '$1-$2-$3');
}
