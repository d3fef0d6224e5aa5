// `pedigree alerts note`: what was found about an alert so far.
import { ALERT_DEED } from './alert-schema.ts';
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'alerts note',
  summary: 'note what was found about an alert',
  arguments: [{ name: 'id', description: 'the alert, as pedigree alerts shows it' }],
  options: [{ flags: '--note <text>', description: 'what was found; for the own party alone', required: true }],
  writes: true,
  examples: [
    "pedigree alerts note 5h6ndmqsfrzq74xyrrrmmsto6m/12 --note 'asked Midway for a photo'",
    "pedigree alerts note 5h6ndmqsfrzq74xyrrrmmsto6m/12 --note 'no answer yet' --operator anna",
  ],
  schema: fields(ALERT_DEED),
  run: async (input) => {
    const { noteAlert } = await import('../app/verdict/alert-handling.ts');
    const [id, note] = [required(input.arg('id')), required(input.text('note'))];
    return { data: await atHome(input, (home) => noteAlert(home, id, note)) };
  },
};
