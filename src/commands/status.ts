// `pedigree status`, or `pedigree` alone: who this is and what waits today.
import { recallToldHere } from './recall-schema.ts';
import { boolean, type CommandSpec, fields, integer, list, string } from './spec.ts';
import { terms } from './term-schema.ts';

export const command: CommandSpec = {
  name: 'status',
  summary: 'tell who works here and what waits today',
  examples: ['pedigree', 'pedigree status --json'],
  schema: fields({
    party: fields({ name: string(), gln: string(), 'site?': string() }),
    chain: string(),
    network: string(),
    fingerprint: string('25 digits of the network'),
    roles: list(string()),
    ...terms,
    'goOn?': string('whom to ask for these rights, and for what'),
    fresh: fields({
      peers: integer('peers that are asked'),
      oldest: { type: ['string', 'null'], description: 'since when the most silent chain has been silent' },
    }),
    events: integer('on the own chain'),
    parties: integer(),
    test: boolean('a test home'),
    todo: list(fields({ what: string(), count: integer(), command: string('what goes on') })),
    recalls: list(recallToldHere, 'of packs that are or were here, and not answered'),
  }),
  run: async (input) => {
    const { status } = await import('../app/maintenance/status.ts');
    return { data: await status(input.env) };
  },
};
