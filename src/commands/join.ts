// `pedigree join`: a party that worked alone goes to a network.
import { withFile } from './in-file.ts';
import { PARTY } from './init.ts';
import { given } from './optional.ts';
import { boolean, type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'join',
  summary: 'go with a party that worked alone to a network',
  about:
    'A new chain with a new key opens in the network of the card. The ledger of before stays in past/NETWORK, to be read by log, audit and backup; its last signed note is anchored in the new chain. Kept files, partners outside and settings come along. Goods that were recorded alone do not: they are counted first, and recorded again afterwards. Killed at any moment, the party is the old one or the new.',
  arguments: [{ name: 'card', description: "the network's card, as its regulator hands it out" }],
  options: [
    { flags: '--fingerprint <digits>', required: true, description: "what the network's fingerprint must be" },
    {
      flags: '--confirm <chain>',
      final: true,
      description: 'where goods stay behind: the id of the own chain, as status shows it',
    },
  ],
  writes: true,
  examples: [
    "pedigree join agency.card --fingerprint '58203 11746 90258 33417 62095' --dry-run",
    "pedigree join agency.card --fingerprint '58203 11746 90258 33417 62095'",
  ],
  schema: fields({
    party: PARTY,
    'chain?': string('the new chain; absent in a dry run'),
    network: string("the founder's chain"),
    fingerprint: string('25 digits of the network'),
    home: string('the folder'),
    test: boolean(),
    past: fields(
      {
        network: string(),
        chain: string(),
        size: integer('own events in it'),
        folder: string('in the home'),
        'note?': string('SHA-256 of its last signed note, which the new chain anchors; absent in a dry run'),
      },
      'the ledger of before',
    ),
    'moves?': fields(
      { documents: integer(), senders: integer('partners outside'), settings: integer() },
      'what comes along; absent where it was joined before',
    ),
    'stays?': fields(
      {
        packs: integer('in the own custody'),
        made: integer('packs that were made alone'),
        products: integer('that were named'),
        waiting: integer('supplies in the outbox'),
        tills: integer('other tills of the party'),
      },
      'what is of the chain of before, and would have to be recorded again',
    ),
  }),
  run: async (input) => {
    const { joinNetwork } = await import('../app/parties/join.ts');
    const fingerprint = required(input.text('fingerprint'));
    const join = (card: string) => joinNetwork(input.env, { card, fingerprint, ...given(input, 'confirm') });
    return { data: await withFile(input, required(input.arg('card')), join) };
  },
};
