// `pedigree decode`: what a code says, by GS1 alone; no party is needed.
import { PedigreeError } from '../errors.ts';
import type { Decoded } from '../gs1/index.ts';
import { type CommandSpec, fields, integer, type JsonSchema, list, string } from './spec.ts';

const ELEMENT = fields({
  ai: string('application identifier'),
  title: string('data title of the General Specifications'),
  value: string(),
  'offset?': integer('where the element begins in the input'),
});
const FAULT = fields({
  code: string(),
  'ai?': string(),
  'offset?': integer('where in the input'),
  'length?': integer('how many characters of the input'),
  message: string(),
  'hint?': string(),
});
const REPAIR = fields(
  { code: string(), 'offset?': integer(), 'evidence?': string('what was found in the input') },
  'something that a scanner did to the code and that was undone',
);
const textOrNull: JsonSchema = { type: ['string', 'null'] };

export const command: CommandSpec = {
  name: 'decode',
  summary: 'say what a code contains, by GS1 alone',
  about:
    'A scan is what a scanner types, a bracketed string, a Digital Link, - for standard input or @FILE with a scan a line, or the path of a picture.',
  arguments: [{ name: 'scan', description: 'one or more scans', variadic: true }],
  lines: true,
  examples: [
    "pedigree decode '(01)09506000134352(17)271231(10)ABC123(21)7XK9'",
    'pedigree decode https://id.gs1.org/01/09506000134352/10/ABC123 --json',
  ],
  schema: fields({
    kind: string('in which form the code came'),
    symbology: { ...textOrNull, description: 'what the AIM identifier says' },
    elements: list(ELEMENT),
    errors: list(FAULT, 'empty here; beside a failure (ok false) all that is wrong'),
    warnings: list(FAULT),
    repairs: list(REPAIR),
    candidates: list(fields({ elements: list(ELEMENT), repairs: list(REPAIR) }), 'other readings'),
    digitalLink: textOrNull,
    hri: list(string(), 'human readable interpretation, a line for each element'),
  }),
  run: async function* (input) {
    const { decode } = await import('../gs1/index.ts');
    const { scansOf } = await import('../app/scans.ts');
    for await (const scan of scansOf(input.rest('scan'), input.stdin)) {
      const { n, input: given } = scan;
      if ('error' in scan) {
        yield { n, input: given, error: scan.error, data: {} };
        continue;
      }
      const { ok, ...data } = decode(scan.text);
      yield ok ? { n, input: given, data } : { n, input: given, data, error: failureOf(data) };
    }
  },
};

/** The first fault stands for the scan; the others are in `errors` beside it. */
function failureOf({ errors, candidates }: Pick<Decoded, 'errors' | 'candidates'>): PedigreeError {
  const [first] = errors;
  if (first === undefined) {
    return new PedigreeError('not-gs1', `the scan can stand for ${candidates.length} different codes`);
  }
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new PedigreeError('not-gs1', `${first.message}${others}`, { hint: first.hint });
}
