// `pedigree dscsa pdg`: a message to a partner outside about goods and data that differ.
import { inFolder } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, list, oneOf, required, string } from './spec.ts';

const RESOLUTIONS = [
  'send-new-data',
  'send-product',
  'return-product',
  'send-back-product',
  'credit-account',
  'debit-account',
] as const;

export const command: CommandSpec = {
  name: 'dscsa pdg',
  summary: 'write the PDG message to a partner about goods and data that differ',
  about:
    'Of an exception that was told, of a file that was received with differences, or of goods that wait for their data. The message is JSON as the Partnership for DSCSA Governance has it; a repeat has the same ids. Exit 20 where a person has to fill in what nothing here says. Nothing is sent.',
  arguments: [
    {
      name: 'about',
      description:
        'the event of an exception, or a document: how its hash begins, its instance, or a despatch advice number in it',
    },
  ],
  options: [
    { flags: '--po <number>', description: 'the purchase order, where no file names it' },
    { flags: '--ask <resolution>', description: 'what you ask for', choices: [...RESOLUTIONS] },
    { flags: '-o, --out <file>', description: 'where to', out: true },
  ],
  examples: ['pedigree dscsa pdg 3f9a', 'pedigree dscsa pdg DA-4711 --po PO-88 --ask send-product -o lakeside.json'],
  schema: fields({
    event: string('that it is about'),
    'message?': { type: 'object', description: 'absent where nothing differs' },
    missing: list(oneOf(['po_number', 'email', 'resolution_request']), 'fields that a person must fill in'),
    'file?': string('where it was written'),
  }),
  run: async (input) => {
    const { formPdg } = await import('../app/verdict/form-pdg.ts');
    const request = { about: required(input.arg('about')), ...given(input, 'po', 'ask', 'out') };
    const data = await inFolder(input, (home) => formPdg(home, request), { readOnly: true });
    return { data, exit: data.missing.length === 0 ? 0 : 20 };
  },
};
