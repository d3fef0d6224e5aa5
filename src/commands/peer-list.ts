// `pedigree peer list`: whom this node dials.
import { peers } from './peer-schema.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'peer list',
  summary: 'list the peers that this node dials',
  examples: ['pedigree peer list', 'pedigree peer list --json'],
  lists: [{ rows: 'peers', id: ['name'], at: 'seen' }],
  schema: fields(peers),
  run: async (input) => {
    const { openHome } = await import('../app/node/home.ts');
    const { peersShown } = await import('../app/exchange/peers.ts');
    const home = openHome(input.env, { readOnly: true });
    try {
      return { data: { peers: peersShown(home) } };
    } finally {
      home.close();
    }
  },
};
