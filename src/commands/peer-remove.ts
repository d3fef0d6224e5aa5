// `pedigree peer remove`: no longer dials a peer.
import { peers } from './peer-schema.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'peer remove',
  summary: 'forget a peer',
  arguments: [{ name: 'name', description: 'what it is called here' }],
  writes: true,
  examples: ['pedigree peer remove midway', 'pedigree peer remove midway --dry-run'],
  schema: fields(peers),
  run: async (input) => {
    const { openHome } = await import('../app/node/home.ts');
    const { removePeer } = await import('../app/exchange/peers.ts');
    const home = openHome(input.env);
    try {
      return { data: removePeer(home, required(input.arg('name'))) };
    } finally {
      home.close();
    }
  },
};
