// `pedigree reinstate`: undoes a dispense or a sample that never left the own hands.
import { onItems } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'reinstate',
  summary: 'undo a dispense that was a mistake',
  about: 'Within 240 hours, by the same party at the same site, and only for a pack that was never supplied.',
  arguments: [{ name: 'scan', description: 'a scan, a picture, @FILE or -', variadic: true }],
  options: [
    { flags: '--not-supplied', final: true, description: 'it never left the hands of this party' },
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree reinstate --not-supplied --reason 'wrong pack scanned' '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    "pedigree undo --not-supplied --reason 'patient did not come' @scans.txt",
  ],
  schema: fields({ packs: integer() }),
  run: async (input) => {
    const { reinstate } = await import('../app/steps/reinstate.ts');
    return onItems(input, 'scan', (home, items) =>
      reinstate(home, {
        items,
        reason: required(input.text('reason')),
        notSupplied: input.flag('not-supplied'),
        ...given(input, 'note'),
      }),
    );
  },
};
