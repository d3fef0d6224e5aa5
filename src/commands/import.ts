// `pedigree import`: takes bundle files in.
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { news } from './sync-schema.ts';

export const command: CommandSpec = {
  name: 'import',
  summary: 'take bundle files in',
  about:
    'Stores what is proved whole. Of a file that was cut or damaged the rest is named, and the exit is 65: import it again from the original. Of several files each is answered for itself, and one that fails does not keep back the others.',
  arguments: [
    {
      name: 'file',
      description: 'bundles: exports, cards, welcomes, what came with a delivery; - is standard input',
      variadic: true,
    },
  ],
  writes: true,
  lines: true,
  examples: ['pedigree import week47.pedigree', 'pedigree import acme.welcome week47.pedigree --json'],
  schema: fields({
    file: string('as it was given'),
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
    already: boolean('nothing in it was new'),
    warnings: list(string(), 'what a person should look at'),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { importBundle } = await import('../app/exchange/bundle.ts');
    const { PedigreeError } = await import('../errors.ts');
    const { withFile } = await import('./in-file.ts');
    const { isStdin, readTwice } = await import('../app/node/pipes.ts');
    const files = input.rest('file');
    if (files.filter(isStdin).length > 1) throw readTwice();
    const home = openHome(input.env);
    try {
      for (const [at, file] of files.entries()) {
        const place = { n: at + 1, input: file };
        try {
          const { exit, error, ...data } = await withFile(input, file, (path) => importBundle(home, path, file));
          yield { ...place, exit, data, ...(error === undefined ? {} : { error }) };
        } catch (error) {
          if (!(error instanceof PedigreeError) || error.code === 'interrupted') throw error;
          yield { ...place, data: {}, error };
        }
      }
    } finally {
      home.close();
    }
  },
};
