// `pedigree report list`: reports of this party with their answers, and those that it can answer.
import { REPORT_FINDINGS } from '../custody/report-words.ts';
import { lookingIn } from './at-home.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

const SAID = {
  event: string('CHAIN/SEQ'),
  at: string('ISO 8601 in UTC'),
  by: string(),
  gln: string(),
  as: oneOf(REPORT_FINDINGS),
  note: string(),
};

export const command: CommandSpec = {
  name: 'report list',
  summary: 'list own reports and those to answer, with the answers',
  options: [{ flags: '--open', description: 'only those that nobody has answered' }],
  examples: ['pedigree report list', 'pedigree report list --open --json'],
  lists: [{ rows: 'reports', id: ['event'], at: 'at' }],
  schema: fields({
    reports: list(
      fields({
        ...SAID,
        own: boolean('this party made it'),
        item: { type: 'object' },
        ageHours: integer(),
        state: oneOf(['open', 'answered']),
        'outcome?': oneOf(REPORT_FINDINGS, 'of the last words of all that answered the gravest'),
        answers: list(fields(SAID)),
      }),
      'open ones first, the oldest of each first',
    ),
    open: integer('how many nobody has answered'),
  }),
  run: async (input) => {
    const { listReports } = await import('../app/verdict/report-answer.ts');
    return { data: await lookingIn(input, (home) => listReports(home, { open: input.flag('open') })) };
  },
};
