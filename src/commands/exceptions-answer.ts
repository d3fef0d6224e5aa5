// `pedigree exceptions answer`: answers what a partner told.
import { atHome } from './at-home.ts';
import { EXCEPTION_SAID, RESOLUTION } from './exception-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'exceptions answer',
  summary: 'answer an exception, and propose how to resolve it',
  arguments: [{ name: 'id', description: 'the exception, as pedigree exceptions shows it' }],
  options: [
    { flags: '--note <text>', description: 'for the other party', required: true },
    { flags: '--as <resolution>', description: RESOLUTION },
  ],
  writes: true,
  examples: [
    "pedigree exceptions answer 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as send-product --note 'comes on Friday'",
    "pedigree exceptions answer 5h6ndmqsfrzq74xyrrrmmsto6m/12 --note 'we are looking for it' --dry-run",
  ],
  schema: fields(EXCEPTION_SAID),
  run: async (input) => {
    const { answerException } = await import('../app/steps/exception-handling.ts');
    const said = { note: required(input.text('note')), ...given(input, 'as') };
    return { data: await atHome(input, (home) => answerException(home, required(input.arg('id')), said)) };
  },
};
