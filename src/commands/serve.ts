// `pedigree serve`: answers peers until it is stopped.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'serve',
  summary: 'answer peers over HTTP, and dial the own peers from time to time',
  about:
    'Prints the address first and then goes on until Ctrl-C or SIGTERM. On this computer alone unless --host names another address; /healthz says that it lives. Peers prove who they are: everything is for those whom the regulators honour, for others are the chains of the founder and the regulators. --peers open shows everything to anybody.',
  options: [
    { flags: '--host <host>', description: 'address to listen on (default 127.0.0.1)' },
    { flags: '--port <port>', description: 'port to listen on, 0 for any free one (default 7417)', value: 'count' },
    { flags: '--peers <who>', description: 'known, or open for anybody (default: the setting peers, or known)' },
    { flags: '--sync-every <time>', description: 'dial the own peers at least this often: 60s, 5m, 1h' },
  ],
  examples: ['pedigree serve', 'pedigree serve --host 0.0.0.0 --port 7417 --sync-every 60s'],
  schema: fields({
    url: string('where peers reach this node'),
    party: fields({ name: string(), gln: string() }),
    peers: oneOf(['known', 'open'], 'who is shown everything: those who prove an honoured chain, or anybody'),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { serve } = await import('../app/exchange/serve.ts');
    const { pauseOf } = await import('../app/exchange/sync-rounds.ts');
    const every = input.text('sync-every');
    const options = {
      ...given(input, 'host'),
      ...optional('port', input.count('port')),
      ...optional('peers', peersOf(input.text('peers'))),
      ...optional('syncEvery', every === undefined ? undefined : pauseOf(every)),
    };
    const home = openHome(input.env);
    try {
      for await (const data of serve(home, options, input.env.signal ?? new AbortController().signal)) yield { data };
    } finally {
      home.close();
    }
  },
};

/** Who is shown everything. @throws usage */
export function peersOf(text: string | undefined): 'known' | 'open' | undefined {
  if (text === undefined || text === 'known' || text === 'open') return text;
  throw new PedigreeError('usage', say('no-peers-value', { text }), { hint: say('known-or-open') });
}
