// `pedigree dscsa requests`: requests for tracing, and how long they took.
import { inFolder } from './at-home.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { ASKED, WRITTEN_AS } from './tracing-schema.ts';

export const command: CommandSpec = {
  name: 'dscsa requests',
  summary: 'list requests for tracing, with their age and how they were answered',
  about:
    'A record of this folder: it is in no chain, and in every backup. A request is answered when an answer to it was written with -o.',
  examples: ['pedigree dscsa requests', 'pedigree dscsa requests --json'],
  lists: [{ rows: 'requests', id: ['request'], at: 'at' }],
  schema: fields({
    requests: list(
      fields({
        request: string(),
        at: string('when it came, ISO 8601 in UTC'),
        'for?': string('who asked'),
        'ref?': string('what they call it'),
        ...ASKED,
        state: oneOf(['open', 'answered']),
        'answered?': string('when it was answered first, ISO 8601 in UTC'),
        ageHours: integer('until it was answered, or until now'),
        over24: boolean('it took, or has taken, more than 24 hours'),
        over48: boolean('more than 48 hours'),
        answers: list(
          fields({
            at: string(),
            as: oneOf(WRITTEN_AS),
            file: string(),
            sha256: string('of what was written'),
            transactions: integer(),
            packs: integer(),
            affirmed: boolean('the transaction statement is in it'),
          }),
        ),
      }),
      'the oldest first',
    ),
  }),
  run: async (input) => {
    const { listRequests } = await import('../app/tracing/requests.ts');
    return { data: await inFolder(input, listRequests, { readOnly: true }) };
  },
};
