// `pedigree sync`: takes and gives news, both ways with each peer.
import { type CommandSpec, fields, integer, list, number, oneOf, string } from './spec.ts';
import { news } from './sync-schema.ts';

export const command: CommandSpec = {
  name: 'sync',
  summary: 'exchange news with peers, both ways',
  about:
    'With all configured peers where none is named. A peer that fails (75) does not keep back the news of the others. With --every a recall begins the next round at once where a peer tells of it, as a hub does.',
  arguments: [{ name: 'peer', description: 'name or address of a peer', optional: true, variadic: true }],
  options: [{ flags: '--every <time>', description: 'go on, at least this often: 60s, 5m, 1h' }],
  examples: ['pedigree sync', 'pedigree sync midway --every 60s'],
  schema: fields({
    at: string('ISO 8601 in UTC'),
    peers: list(
      fields({
        name: string(),
        url: string(),
        in: integer('events taken'),
        out: integer('events given'),
        bytes: integer('on the line, both ways'),
        seconds: number(),
        'limited?': oneOf(
          ['unproven', 'stranger', 'stranger-there'],
          'why not everything was shown: who answers proved nothing, is nobody honoured here, or does not know this party as honoured',
        ),
        'error?': string(),
      }),
    ),
    ...news,
    warnings: list(string()),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { syncRounds } = await import('../app/exchange/sync-rounds.ts');
    const home = openHome(input.env);
    try {
      for await (const { exit, ...data } of syncRounds(home, input.rest('peer'), input.text('every')))
        yield { exit, data };
    } finally {
      home.close();
    }
  },
};
