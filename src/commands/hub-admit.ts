// `pedigree hub admit`: gives a hub bundles, and what this folder has.
import { addressesOf, DSN_FILE } from './hub-option.ts';
import type { OpenedFile } from './in-file.ts';
import { optional } from './optional.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'hub admit',
  summary: 'take bundles into the hub, and what this folder has that it has not',
  about:
    'Stores what is proved whole, as import does; of a file that was cut or damaged the rest is named, and the exit is 65. With --every it goes on until Ctrl-C or SIGTERM and tells each round that brought something.',
  arguments: [
    {
      name: 'file',
      description: 'bundles: exports, cards, welcomes; - is standard input',
      variadic: true,
      optional: true,
    },
  ],
  options: [DSN_FILE, { flags: '--every <time>', description: 'again and again: 2s, 30s, 5m' }],
  endless: 'every',
  examples: [
    'pedigree hub admit week47.pedigree --dsn-file hub.dsn',
    'pedigree hub admit --dsn-file hub.dsn --every 30s',
  ],
  schema: fields({
    events: integer('events that were new in the hub'),
    pages: integer('pages that were new there'),
    chains: list(string(), 'chains of which something was new'),
    setAside: list(
      fields({
        chain: string(),
        have: integer('events of it that the hub has'),
        of: integer('events of it that were offered'),
        why: string(),
      }),
      'chains that could not be taken in as far as they were offered',
    ),
    forks: list(fields({ chain: string(), index: integer('the first event of which there are two') })),
    files: list(
      fields({
        file: string('as it was given'),
        events: integer(),
        ending: oneOf(['whole', 'cut', 'damaged', 'unread']),
        'error?': string(),
      }),
    ),
    already: boolean('nothing was new'),
    warnings: list(string(), 'what a person should look at'),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { hubAdmit } = await import('../app/hub/hub-admit.ts');
    const { pauseOf } = await import('../app/exchange/sync-rounds.ts');
    const { openFile } = await import('./in-file.ts');
    const addresses = await addressesOf(input);
    const typed = input.text('every');
    const every = typed === undefined ? undefined : pauseOf(typed);
    const home = openHome(input.env);
    const opened: OpenedFile[] = [];
    try {
      const files: { readonly path: string; readonly named: string }[] = [];
      for (const named of input.rest('file')) {
        const file = await openFile(input, named);
        opened.push(file);
        files.push({ path: file.path, named });
      }
      const options = {
        ...optional('every', every),
        ...optional('signal', every === undefined ? undefined : input.env.signal),
      };
      for await (const { exit, ...data } of hubAdmit(home, addresses, files, options)) yield { exit, data };
    } finally {
      for (const file of opened) file.close();
      home.close();
    }
  },
};
