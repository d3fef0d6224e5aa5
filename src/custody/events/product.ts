// What a product is called.
import { gtin, object, type Read, shape, words } from '../body.ts';
import { defineEvent } from './define.ts';

export const product = defineEvent({
  type: 'product',
  code: 8,
  says: () => ({
    public: '`gtin`, `name` (500), `strength?`, `form?`, `size?` (200 each), `codes?` (an object)',
  }),
  parts: {
    public: shape(
      { gtin, name: words(500) },
      { strength: words(200), form: words(200), size: words(200), codes: object },
    ),
  },
  roles: ['manufacturer', 'regulator'],
  index: 'gtin',
});

export type ProductBody = Read<typeof product.parts.public>;
