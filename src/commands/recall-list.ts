// `pedigree recall list`: every recall known here.

import { recallToldHere } from './recall-schema.ts';
import { type CommandSpec, fields, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall list',
  summary: 'list the recalls known here',
  examples: ['pedigree recall list', 'pedigree recall list --json'],
  lists: [{ rows: 'recalls', id: ['id'], at: 'at' }],
  schema: fields({ recalls: list(recallToldHere) }),
  run: async (input) => {
    const { listRecalls } = await import('../app/recalls/recall-show.ts');
    return listRecalls(input.env);
  },
};
