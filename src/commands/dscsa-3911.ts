// `pedigree dscsa 3911`: FDA's drug notification out of reports.
import { inFolder } from './at-home.ts';
import { namedValues } from './optional.ts';
import { type CommandSpec, fields, list, oneOf, string } from './spec.ts';

const TYPES = ['initial', 'follow-up', 'termination'] as const;

export const command: CommandSpec = {
  name: 'dscsa 3911',
  summary: "fill in FDA's Form 3911 from reports of illegitimate packs",
  about:
    'Of one product. Exit 20 where a person has to fill fields in: --fill names them. Nothing is sent: the form is entered on FDA’s portal, within 24 hours.',
  arguments: [{ name: 'report', description: 'the event of a report, as log names it', variadic: true }],
  options: [
    { flags: '--type <type>', description: 'what kind of notification', choices: [...TYPES] },
    { flags: '--fill <field=value>', description: 'what a person knows of a field', repeat: true },
    { flags: '-o, --out <file>', description: 'write the form as text', out: true },
  ],
  examples: [
    'pedigree dscsa 3911 5h6ndmqsfrzq74xyrrrmmsto6m/12',
    "pedigree dscsa 3911 5h6ndmqsfrzq74xyrrrmmsto6m/12 --fill classification=counterfeit --fill 'drug-use=human' -o 3911.txt",
  ],
  schema: fields({
    reports: list(string('the event')),
    type: oneOf([...TYPES]),
    form: { type: 'object', additionalProperties: string(), description: 'fields by their names' },
    missing: list(string(), 'fields that a person must fill in'),
    'document?': string('SHA-256 of the kept file that the words of the product are from, where own records have none'),
    'file?': string('where it was written'),
  }),
  run: async (input) => {
    const { form3911 } = await import('../app/verdict/form-3911.ts');
    const type = TYPES.find((one) => one === input.text('type')) ?? 'initial';
    const request = {
      reports: input.rest('report'),
      type,
      fill: namedValues(input.list('fill')),
      out: input.text('out'),
    };
    const data = await inFolder(input, (home) => form3911(home, request), { readOnly: true });
    return { data, exit: data.missing.length === 0 ? 0 : 20 };
  },
};
