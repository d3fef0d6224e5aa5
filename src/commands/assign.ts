// `pedigree assign`: a regulator says who has goods that several parties have by their records.
import { onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'assign',
  summary: 'end a dispute: say who has the goods',
  about: 'For regulators. It stands whatever else is recorded where the records part; others are told to whom it went.',
  arguments: [{ name: 'item', description: `a shipment, or ${ITEM}`, variadic: true }],
  options: [
    { flags: '--to <party>', description: 'the party that has them: a GLN, a name or a chain', required: true },
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree assign --to 'Midway Wholesale' --reason 'seen there' '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree assign --to 9506000100029 --reason 'ruling 12' 095060001343520017",
  ],
  schema: fields({ to: string('GLN'), toName: string(), ...DEED }),
  run: async (input) => {
    const { assign } = await import('../app/steps/assign.ts');
    return onItems(input, 'item', (home, items) =>
      assign(home, {
        items,
        to: required(input.text('to')),
        reason: required(input.text('reason')),
        ...given(input, 'note'),
      }),
    );
  },
};
