// `pedigree peer remove`: no longer dials a peer.
import { inFolder } from './at-home.ts';
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
    const { removePeer } = await import('../app/exchange/peers.ts');
    return { data: await inFolder(input, (home) => removePeer(home, required(input.arg('name')))) };
  },
};
