// `pedigree found`: say that missing goods are here again.
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'found',
  summary: 'say that missing goods are here again',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [{ flags: '--note <text>', description: 'for everybody who has one of the packs' }],
  writes: true,
  examples: [
    "pedigree found '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree found 095060001343520017 --note 'stock count in November'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { found } = await import('../app/steps/missing.ts');
    return onItems(input, 'item', (home, items) => found(home, { items, ...given(input, 'note') }));
  },
};
