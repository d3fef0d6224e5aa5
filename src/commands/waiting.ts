// `pedigree waiting`: goods of the world outside without data, and data without goods.
import { lookingIn } from './at-home.ts';
import { type CommandSpec, fields, list } from './spec.ts';
import { WAITING } from './waiting-schema.ts';

export const command: CommandSpec = {
  name: 'waiting',
  summary: 'list goods of partners outside without data, and data without goods',
  about:
    'Goods that were received and that no file names, and files of goods that did not come, each with its age and the day on which its sender was asked. A file that names the goods settles them, and so does a receipt.',
  examples: ['pedigree waiting', 'pedigree waiting --csv'],
  lists: [{ rows: 'waiting', id: ['id'], at: 'at' }],
  schema: fields({ waiting: list(WAITING, 'the oldest first') }),
  run: async (input) => {
    const { listWaiting } = await import('../app/outside/waiting-goods.ts');
    return { data: await lookingIn(input, listWaiting) };
  },
};
