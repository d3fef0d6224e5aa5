// `pedigree outside list`: the partners outside the network.
import { inFolder } from './at-home.ts';
import { PARTNER } from './outside-schema.ts';
import { type CommandSpec, fields, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'outside list',
  summary: 'list the partners outside the network, with their licences',
  examples: ['pedigree outside list', 'pedigree outside list --json'],
  lists: [{ rows: 'outside', id: ['gln'], at: 'at' }],
  schema: fields({ outside: list(PARTNER) }),
  run: async (input) => {
    const { listOutside } = await import('../app/outside/partners.ts');
    return { data: await inFolder(input, listOutside, { readOnly: true }) };
  },
};
