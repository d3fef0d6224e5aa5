// `pedigree hub init`: makes the tables of a hub.
import { inFolder } from './at-home.ts';
import { addressesOf, DSN_FILE } from './hub-option.ts';
import { boolean, type CommandSpec, fields, integer, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'hub init',
  summary: 'make the tables of a hub in a PostgreSQL, for the network of this folder',
  about:
    'A hub holds the chains of a whole network and answers for many: docs/hub.md. Its own chain and its keys stay in this folder, which is a party like any other. What the folder has goes into the hub; again it says what is new there.',
  options: [DSN_FILE],
  examples: ['pedigree hub init --dsn-file hub.dsn', 'pedigree hub init --dsn-file hub.dsn --json'],
  schema: fields({
    network: string("the founder's chain"),
    chain: string('the own chain of the hub'),
    version: integer('of its tables'),
    events: integer('events that were new in the database'),
    already: boolean('the tables were there, and nothing was new'),
  }),
  run: async (input) => {
    const { hubInit } = await import('../app/hub/hub-init.ts');
    const addresses = await addressesOf(input);
    return { data: await inFolder(input, (home) => hubInit(home, addresses)) };
  },
};
