// `pedigree peer add`: one more address to dial.
import { inFolder } from './at-home.ts';
import { peers } from './peer-schema.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'peer add',
  summary: 'add a peer, or give one a new address',
  arguments: [
    { name: 'name', description: 'what it is called here' },
    { name: 'url', description: 'where it serves: http://host:port' },
  ],
  writes: true,
  examples: [
    'pedigree peer add midway http://127.0.0.1:7417',
    'pedigree peer add agency https://trace.agency.example/',
  ],
  schema: fields(peers),
  run: async (input) => {
    const { introducePeer } = await import('../app/exchange/peers.ts');
    return {
      data: await inFolder(input, (home) =>
        introducePeer(home, required(input.arg('name')), required(input.arg('url'))),
      ),
    };
  },
};
