// `pedigree hub status`: what a hub holds, and how far its copies are.
import { addressesOf, DSN_FILE } from './hub-option.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'hub status',
  summary: 'tell what the hub holds, and how far its copies have come',
  about: 'Exit 20 where a copy does not answer, or has another history than the primary. Needs no party.',
  options: [DSN_FILE],
  examples: ['pedigree hub status --dsn-file hub.dsn', 'pedigree hub status --dsn-file hub.dsn --json'],
  schema: fields({
    'network?': string("the founder's chain"),
    version: integer('of its tables'),
    epoch: string('what peers see of it: another one after each promotion or restore'),
    n: integer('changes so far'),
    hash: string('over all of them: equal ones are equal contents'),
    chains: integer(),
    events: integer(),
    awaited: integer('events of which pages are to come'),
    bytes: integer('of the database'),
    standbys: integer('that follow the primary now, as far as its role may know'),
    copies: list(
      fields({
        copy: integer('its place among the addresses: 1 follows the primary'),
        'behind?': integer('changes that it has not yet'),
        'error?': string(),
      }),
    ),
  }),
  run: async (input) => {
    const { hubStatus } = await import('../app/hub/hub-status.ts');
    const { exit, ...data } = await hubStatus(await addressesOf(input));
    return { exit, data };
  },
};
