// `pedigree recall letter`: a recall on paper, with a sheet to answer on.
import { type CommandSpec, fields, integer, oneOf, required, string } from './spec.ts';

const FORMS = ['text', 'html'] as const;

export const command: CommandSpec = {
  name: 'recall letter',
  summary: 'write a recall as a letter with a sheet to answer on',
  about:
    'For those whom no node reaches: product, lots, class, reason, what to do and by when to answer, in the language that is spoken. A file whose name ends in .html is a page to print, any other is text. Nothing is sent.',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [
    { flags: '-o, --out <file>', description: 'where to', out: true, required: true },
    { flags: '--as <form>', description: 'text, or a page to print', choices: FORMS },
    { flags: '--to <party>', description: 'to whom: GLN or name' },
  ],
  examples: [
    'pedigree recall letter FMD-2026-17 -o recall.html',
    "pedigree recall letter FMD-2026-17 --to 'Hill Pharmacy' -o hill.txt --lang de",
  ],
  schema: fields({
    recall: string(),
    file: string('where it was written'),
    as: oneOf(FORMS),
    'to?': string('name of the party that it is to'),
    bytes: integer(),
  }),
  run: async (input) => {
    const { writeRecallLetter } = await import('../app/recalls/recall-letter.ts');
    const as = input.text('as');
    return writeRecallLetter(input.env, required(input.arg('id')), {
      file: required(input.text('out')),
      as: FORMS.find((form) => form === as),
      to: input.text('to'),
    });
  },
};
