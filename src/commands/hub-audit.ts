// `pedigree hub audit`: checks everything that a hub holds.
import { addressesOf, DSN_FILE } from './hub-option.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'hub audit',
  summary: 'check every hash, signature, page and index of the hub',
  about:
    'Exit 15 where anything is not as it must be. Reads all of it in one state, makes what is derived a second time in tables of its own transaction, and writes nothing that stays. Needs no party and no key.',
  options: [DSN_FILE],
  examples: ['pedigree hub audit --dsn-file hub.dsn', 'pedigree hub audit --dsn-file hub.dsn --json'],
  schema: fields({
    events: integer(),
    chains: integer(),
    notes: integer('signed checkpoints'),
    pages: integer(),
    findings: list(fields({ code: string(), message: string(), 'chain?': string(), 'seq?': integer() })),
  }),
  run: async (input) => {
    const { hubAudit } = await import('../app/hub/hub-audit.ts');
    const { exit, ...data } = await hubAudit(input.env, await addressesOf(input));
    return { exit, data };
  },
};
