// `pedigree restore`: a party from its backup.
import { withFile } from './in-file.ts';
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'restore',
  summary: 'put a backup into a folder where no party is',
  about:
    'Verify, trace and stock work at once. Nothing is recorded before pedigree recover has asked a peer for what came after the backup: a chain that goes on from an old copy of itself is forked.',
  arguments: [{ name: 'file', description: 'a backup, as pedigree backup FILE writes it, or - for standard input' }],
  writes: true,
  examples: [
    'pedigree restore pedigree.backup --home restored',
    'pedigree restore pedigree.backup --home checked --json',
  ],
  schema: fields({
    party: fields({ name: string(), gln: string() }),
    chain: string(),
    size: integer('own events in it'),
    state: string('of the head file: why nothing can be appended yet'),
  }),
  run: async (input) => {
    const { restore } = await import('../app/maintenance/backup.ts');
    return { data: await withFile(input, required(input.arg('file')), (file) => restore(input.env, file)) };
  },
};
