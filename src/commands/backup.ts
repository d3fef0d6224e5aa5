// `pedigree backup`: the whole party in one file.
import { inFolder } from './at-home.ts';
import { boolean, type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'backup',
  summary: 'write the ledger, the settings and the key to one file',
  about: 'The file is as secret as the key, unless the key is locked with a passphrase. It never replaces a file.',
  arguments: [{ name: 'file', description: 'where to', out: true }],
  writes: true,
  examples: ['pedigree backup pedigree.backup', 'pedigree backup monday.backup --json'],
  schema: fields({
    file: string(),
    bytes: integer(),
    chain: string(),
    size: integer('own events in it'),
    locked: boolean('the key in it has a passphrase'),
  }),
  run: async (input) => {
    const { backUp } = await import('../app/maintenance/backup.ts');
    return { data: await inFolder(input, (home) => backUp(home, required(input.arg('file'))), { readOnly: true }) };
  },
};
