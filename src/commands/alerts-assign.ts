// `pedigree alerts assign`: who looks into an alert.
import { ALERT_DEED } from './alert-schema.ts';
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'alerts assign',
  summary: 'say who looks into an alert',
  arguments: [{ name: 'id', description: 'the alert, as pedigree alerts shows it' }],
  options: [{ flags: '--to <who>', description: 'a person of the own party', required: true }],
  writes: true,
  examples: [
    "pedigree alerts assign 5h6ndmqsfrzq74xyrrrmmsto6m/12 --to 'Anna Weiss'",
    'pedigree alerts assign 5h6ndmqsfrzq74xyrrrmmsto6m/12 --to quality --dry-run',
  ],
  schema: fields({ ...ALERT_DEED, to: string('who') }),
  run: async (input) => {
    const { assignAlert } = await import('../app/verdict/alert-handling.ts');
    const [id, to] = [required(input.arg('id')), required(input.text('to'))];
    return { data: await atHome(input, (home) => assignAlert(home, id, to)) };
  },
};
