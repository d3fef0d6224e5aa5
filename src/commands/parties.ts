// `pedigree parties`: who is who.
import { ADDRESS } from './address-schema.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { terms } from './term-schema.ts';

export const command: CommandSpec = {
  name: 'parties',
  summary: 'list who is who, with roles and how fresh the news of them is',
  examples: ['pedigree parties', 'pedigree parties --json'],
  lists: [{ rows: 'parties', id: ['gln', 'name'], at: 'lastSeen' }],
  schema: fields({
    parties: list(
      fields({
        name: string(),
        gln: string(),
        roles: list(string()),
        chains: list(string()),
        'contact?': string(),
        'address?': ADDRESS,
        'companyPrefixes?': list(string(), 'as it says itself, in their exact length'),
        'lastSeen?': string('ISO 8601 in UTC'),
        forked: boolean(),
        'forks?': list(
          fields({
            chain: string(),
            'index?': integer('the first event that differs, where that is known'),
            sides: list(
              fields({
                note: string('the signed checkpoint'),
                size: integer('events that it covers'),
                root: string('over them, in hex'),
                'leaf?': string('hash of the first event that differs, in hex'),
                'from?': string('the peer that showed it, where its events are not here'),
                'seen?': string('until when it was heard here, or when it was shown, ISO 8601 in UTC'),
                'events?': integer('of it, from where the two part'),
                'packs?': integer('packs and containers in those'),
              }),
              'two, the one that was seen first before the other',
            ),
          }),
          'two histories that it has signed, where both checkpoints are here',
        ),
        revoked: boolean(),
        'unnamed?': list(
          string(),
          'chains of it that came after it was ended, and count only once a regulator names them',
        ),
        'settled?': list(
          fields({
            chain: string(),
            'by?': oneOf(
              ['recovery', 'founder', 'regulator', 'here'],
              'whose word it is; here: of this computer alone',
            ),
            'size?': integer('events of the branch that was named'),
            differ: boolean('two of one rank have said different things, so neither counts'),
          }),
          'forks that were settled',
        ),
        ...terms,
        self: boolean(),
        prefixes: list(string(), 'company prefixes of what it makes'),
        gtins: list(string(), 'products that it makes'),
      }),
    ),
    strangers: list(
      fields({ chain: string(), 'name?': string('as it says itself'), 'gln?': string('as it says itself') }),
      'chains that no regulator has accredited',
    ),
  }),
  run: async (input) => {
    const { mustHaveAll, openReading } = await import('../app/node/reading.ts');
    const { listParties } = await import('../app/node/parties.ts');
    const home = mustHaveAll(openReading(input.env));
    try {
      return { data: listParties(home) };
    } finally {
      home.close();
    }
  },
};
