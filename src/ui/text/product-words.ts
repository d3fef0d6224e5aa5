// What a product is called, and how its name gives way in a table: strength and form stay, whatever the width.
import { phrase } from '../../words/en/screen.ts';
import type { Cell } from '../table.ts';

export interface ProductSaid {
  readonly name: string;
  readonly strength?: string;
  readonly form?: string;
}

/** Name, strength and form, each said once. */
export function productSaid({ name, strength, form }: ProductSaid): string {
  return [strength, form].reduce<string>((said, word) => (says(said, word) ? said : `${said} ${word}`), name);
}

/** A product as a line of goods names it: `product` is its name with its strength. */
export function productOfLine(line: { readonly product?: string; readonly strength?: string; readonly form?: string }) {
  const { product, ...words } = line;
  return product === undefined ? undefined : productSaid({ ...words, name: product });
}

/** For a column: the name is shortened before anything that tells two products of that name apart. */
export function productCell(line: {
  readonly product?: string;
  readonly strength?: string;
  readonly form?: string;
}): Cell {
  const full = productOfLine(line);
  if (full === undefined) return phrase('not-named');
  const rest = [line.strength, line.form].filter((word) => word !== undefined && word !== '').join(' ');
  const name = [line.form, line.strength].reduce<string>(
    (left, word) => (word !== undefined && left.endsWith(` ${word}`) ? left.slice(0, -word.length - 1) : left),
    full,
  );
  return { full, name, rest };
}

/** `5 mg` is not said by `15 mg`. */
function says(text: string, word: string | undefined): boolean {
  return word === undefined || word === '' || ` ${text} `.includes(` ${word} `);
}
