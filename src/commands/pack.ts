// `pedigree pack`: aggregation.
import { onItems } from './at-home.ts';
import { ITEM } from './goods-schema.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'pack',
  summary: 'put packs or cases into a case or on a pallet',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    {
      flags: '--into <sscc>',
      description: 'the SSCC of the container, GTIN and serial of a case, or new',
      required: true,
    },
    { flags: '--sscc-prefix <gcp>', description: 'company prefix of a new SSCC' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree pack --into new '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    'pedigree pack --into 095060001343520017 @scans.txt',
  ],
  schema: fields({
    container: string('the SSCC, or GTIN and serial as bracketed text'),
    children: integer('things that were put in'),
    packs: integer('packs among them, at any depth'),
  }),
  run: async (input) => {
    const { pack } = await import('../app/steps/pack.ts');
    return onItems(input, 'item', (home, items) =>
      pack(home, {
        into: required(input.text('into')),
        items,
        ...optional('ssccPrefix', input.text('sscc-prefix')),
        ...given(input, 'note'),
      }),
    );
  },
};
