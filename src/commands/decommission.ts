// `pedigree decommission`: takes packs out of use for good.
import { DECOMMISSION_REASONS } from '../custody/events/decommission.ts';
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'decommission',
  summary: 'take packs out of use for good',
  about: 'A container, and more than 100 packs, want --confirm with the number of packs.',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    {
      flags: '--reason <reason>',
      description: 'why',
      required: true,
      choices: DECOMMISSION_REASONS,
    },
    { flags: '--confirm <n>', final: true, description: 'the number of packs, repeated', value: 'count' },
    { flags: '--evidence <text>', description: 'for regulators: certificate, police report' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree decommission --reason damaged '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree decommission --reason destroyed 095060001343520017 --confirm 48 --evidence 'certificate 12'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { decommission } = await import('../app/steps/decommission.ts');
    return onItems(input, 'item', (home, items) =>
      decommission(home, {
        reason: required(input.text('reason')),
        items,
        ...optional('confirm', input.count('confirm')),
        ...given(input, 'evidence', 'note'),
      }),
    );
  },
};
