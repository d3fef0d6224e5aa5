// `pedigree alerts`: what this node has flagged.
import { ALERT } from './alert-schema.ts';
import { type CommandSpec, fields, integer, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'alerts',
  summary: 'list what this node has flagged',
  about:
    'The worst first. An alert ends by itself when its reason has gone; every other one is closed by a person, for all tills of the party.',
  options: [{ flags: '--open', description: 'only those that nobody has closed' }],
  examples: ['pedigree alerts', 'pedigree alerts --open --json'],
  lists: [{ rows: 'alerts', id: ['id'], at: 'at' }],
  schema: fields({
    alerts: list(ALERT, 'the worst first'),
    closed: integer('how many that are closed --open left out'),
    open: integer('how many are open, of all there are'),
    overdue: integer('how many of the open ones are overdue'),
  }),
  run: async (input) => {
    const { listAlerts } = await import('../app/verdict/alerts.ts');
    return listAlerts(input.env, { open: input.flag('open') });
  },
};
