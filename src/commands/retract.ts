// `pedigree retract`: takes an own entry back that another one contradicts.
import { atHome } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'retract',
  summary: 'take back an own entry that others contradict',
  about:
    'A receipt of what is not here, or a void of what was received: pedigree trace … shows the event. It counts as long as no other party has gone on from it.',
  arguments: [{ name: 'event', description: 'an event of this till, CHAIN/SEQ' }],
  options: [
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree retract 5h6ndmqsfrzq74xyrrrmmsto6m/17 --reason 'received by list, the pack is not here'",
    "pedigree retract 5h6ndmqsfrzq74xyrrrmmsto6m/17 --reason 'it was delivered after all' --dry-run",
  ],
  schema: fields({
    retracted: string('the entry that was taken back, CHAIN/SEQ'),
    type: string('of that entry'),
    packs: integer('that it is about'),
  }),
  run: async (input) => {
    const { retract } = await import('../app/steps/retract.ts');
    const data = await atHome(input, (home) =>
      retract(home, {
        event: required(input.arg('event')),
        reason: required(input.text('reason')),
        ...given(input, 'note'),
      }),
    );
    return { data };
  },
};
