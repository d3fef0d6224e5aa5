// `pedigree epcis show`: one kept file, with what it tells of.
import { inFolder } from './at-home.ts';
import { CLAIMED_LOTS, CLAIMED_SHIPMENT, COUNTS, DOCUMENT } from './documents-schema.ts';
import { type CommandSpec, fields, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis show',
  summary: 'show one kept file, with the shipments that it tells of',
  arguments: [
    {
      name: 'document',
      description: 'how its hash begins, its event, its instance, or a despatch advice number in it',
    },
  ],
  examples: ['pedigree epcis show 3f9a', 'pedigree epcis show DA-4711 --json'],
  schema: fields({
    ...DOCUMENT,
    'instance?': string('as its header names it'),
    'created?': string('as its header says, ISO 8601 in UTC'),
    shipments: CLAIMED_SHIPMENT,
    lots: CLAIMED_LOTS,
    counts: COUNTS,
    file: oneOf(['whole', 'missing', 'damaged'], 'whether it is what was anchored'),
  }),
  run: async (input) => {
    const { showDocument } = await import('../app/outside/list-documents.ts');
    const word = required(input.arg('document'));
    return { data: await inFolder(input, (home) => showDocument(home, word), { readOnly: true }) };
  },
};
