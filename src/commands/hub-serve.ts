// `pedigree hub serve`: answers peers, and verifies for the machines of the hub, until it is stopped.
import { document } from '../answer/document.ts';
import type { HubVerifyAnswer } from '../app/hub/hub-serve.ts';
import { addressesOf, DSN_FILE } from './hub-option.ts';
import { given, optional } from './optional.ts';
import { peersOf } from './serve.ts';
import { type CommandSpec, fields, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'hub serve',
  summary: 'answer peers from the hub, and verify for its own machines',
  about:
    'Prints the addresses first and then goes on until Ctrl-C or SIGTERM. Peers exchange as with any node; any number of processes with copies of this folder answer side by side, as none keeps anything between two turns. Whoever waits at /v1/news?n= hears of a recall at once. Inside are /readyz, /metrics, and /v1/verify, which answers {"scan": "…"} as verify does, from the copies of the database first: let nobody but the machines of the hub reach it.',
  options: [
    DSN_FILE,
    { flags: '--host <host>', description: 'address to listen on (default 127.0.0.1)' },
    { flags: '--port <port>', description: 'port to listen on, 0 for any free one (default 7417)', value: 'count' },
    { flags: '--inside-host <host>', description: 'address for the machines of the hub (default 127.0.0.1)' },
    { flags: '--inside-port <port>', description: 'port for them, 0 for any free one (default 7418)', value: 'count' },
    { flags: '--peers <who>', description: 'known, or open for anybody (default: the setting peers, or known)' },
    { flags: '--most-events <n>', description: 'events of one chain a minute (default 20000)', value: 'count' },
    { flags: '--most-bytes <n>', description: 'bytes of one chain a day (default 1 GiB)', value: 'count' },
  ],
  endless: true,
  examples: [
    'pedigree hub serve --dsn-file hub.dsn',
    'pedigree hub serve --dsn-file hub.dsn --port 7417 --inside-port 7418',
  ],
  schema: fields({
    url: string('where peers reach this hub'),
    inside: string('where its own machines do'),
    party: fields({ name: string(), gln: string() }),
    peers: oneOf(['known', 'open'], 'who is shown everything: those who prove an honoured chain, or anybody'),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { hubServe } = await import('../app/hub/hub-serve.ts');
    const addresses = await addressesOf(input);
    const options = {
      ...given(input, 'host'),
      ...optional('port', input.count('port')),
      ...optional('insideHost', input.text('inside-host')),
      ...optional('insidePort', input.count('inside-port')),
      ...optional('peers', peersOf(input.text('peers'))),
      ...optional('mostEvents', input.count('most-events')),
      ...optional('mostBytes', input.count('most-bytes')),
      told,
    };
    const home = openHome(input.env);
    try {
      const signal = input.env.signal ?? new AbortController().signal;
      for await (const data of hubServe(home, addresses, options, signal)) yield { data };
    } finally {
      home.close();
    }
  },
};

function told(one: HubVerifyAnswer): object {
  const place = { n: 1, input: one.input };
  if ('error' in one) return document('verify', { ...place, data: {}, error: one.error });
  const { exit, ...verdict } = one.verdict;
  return document('verify', { ...place, exit, data: { ...verdict, micros: one.micros } });
}
