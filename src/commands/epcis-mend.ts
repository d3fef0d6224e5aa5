// `pedigree epcis mend`: what can be put right in an EPCIS file without guessing.
import { withFile } from './in-file.ts';
import { type CommandSpec, fields, integer, list, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis mend',
  summary: 'put right what is clear in an EPCIS file, and say what is left',
  about:
    'Times, offsets, identifiers, names of the CBV, dates that can mean one day alone, events that are there twice, the encoding: each change is told. Nothing is guessed and nothing of the goods changes. Exit 0: nothing is left to look at; 20: what is left only the sender can put right.',
  arguments: [{ name: 'file', description: 'an EPCIS file, or - for standard input' }],
  options: [{ flags: '-o, --out <file>', description: 'where to', out: true, required: true }],
  examples: [
    'pedigree epcis mend shipment.xml -o mended.xml',
    'pedigree epcis mend shipment.json -o mended.json --json',
  ],
  schema: fields({
    file: string('where it was written'),
    bytes: integer(),
    form: oneOf(['epcis-1.2-xml', 'epcis-2.0-xml', 'epcis-2.0-json']),
    events: integer('that were written'),
    changed: integer('changes in all'),
    changes: list(
      fields({
        code: string('what kind'),
        'event?': integer('the event, counted from 0'),
        was: string(),
        is: string(),
        text: string(),
      }),
      'the first hundred',
    ),
    counts: { type: 'object', description: 'changes by kind', additionalProperties: { type: 'integer' } },
    lost: list(
      fields({ code: string(), count: integer(), 'event?': integer(), 'what?': string(), text: string() }),
      'what was left out, as epcis convert says it',
    ),
    left: list(
      fields({
        code: string('as epcis check has it'),
        level: oneOf(['warning', 'error']),
        'event?': integer(),
        'line?': integer('of the file that was written'),
        'path?': string(),
        'count?': integer(),
        text: string(),
        hint: string('what to ask the sender for'),
      }),
      'what is to be looked at still',
    ),
  }),
  run: async (input) => {
    const { mendFile } = await import('../app/outside/mend-file.ts');
    const out = required(input.text('out'));
    const data = await withFile(input, required(input.arg('file')), (path) => mendFile(input.env, path, out));
    return { exit: data.left.length + data.lost.length > 0 ? 20 : 0, data };
  },
};
