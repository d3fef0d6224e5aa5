// `pedigree export`: a bundle file, for a stick or a mail.
import { inFolder } from './at-home.ts';
import { type CommandSpec, fields, integer, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'export',
  summary: 'write chains to a bundle file, for a stick or a mail',
  about:
    "All chains where none is named; the founder's and the regulators' are always there. --for leaves out what that party is known to have from its own events.",
  arguments: [{ name: 'file', description: 'the bundle to write, usually NAME.pedigree', out: true }],
  options: [
    { flags: '--chain <chain>', description: 'a chain, or a party with all its chains; may be repeated', repeat: true },
    { flags: '--for <party>', description: 'the party that will import it' },
  ],
  examples: ['pedigree export week47.pedigree', "pedigree export stick.pedigree --for 'Hill Pharmacy'"],
  schema: fields({
    file: string(),
    bytes: integer(),
    events: integer(),
    chains: list(string()),
    'for?': fields({ name: string(), gln: string() }),
  }),
  run: async (input) => {
    const { exportBundle } = await import('../app/exchange/bundle.ts');
    const data = await inFolder(input, (home) =>
      exportBundle(home, required(input.arg('file')), {
        chains: input.list('chain'),
        for: input.text('for'),
      }),
    );
    return { data };
  },
};
