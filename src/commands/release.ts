// `pedigree release`: ends a quarantine.
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'release',
  summary: 'take goods out of quarantine',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    { flags: '--reason <text>', description: 'why, for everybody who has one of the packs' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree release 095060001343520017',
    "pedigree release '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' --reason 'inspected, sealed'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { release } = await import('../app/steps/quarantine.ts');
    return onItems(input, 'item', (home, items) => release(home, { items, ...given(input, 'reason', 'note') }));
  },
};
