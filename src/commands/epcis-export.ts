// `pedigree epcis export`: a kept file as it came.
import { inFolder } from './at-home.ts';
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis export',
  summary: 'write a kept file as it came',
  arguments: [
    {
      name: 'document',
      description: 'how its hash begins, its event, its instance, or a despatch advice number in it',
    },
  ],
  options: [{ flags: '-o, --out <file>', description: 'where to; - is standard output', required: true, out: true }],
  examples: ['pedigree epcis export 3f9a -o lakeside-again.xml', 'pedigree epcis export DA-4711 -o -'],
  schema: fields({ file: string(), document: string(), event: string(), bytes: integer() }),
  run: async (input) => {
    const { exportDocument } = await import('../app/outside/list-documents.ts');
    const [word, file] = [required(input.arg('document')), required(input.text('out'))];
    return { data: await inFolder(input, (home) => exportDocument(home, word, file), { readOnly: true }) };
  },
};
