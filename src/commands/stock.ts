// `pedigree stock`: what this party has.
import { lookingIn } from './at-home.ts';
import { PRODUCT } from './goods-schema.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'stock',
  summary: 'count what this party has, lot by lot',
  about: 'From its keys and the ledger alone. byState also counts what is on its way, and what ended here.',
  options: [
    { flags: '--items', description: 'list every pack' },
    { flags: '--gtin <gtin>', description: 'this product alone' },
    { flags: '--lot <lot>', description: 'this lot alone' },
    { flags: '--expiring <days>', description: 'what expires within so many days', value: 'count' },
    { flags: '--all', description: 'show lots too of which nothing is here any more, or not yet' },
  ],
  examples: ['pedigree stock', 'pedigree stock --expiring 90 --json'],
  lists: [
    { rows: 'items', id: ['item'], at: 'expiry' },
    { rows: 'lots', id: ['gtin', 'lot', 'expiry'], at: 'expiry' },
  ],
  schema: fields({
    lots: list(
      fields({
        gtin: string(),
        ...PRODUCT,
        lot: string(),
        expiry: string('YYYY-MM-DD'),
        packs: integer('in the own custody'),
        containers: integer('that they are in here'),
        byState: { type: 'object', additionalProperties: { type: 'integer' } },
      }),
    ),
    packs: integer('in the own custody, of all lots'),
    'filter?': fields({ 'gtin?': string(), 'lot?': string(), 'expiring?': integer() }, 'what was asked for'),
    'past?': integer('how many of the lots have nothing here any more'),
    'warnings?': list(string(), 'what a person should look at'),
    'items?': list(
      fields({
        item: string(),
        gtin: string(),
        serial: string(),
        lot: string(),
        expiry: string(),
        state: string(),
        'within?': string('SSCC'),
      }),
    ),
  }),
  run: async (input) => {
    const { stock } = await import('../app/verdict/stock.ts');
    const data = await lookingIn(input, (home) =>
      stock(home, {
        items: input.flag('items'),
        all: input.flag('all'),
        ...given(input, 'gtin', 'lot'),
        ...optional('expiring', input.count('expiring')),
      }),
    );
    return { data };
  },
};
