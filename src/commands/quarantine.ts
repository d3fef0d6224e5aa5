// `pedigree quarantine`: sets goods apart.
import { QUARANTINE_REASONS } from '../custody/events/quarantine.ts';
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'quarantine',
  summary: 'set goods apart until they are released',
  about: 'A regulator holds goods wherever they are.',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    {
      flags: '--reason <reason>',
      description: 'why',
      required: true,
      choices: QUARANTINE_REASONS,
    },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree quarantine --reason temperature 095060001343520017',
    "pedigree quarantine --reason suspect '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' --note 'print is blurred'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { quarantine } = await import('../app/steps/quarantine.ts');
    return onItems(input, 'item', (home, items) =>
      quarantine(home, { items, reason: required(input.text('reason')), ...given(input, 'note') }),
    );
  },
};
