// Products, a line for each.
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { productCell, productSaid } from './product-words.ts';
import { written } from './written.ts';

interface Row {
  readonly gtin: string;
  readonly name: string;
  readonly strength?: string;
  readonly form?: string;
  readonly size?: string;
  readonly by?: { readonly name: string };
}

interface Data {
  readonly products: readonly Row[];
  readonly already?: boolean;
  readonly dryRun?: true;
}

export function text(data: Data, style: Style): string {
  if (data.already !== undefined) {
    const [product] = data.products;
    return written(data, `${product?.gtin} is ${product === undefined ? '' : described(product)}`, style);
  }
  if (data.products.length === 0) return 'no product is named yet: pedigree product set --gtin GTIN --name NAME';
  const heads = [
    { title: 'GTIN' },
    { title: 'product', flexible: true },
    { title: 'pack' },
    { title: '', below: true },
  ];
  return table(
    heads,
    data.products.map(({ name, size, by, gtin, ...row }) => [
      gtin,
      productCell({ ...row, product: name }),
      size ?? '',
      by === undefined ? '' : `named by ${by.name}`,
    ]),
    style,
  );
}

function described(row: Row): string {
  return [productSaid(row), row.size].filter((word) => word !== undefined).join(', ');
}
