// `pedigree report`: tells the maker and the regulators of a suspect pack.
import { REPORT_FINDINGS, type ReportFinding } from '../custody/report-words.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'report',
  summary: 'tell maker and regulators of a suspect pack',
  about: 'The report is sealed to the maker of the GTIN and the regulators. It travels with the next sync or bundle.',
  arguments: [{ name: 'scan', description: 'what the scanner typed, or a picture' }],
  options: [
    {
      flags: '--as <finding>',
      description: 'what it is held for',
      choices: REPORT_FINDINGS,
      required: true,
    },
    { flags: '--note <text>', description: 'what was seen', required: true },
  ],
  writes: true,
  examples: [
    "pedigree report '(01)09506000134352(21)FAKE01(17)390630(10)ABC123' --as suspect --note 'print is blurred'",
    "pedigree report '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' --as cleared --note 'maker confirmed'",
  ],
  schema: fields({ as: string(), item: { type: 'object' }, to: list(string(), 'names of those who can read it') }),
  run: async (input) => {
    const { report } = await import('../app/verdict/report.ts');
    const { oneScan } = await import('./scan-words.ts');
    return report(input.env, await oneScan(required(input.arg('scan')), input.stdin), {
      as: required(input.text('as')) as ReportFinding,
      note: required(input.text('note')),
    });
  },
};
