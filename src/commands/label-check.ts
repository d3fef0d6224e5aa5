// `pedigree label check`: reads a printed label from its picture and compares it with the ledger.
import { withFile } from './in-file.ts';
import { boolean, type CommandSpec, fields, integer, list, number, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'label check',
  summary: 'read a printed label from a picture and compare it with the ledger',
  about:
    'Tells what the code says, whether the ledger agrees, how much of the error correction was left and how large its modules are. Indicative: no grade to ISO/IEC 15415, which needs a calibrated verifier. Works without a party too.',
  arguments: [{ name: 'picture', description: 'a PNG or JPEG, or - for standard input' }],
  options: [
    { flags: '--dpi <n>', description: 'dots an inch of the picture, where it came from a scanner', value: 'count' },
  ],
  examples: ['pedigree label check label.png', 'pedigree label check scan.jpg --dpi 600'],
  schema: fields({
    picture: string(),
    width: integer('pixels'),
    height: integer('pixels'),
    'dpi?': number(),
    symbols: list(
      fields({
        text: string('as a scanner types it'),
        format: string(),
        elements: list(fields({ ai: string(), title: string(), value: string() })),
        errors: list(fields({ code: string(), message: string() })),
        'repairs?': list(
          fields({ code: string(), evidence: string() }),
          'what had to be put right: faults of the print',
        ),
        by: string('what it took to read it'),
        'modules?': fields({ rows: integer(), columns: integer() }),
        'unusedCorrection?': number('0 to 1, indicative'),
        'pixelsAModule?': number(),
        'module?': number('millimetres, indicative'),
        'fits?': list(string(), 'uses whose GS1 table allows such modules'),
        'verdict?': { type: 'object', description: 'as verify answers' },
      }),
    ),
    'unread?': integer('symbols more that were seen, and could not be read'),
    'composite?': boolean('what names the pack may stand in a composite component above the bars, which is not read'),
    note: string(),
  }),
  run: async (input) => {
    const { checkLabel } = await import('../app/labels/label-check.ts');
    const picture = required(input.arg('picture'));
    const { exit, ...data } = await withFile(input, picture, (file) => checkLabel(input.env, file, input.count('dpi')));
    return { exit, data: { ...data, picture } };
  },
};
