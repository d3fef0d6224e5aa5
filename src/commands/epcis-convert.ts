// `pedigree epcis convert`: an EPCIS file in another form.
import type { WrittenForm } from '../epcis/convert.ts';
import type { IdForm } from '../epcis/id-forms.ts';
import { withFile } from './in-file.ts';
import { optional } from './optional.ts';
import { type CommandSpec, fields, integer, list, oneOf, required, string } from './spec.ts';

const FORMS = ['1.2', '2.0', '2.0-xml'] as const satisfies readonly WrittenForm[];
const IDS = ['urn', 'link'] as const satisfies readonly IdForm[];

export const command: CommandSpec = {
  name: 'epcis convert',
  summary: 'write an EPCIS file in another form: 1.2, 2.0 JSON, 2.0 XML',
  about:
    'What the other form cannot say is named, and then the exit code is 20. Identifiers stay as they are without --ids. A URN needs the length of the company prefix: it is taken from the URNs of the file and from --prefix, and never guessed.',
  arguments: [{ name: 'file', description: 'an EPCIS file, or - for standard input' }],
  options: [
    { flags: '-o, --out <file>', description: 'where to', out: true, required: true },
    { flags: '--to <form>', description: '1.2 is XML, 2.0 is JSON', choices: FORMS, required: true },
    { flags: '--ids <form>', description: 'all identifiers as URNs, or as Digital Links', choices: IDS },
    { flags: '--prefix <digits>', description: 'a company prefix, for URNs; may be repeated', repeat: true },
  ],
  examples: [
    'pedigree epcis convert shipment.xml -o shipment.json --to 2.0',
    'pedigree epcis convert shipment.json -o old.xml --to 1.2 --ids urn --prefix 9506000',
  ],
  schema: fields({
    file: string('where it was written'),
    bytes: integer(),
    from: oneOf(['epcis-1.2-xml', 'epcis-2.0-xml', 'epcis-2.0-json']),
    to: oneOf(FORMS),
    events: integer(),
    lost: list(
      fields({
        code: string('what kind'),
        count: integer('how often'),
        'event?': integer('the first event it happened to, counted from 0'),
        'what?': string('what it was, the first time'),
        text: string(),
      }),
      'what could not be carried over, or had to be said otherwise',
    ),
  }),
  run: async (input) => {
    const { convertFile } = await import('../app/outside/convert-file.ts');
    const to = FORMS.find((form) => form === input.text('to')) ?? '2.0';
    const options = {
      to,
      ...optional(
        'ids',
        IDS.find((form) => form === input.text('ids')),
      ),
      prefixes: input.list('prefix'),
    };
    const out = required(input.text('out'));
    const data = await withFile(input, required(input.arg('file')), (path) =>
      convertFile(input.env, path, out, options),
    );
    return { exit: data.lost.length > 0 ? 20 : 0, data };
  },
};
