// `pedigree report answer`: the maker or a regulator says what it found.
import { REPORT_FINDINGS, type ReportFinding } from '../custody/report-words.ts';
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'report answer',
  summary: 'answer a report, as maker or regulator',
  about:
    'Whoever reported the pack reads the answer, and so do its makers and the regulators. suspect: it is still looked into. An answer that clears the pack or holds it for illegitimate ends the alert of the report.',
  arguments: [{ name: 'id', description: 'the report, as pedigree report list or alerts shows it' }],
  options: [
    { flags: '--as <finding>', description: 'what the pack is held for', choices: REPORT_FINDINGS, required: true },
    { flags: '--note <text>', description: 'what was found', required: true },
  ],
  writes: true,
  examples: [
    "pedigree report answer 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as cleared --note 'a second press, also ours'",
    "pedigree report answer 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as illegitimate --note 'never printed like this' --dry-run",
  ],
  schema: fields({
    report: string('CHAIN/SEQ'),
    as: string(),
    item: { type: 'object' },
    to: list(string(), 'names of those who can read it'),
  }),
  run: async (input) => {
    const { answerReport } = await import('../app/verdict/report-answer.ts');
    const said = { as: required(input.text('as')) as ReportFinding, note: required(input.text('note')) };
    return { data: await atHome(input, (home) => answerReport(home, required(input.arg('id')), said)) };
  },
};
