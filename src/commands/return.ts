// `pedigree return`: sends goods back; they arrive quarantined.
import { onItems } from './at-home.ts';
import { ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { SHIPPED } from './ship.ts';
import { type CommandSpec, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'return',
  summary: 'send goods back with a reason',
  about: 'Recalled, expired and quarantined goods may go back too. They arrive quarantined, to be inspected.',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    { flags: '--to <party>', description: 'GLN or name of an accredited party', required: true },
    { flags: '--reason <text>', description: 'why, for everybody who has one of the packs', required: true },
    { flags: '--rma <text>', description: 'return number of the receiver' },
    { flags: '--once <key>', description: 'the same key and request is carried out once' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree return --to 'Midway Wholesale' --reason 'ordered too many' '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree return --to 'Midway Wholesale' --reason recall @scans.txt --rma R-12",
  ],
  schema: SHIPPED,
  run: async (input) => {
    const { ship } = await import('../app/steps/ship.ts');
    return onItems(input, 'item', (home, items) =>
      ship(home, {
        to: required(input.text('to')),
        items,
        reason: required(input.text('reason')),
        ...given(input, 'rma', 'once', 'note'),
      }),
    );
  },
};
