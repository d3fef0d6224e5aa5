// `pedigree peer list`: whom this node dials.
import { inFolder } from './at-home.ts';
import { peers } from './peer-schema.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'peer list',
  summary: 'list the peers that this node dials',
  examples: ['pedigree peer list', 'pedigree peer list --json'],
  lists: [{ rows: 'peers', id: ['name'], at: 'seen' }],
  schema: fields(peers),
  run: async (input) => {
    const { peersShown } = await import('../app/exchange/peers.ts');
    return { data: await inFolder(input, (home) => ({ peers: peersShown(home) }), { readOnly: true }) };
  },
};
