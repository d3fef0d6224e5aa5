// `pedigree product list`: the products of the network.
import { PRODUCT } from './product-set.ts';
import { type CommandSpec, fields, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'product list',
  summary: 'list the products that their makers or regulators have named',
  examples: ['pedigree product list', 'pedigree product list --json'],
  lists: [{ rows: 'products', id: ['gtin'], at: 'at' }],
  schema: fields({
    products: list(
      fields({
        ...PRODUCT,
        'by?': fields({ name: string(), gln: string() }),
        event: string(),
        at: string('when it was named, ISO 8601 in UTC'),
      }),
    ),
  }),
  run: async (input) => {
    const { openReading } = await import('../app/node/reading.ts');
    const { listProducts } = await import('../app/items/product.ts');
    const home = openReading(input.env);
    try {
      return { data: listProducts(home) };
    } finally {
      home.close();
    }
  },
};
