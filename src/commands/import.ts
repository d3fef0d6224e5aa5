// `pedigree import`: takes bundle files in.
import type { OpenedFile } from './in-file.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { news } from './sync-schema.ts';

export const command: CommandSpec = {
  name: 'import',
  summary: 'take bundle files in',
  about:
    'Stores what is proved whole. Of a file that was cut or damaged the rest is named, and the exit is 65: import it again from the original. Of several files each is answered for itself, their order does not matter, and one that fails does not keep back the others.',
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
    unread: list(
      fields({ frame: integer('its place in the file, from 1'), type: string(), why: string() }),
      'frames that nobody can read, passed over; the first hundred',
    ),
    ...news,
    already: boolean('nothing in it was new'),
    warnings: list(string(), 'what a person should look at'),
  }),
  run: async function* (input) {
    const { openHome } = await import('../app/node/home.ts');
    const { importSet } = await import('../app/exchange/import-set.ts');
    const { PedigreeError } = await import('../errors.ts');
    const { openFile } = await import('./in-file.ts');
    const { isStdin, readTwice } = await import('../app/node/pipes.ts');
    const files = input.rest('file');
    if (files.filter(isStdin).length > 1) throw readTwice();
    const home = openHome(input.env);
    const opened: OpenedFile[] = [];
    try {
      const each = files.map((named) => async () => {
        const file = await openFile(input, named);
        opened.push(file);
        return { path: file.path, named };
      });
      let n = 0;
      for await (const answer of importSet(home, each)) {
        const place = { n: ++n, input: files[n - 1] ?? '' };
        if (answer instanceof PedigreeError) {
          yield { ...place, data: {}, error: opened.reduce((error, file) => file.told(error), answer) };
          continue;
        }
        const { exit, error, ...data } = answer;
        yield { ...place, exit, data, ...(error === undefined ? {} : { error }) };
      }
    } finally {
      for (const file of opened) file.close();
      home.close();
    }
  },
};
