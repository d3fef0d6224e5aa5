// `pedigree exceptions resolve`: says how an exception was resolved.
import { atHome } from './at-home.ts';
import { EXCEPTION_SAID, RESOLUTION } from './exception-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'exceptions resolve',
  summary: 'say how an exception was resolved',
  about: 'Either party may. Custody does not change by it: what did not come stays in the charge of its shipper.',
  arguments: [{ name: 'id', description: 'the exception, as pedigree exceptions shows it' }],
  options: [
    { flags: '--as <resolution>', description: RESOLUTION, required: true },
    { flags: '--note <text>', description: 'for the other party' },
  ],
  writes: true,
  examples: [
    'pedigree exceptions resolve 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as credit-account',
    "pedigree exceptions resolve 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as send-new-data --note 'corrected today'",
  ],
  schema: fields(EXCEPTION_SAID),
  run: async (input) => {
    const { resolveException } = await import('../app/steps/exception-handling.ts');
    const said = { as: required(input.text('as')), ...given(input, 'note') };
    return { data: await atHome(input, (home) => resolveException(home, required(input.arg('id')), said)) };
  },
};
