// `pedigree epcis documents`: the files of the world outside that came and went.
import { inFolder } from './at-home.ts';
import { DOCUMENT } from './documents-schema.ts';
import { type CommandSpec, fields, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis documents',
  summary: 'list the files of partners outside the network that are kept here',
  examples: ['pedigree epcis documents', 'pedigree epcis documents --since 2026-11-01 --json'],
  lists: [{ rows: 'documents', id: ['document'], at: 'at' }],
  schema: fields({ documents: list(fields(DOCUMENT), 'the oldest first') }),
  run: async (input) => {
    const { listDocuments } = await import('../app/outside/list-documents.ts');
    return { data: await inFolder(input, listDocuments, { readOnly: true }) };
  },
};
