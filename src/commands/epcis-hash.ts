// `pedigree epcis hash`: the name of each event of a file, by the event hash of the CBV.
import type { Dialect } from '../epcis/hash-id.ts';
import { type CommandSpec, fields, integer, oneOf, required, string } from './spec.ts';

const DIALECTS = ['cbv2.0', 'ref', 'cbv2.1'] as const satisfies readonly Dialect[];

export const command: CommandSpec = {
  name: 'epcis hash',
  summary: 'name each event of an EPCIS file by what it says',
  about:
    'The event hash of the CBV: the same for one event in XML or JSON, with URNs or Digital Links, in any order and time zone. Dialects differ where readers of the standard do: ref has extensions behind everything else, cbv2.1 sources before destinations.',
  arguments: [{ name: 'file', description: 'an EPCIS file, or - for standard input' }],
  options: [{ flags: '--dialect <dialect>', description: 'how the algorithm is read; cbv2.0', choices: DIALECTS }],
  lines: true,
  examples: ['pedigree epcis hash shipment.xml', 'pedigree epcis hash shipment.json --dialect ref --json'],
  schema: fields({
    event: integer('which of the file, counted from 0'),
    type: string('of the event'),
    id: string('ni:///sha-256;…'),
    'given?': string('the eventID in the file'),
    dialect: oneOf(DIALECTS),
  }),
  run: async function* (input) {
    const { EventHasher } = await import('../epcis/hash-id.ts');
    const { readEpcis } = await import('../epcis/read.ts');
    const { fileBytes } = await import('../app/outside/check-file.ts');
    const { openFile } = await import('./in-file.ts');
    const { PedigreeError } = await import('../errors.ts');
    const file = required(input.arg('file'));
    const dialect = DIALECTS.find((one) => one === input.text('dialect'));
    let hasher = new EventHasher(dialect);
    const opened = await openFile(input, file);
    try {
      for await (const part of readEpcis(fileBytes(opened.path))) {
        if (part.part === 'head') hasher = new EventHasher(dialect, part.document);
        if (part.part !== 'event') continue;
        const { index: event, type, eventID: given } = part.event;
        const data = { event, type, id: hasher.id(part.event), given, dialect: hasher.dialect };
        yield { n: event + 1, input: file, data };
      }
    } catch (error) {
      throw error instanceof PedigreeError ? opened.told(error) : error;
    } finally {
      opened.close();
    }
  },
};
