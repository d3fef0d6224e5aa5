// `pedigree rebuild`: the index anew from the chains.
import { inFolder } from './at-home.ts';
import { type CommandSpec, fields, integer, number } from './spec.ts';

export const command: CommandSpec = {
  name: 'rebuild',
  summary: 'make every derived table anew from the chains, the own keys and the kept files',
  about: 'Events, the outbox, keys of --once and settings stay as they are.',
  writes: true,
  examples: ['pedigree rebuild', 'pedigree rebuild --json'],
  schema: fields({ events: integer(), seconds: number() }),
  run: async (input) => {
    const { rebuild } = await import('../app/maintenance/audit.ts');
    const { fillDocuments } = await import('../app/maintenance/fill-documents.ts');
    const data = await inFolder(input, async (home) => {
      const made = rebuild(home);
      if (!input.env.dryRun) await fillDocuments(home);
      return made;
    });
    return { data };
  },
};
