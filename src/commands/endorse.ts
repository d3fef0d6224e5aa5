// `pedigree endorse`: adds a till or site of the own party.
import { atHome } from './at-home.ts';
import { withFile } from './in-file.ts';
import { optional } from './optional.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'endorse',
  summary: 'add a till or site of the own party',
  about:
    'The till makes itself with the card of this party (pedigree init --join-party CARD) and hands its own card back. It gets no more than the own roles, without the regulator, and for as long as this chain is honoured.',
  arguments: [{ name: 'card', description: "the till's card, or its chain" }],
  options: [
    { flags: '--role <role>', description: 'one of the own roles; all of them where none is given', repeat: true },
    { flags: '-o, --out <welcome>', description: 'write the bundle that makes the till at home', out: true },
  ],
  writes: true,
  examples: ['pedigree endorse till.card -o till.welcome', 'pedigree endorse till.card --role manufacturer --dry-run'],
  schema: fields({
    chain: string(),
    party: fields({ name: string(), gln: string(), 'site?': string() }),
    fingerprint: string('25 digits of the chain, to compare by phone'),
    roles: list(string()),
    'welcome?': string('the file'),
  }),
  run: async (input) => {
    const { endorse } = await import('../app/parties/endorse.ts');
    const run = (who: string) =>
      atHome(input, (home) =>
        endorse(home, { who, roles: input.list('role'), ...optional('welcome', input.text('out')) }),
      );
    return { data: await withFile(input, required(input.arg('card')), run) };
  },
};
