// `pedigree alerts close`: an alert has been looked into, and what it was.
import type { AlertCause } from '../app/verdict/alert-record.ts';
import { ALERT_DEED } from './alert-schema.ts';
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, oneOf, required } from './spec.ts';

const CAUSES = ['scan', 'data', 'state', 'suspect'] as const satisfies readonly AlertCause[];

export const command: CommandSpec = {
  name: 'alerts close',
  summary: 'close an alert with what it was',
  about:
    'scan: a slip of a scanner or of hand. data: wrong data. state: goods are in another state than is recorded. suspect: the suspicion holds; report the pack as well. The regulators read the cause, the note is for the own party alone.',
  arguments: [{ name: 'id', description: 'the alert, as pedigree alerts shows it' }],
  options: [
    { flags: '--as <cause>', description: 'what it was', choices: CAUSES, required: true },
    { flags: '--note <text>', description: 'what was found; for the own party alone', required: true },
  ],
  writes: true,
  examples: [
    "pedigree alerts close 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as scan --note 'same box scanned twice'",
    "pedigree alerts close 5h6ndmqsfrzq74xyrrrmmsto6m/12 --as suspect --note 'print differs' --dry-run",
  ],
  schema: fields({ ...ALERT_DEED, as: oneOf(CAUSES) }),
  run: async (input) => {
    const { closeAlert } = await import('../app/verdict/alert-handling.ts');
    const said = { as: required(input.text('as')) as AlertCause, note: required(input.text('note')) };
    return { data: await atHome(input, (home) => closeAlert(home, required(input.arg('id')), said)) };
  },
};
