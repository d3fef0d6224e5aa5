// `pedigree unpack`: takes things out of containers.
import { onItems } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'unpack',
  summary: 'empty a container by one level, or take items out of it',
  arguments: [{ name: 'item', description: 'a container; with --from what comes out', variadic: true }],
  options: [
    { flags: '--from <sscc>', description: 'take the items out of this container' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree unpack 095060001343520017',
    "pedigree unpack --from 095060001343520017 '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
  ],
  schema: fields({
    container: string('of several the first'),
    containers: list(string()),
    children: integer('things that came out'),
    packs: integer('packs among them, at any depth'),
  }),
  run: async (input) => {
    const { unpack } = await import('../app/steps/unpack.ts');
    return onItems(input, 'item', (home, items) => unpack(home, { items, ...given(input, 'from', 'note') }));
  },
};
