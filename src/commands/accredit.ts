// `pedigree accredit`: a regulator admits a party.
import { existsSync } from 'node:fs';
import { atHome } from './at-home.ts';
import { withFile } from './in-file.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

/** A GLN, or the id of a chain. */
const NUMBER = /^(\d{13}|[a-z2-7]{26})$/;

export const command: CommandSpec = {
  name: 'accredit',
  summary: 'admit a party to the network',
  about:
    'For regulators; a regulator is admitted by the founder alone. The welcome file goes back to the party, which imports it.',
  arguments: [{ name: 'card', description: "the party's card, or the GLN, name or chain of one known here" }],
  options: [
    {
      flags: '--role <role>',
      description: 'regulator, manufacturer, distributor, dispenser, logistics or observer',
      repeat: true,
    },
    { flags: '--prefix <gcp>', description: 'GS1 company prefix of its products', repeat: true },
    { flags: '--gtin <gtin>', description: 'a product that it makes', repeat: true },
    { flags: '--until <date>', description: 'last day of the accreditation', value: 'day' },
    { flags: '--same-party', final: true, description: 'the card is another chain of a party that is accredited' },
    { flags: '-o, --out <welcome>', description: 'write the bundle that makes the party at home', out: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree accredit acme.card --role manufacturer --prefix 9506000 -o acme.welcome',
    'pedigree accredit hill.card --role dispenser --until 2039-12-31',
  ],
  schema: fields({
    chain: string(),
    party: fields({ name: string(), gln: string(), 'site?': string() }),
    fingerprint: string('25 digits of the chain, to compare by phone'),
    roles: list(string()),
    prefixes: list(string()),
    gtins: list(string()),
    'until?': string('last day'),
    'welcome?': string('the file'),
  }),
  run: async (input) => {
    const { accredit } = await import('../app/parties/accredit.ts');
    const data = await atHome(input, (home) => {
      const admitted = (who: string) =>
        accredit(home, {
          who,
          roles: input.list('role'),
          prefixes: input.list('prefix'),
          gtins: input.list('gtin'),
          sameParty: input.flag('same-party'),
          ...given(input, 'until', 'note'),
          ...optional('welcome', input.text('out')),
        });
      const card = required(input.arg('card'));
      // Where no word names a file a party is named by its number, which no file has.
      return input.stdin.literal === true && NUMBER.test(card) && !existsSync(card)
        ? admitted(card)
        : withFile(input, card, admitted);
    });
    return { data };
  },
};
