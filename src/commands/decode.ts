// `pedigree decode`: what a code says, by GS1 alone; no party is needed.
import { boolean, type CommandSpec, fields, integer, list, string } from './spec.ts';

const REPAIR = {
  type: 'object',
  properties: { code: string() },
  required: ['code'],
  description: 'what a scanner did to the code and was undone',
};

const ELEMENTS = list(
  fields({
    ai: string('application identifier'),
    title: string('data title of the General Specifications'),
    value: string(),
    'offset?': integer('where the element begins in the input'),
  }),
);

export const command: CommandSpec = {
  name: 'decode',
  summary: 'say what a code contains, by GS1 alone',
  about:
    'A scan is what a scanner types, a bracketed string, a Digital Link, - for standard input, @FILE with a scan a line, or the path of a picture.',
  arguments: [{ name: 'scan', description: 'one or more scans', variadic: true }],
  lines: true,
  examples: [
    "pedigree decode '(01)09506000134352(17)271231(10)ABC123(21)7XK9'",
    'pedigree decode https://id.gs1.org/01/09506000134352/10/ABC123 --json',
  ],
  schema: fields({
    'kind?': string(),
    'symbology?': string('what the AIM identifier says'),
    elements: ELEMENTS,
    errors: list(
      fields({ code: string(), 'ai?': string(), 'offset?': integer(), message: string(), 'hint?': string() }),
    ),
    repairs: list(REPAIR),
    candidates: list(fields({ elements: ELEMENTS, repairs: list(REPAIR) }), 'other readings'),
    'digitalLink?': string(),
    'hri?': list(string(), 'human readable interpretation, a line for each element'),
    valid: boolean('no errors'),
  }),
  run: async function* (input) {
    const { decode } = await import('../gs1/index.ts');
    const { scansOf } = await import('../app/scans.ts');
    for await (const scan of scansOf(input.rest('scan'), input.stdin)) {
      if ('error' in scan) {
        yield { n: scan.n, input: scan.input, error: scan.error, data: {} };
      } else {
        const data = decode(scan.text);
        yield { n: scan.n, input: scan.input, exit: data.errors.length === 0 ? 0 : 65, data };
      }
    }
  },
};
