// `pedigree alerts`: what this node has flagged.
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'alerts',
  summary: 'list what this node has flagged',
  options: [{ flags: '--open', description: 'only those that nobody has closed' }],
  examples: ['pedigree alerts', 'pedigree alerts --open --json'],
  lists: [{ rows: 'alerts', id: ['id'], at: 'at' }],
  schema: fields({
    alerts: list(
      fields({
        id: string(),
        code: string(),
        severity: string(),
        at: string('ISO 8601 in UTC'),
        'item?': { type: 'object' },
        parties: list(string()),
        state: string('open or closed'),
        text: string(),
        'event?': string(),
      }),
    ),
    closed: integer('how many that are closed --open left out'),
    open: integer('how many are open, of all there are'),
  }),
  run: async (input) => {
    const { listAlerts } = await import('../app/verdict/alerts.ts');
    return listAlerts(input.env, { open: input.flag('open') });
  },
};
