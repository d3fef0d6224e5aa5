// Products, a line for each.
import type { Product, ProductRow } from '../../app/items/product.ts';
import { phrase } from '../../words/en/screen.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { productCell, productSaid } from './product-words.ts';
import { written } from './written.ts';

type Row = Product & Pick<ProductRow, 'by'>;

interface Data {
  readonly products: readonly Row[];
  readonly already?: boolean;
  readonly dryRun?: true;
}

export function text(data: Data, style: Style): string {
  if (data.already !== undefined) {
    const [product] = data.products;
    return written(
      data,
      product === undefined ? '' : phrase('product-is', { gtin: product.gtin, what: described(product) }),
      style,
    );
  }
  if (data.products.length === 0) return phrase('no-products');
  const heads = [
    { title: 'GTIN' },
    { title: phrase('product'), flexible: true },
    { title: phrase('pack') },
    { title: '', below: true },
  ];
  return table(
    heads,
    data.products.map(({ name, size, by, gtin, ...row }) => [
      gtin,
      productCell({ ...row, product: name }),
      size ?? '',
      by === undefined ? '' : phrase('named-by', { name: by.name }),
    ]),
    style,
  );
}

function described(row: Row): string {
  const codes = Object.entries(row.codes ?? {}).map(([name, value]) => `${name.toUpperCase()} ${value}`);
  return [row.size, ...codes].reduce<string>(
    (what, more) => (more === undefined ? what : phrase('and-size', { what, size: more })),
    productSaid(row),
  );
}
