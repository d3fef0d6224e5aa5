// `pedigree import`: takes a bundle file in.
import { type CommandSpec, fields, integer, list, oneOf, required, string } from './spec.ts';
import { news } from './sync-schema.ts';

export const command: CommandSpec = {
  name: 'import',
  summary: 'take a bundle file in',
  about:
    'Stores what is proved whole. Of a file that was cut or damaged the rest is named, and the exit is 65: import it again from the original.',
  arguments: [{ name: 'file', description: 'a bundle: an export, a card, a welcome, what came with a delivery' }],
  writes: true,
  examples: ['pedigree import week47.pedigree', 'pedigree import acme.welcome --json'],
  schema: fields({
    file: string(),
    events: integer('events that were new here'),
    chains: list(string(), 'chains of which something was new'),
    setAside: list(
      fields({
        chain: string(),
        'name?': string(),
        have: integer('events of it that are here'),
        of: integer('events of it that the file named'),
        why: string(),
      }),
      'chains that could not be taken in as far as the file named them',
    ),
    ending: oneOf(['whole', 'cut', 'damaged']),
    ...news,
  }),
  run: async (input) => {
    const { openHome } = await import('../app/home.ts');
    const { importBundle } = await import('../app/sync/bundle.ts');
    const home = openHome(input.env);
    try {
      const { exit, error, ...data } = await importBundle(home, required(input.arg('file')));
      return { exit, data, ...(error === undefined ? {} : { error }) };
    } finally {
      home.close();
    }
  },
};
