// `pedigree epcis complain`: a letter to the sender of a file with all that is found in it.
import { inFolder } from './at-home.ts';
import { COUNTS } from './documents-schema.ts';
import { FINDING } from './epcis-check.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis complain',
  summary: 'write to the sender of a kept file what is wrong with it, and what you ask for',
  about:
    'The file is checked anew. The letter is text in the language that is spoken, with each finding and its place. Nothing is sent. Where nothing is wrong there is no letter, and no file.',
  arguments: [
    {
      name: 'document',
      description: 'how its hash begins, its event, its instance, or a despatch advice number in it',
    },
  ],
  options: [{ flags: '-o, --out <file>', description: 'where to', out: true }],
  examples: ['pedigree epcis complain 3f9a', 'pedigree epcis complain DA-4711 -o lakeside.txt'],
  schema: fields({
    document: string('SHA-256 of the file, in hex'),
    'sender?': string('GLN'),
    'senderName?': string(),
    findings: list(FINDING, 'of one code the first hundred places'),
    counts: COUNTS,
    'differing?': list(
      fields({
        gtin: string(),
        serial: string(),
        'lot?': string('in the file'),
        'expiry?': string('in the file'),
        made: fields({ lot: string(), expiry: string() }),
      }),
      'packs that their maker, who is here, says another lot or expiry of: the first hundred',
    ),
    'letter?': list(string(), 'its lines'),
    'file?': string('where it was written'),
  }),
  run: async (input) => {
    const { complain } = await import('../app/outside/complain.ts');
    const [word, file] = [required(input.arg('document')), input.text('out')];
    return { data: await inFolder(input, (home) => complain(home, word, file), { readOnly: true }) };
  },
};
