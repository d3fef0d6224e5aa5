// `pedigree missing`: say that goods cannot be found.
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'missing',
  summary: 'say that goods cannot be found',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [{ flags: '--note <text>', description: 'for everybody who has one of the packs' }],
  writes: true,
  examples: [
    "pedigree missing '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree missing 095060001343520017 --note 'stock count in November'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { missing } = await import('../app/steps/missing.ts');
    return onItems(input, 'item', (home, items) => missing(home, { items, ...given(input, 'note') }));
  },
};
