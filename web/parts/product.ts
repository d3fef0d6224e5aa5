// What is called what: the words for products, verdicts and ends of serials, as the terminal says them.

import { plain } from '../../src/answer/plain.ts';
import { phrase } from '../../src/words/en/page.ts';
import { phrase as verdictWords } from '../../src/words/en/verdict-text.ts';
import type { ItemShown, LotShown, ProductShown, VerdictShown } from '../api/documents.ts';

/** Longer names are cut: they come from anybody. */
const LONGEST = 120;

/** A text of somebody else on one line, without what steers or hides, and of a length that fits a page. */
export function clean(text: string, longest = LONGEST): string {
  const line = plain(text);
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
}

/** A sentence of the terminal, where it goes on behind a colon, as one of its own; a name that is written in its own way stays so. */
export function asSentence(text: string): string {
  const [word = ''] = text.split(/[\s:,.]/, 1);
  return /^\p{Ll}+$/u.test(word) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}

/** Name and strength, else the GTIN. */
export function productWords(product: ProductShown | undefined, gtin: string | undefined): string {
  if (product === undefined) return gtin === undefined ? '' : phrase('gtin-unnamed', { gtin });
  const { name, strength, form } = product;
  return clean([strength, form].reduce<string>((said, word) => (says(said, word) ? said : `${said} ${word}`), name));
}

/** Of a line of goods, where `product` has the strength in it already. */
export function lotProduct({ product, gtin, strength, form }: LotShown): string {
  const named =
    product === undefined ? undefined : { name: product, ...{ strength: strength ?? '', form: form ?? '' } };
  return productWords(named, gtin);
}

function says(text: string, word: string | undefined): boolean {
  return word === undefined || word === '' || ` ${text} `.includes(` ${word} `);
}

/** The end of a serial or an SSCC: enough to tell two packs on a counter apart, and too little to copy one. */
export function lastOf({ serial, sscc }: ItemShown): string | undefined {
  return (serial ?? sscc)?.slice(-4);
}

/** The name of a pack with the end of its serial alone; whatever else it is stays as it is. */
export function shortened(name: string): string {
  const [, gtin, serial] = /^\(01\)(\d{14})\(21\)(.+)$/s.exec(name) ?? [];
  const last = lastOf(serial === undefined ? {} : { serial });
  return gtin === undefined || last === undefined ? name : `${gtin}, ${phrase('ends-in', { last })}`;
}

/** How a verdict looks: its word, its sign, and the name of its colour and border. */
export interface Face {
  readonly word: string;
  readonly sign: string;
  readonly look: 'genuine' | 'caution' | 'stop' | 'unknown';
}

export function faceOf({ status, cause, reasons }: VerdictShown): Face {
  const codes = reasons.map(({ code }) => code);
  if (status === 'genuine') return { word: verdictWords('genuine'), sign: '✓', look: 'genuine' };
  if (status === 'caution') return { word: verdictWords('caution'), sign: '!', look: 'caution' };
  if (cause === 'scan') return { word: verdictWords('scan-again'), sign: '?', look: 'unknown' };
  if (status === 'unknown') return { word: verdictWords('cannot-tell'), sign: '?', look: 'unknown' };
  const word = codes.includes('recalled')
    ? verdictWords('recalled')
    : codes[0] === 'in-transit-elsewhere'
      ? verdictWords('not-yours')
      : verdictWords('stop');
  return { word, sign: '✗', look: 'stop' };
}
