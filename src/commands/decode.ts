// `pedigree decode`: what a code says, by GS1 alone; no party is needed.
import { PedigreeError } from '../errors.ts';
import type { Decoded } from '../gs1/index.ts';
import { say } from '../words/en/scan-input.ts';
import { faultSaid } from '../words/scan-words.ts';
import { boolean, type CommandSpec, fields, integer, type JsonSchema, list, string } from './spec.ts';

/** What packs carry where they are sold; kept here so that the parser of options need not load the toolkit. */
const PROFILE_NAMES = ['eu-fmd', 'us-dscsa', 'ru', 'generic'] as const;

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
  {
    code: string(),
    'offset?': integer(),
    'evidence?': string('what was found in the input'),
    'harmless?': boolean('it cannot have changed what the code says'),
  },
  'something that a scanner did to the code and that was undone',
);
const textOrNull: JsonSchema = { type: ['string', 'null'] };

export const command: CommandSpec = {
  name: 'decode',
  summary: 'say what a code contains, by GS1 alone',
  about:
    'A scan is what a scanner types, a bracketed string, a Digital Link, - for standard input or @FILE with a scan a line, or the path of a picture.',
  arguments: [{ name: 'scan', description: 'one or more scans', variadic: true }],
  options: [
    { flags: '--profile <profile>', description: 'what a pack has to carry', choices: PROFILE_NAMES },
    { flags: '--dictionary <file>', description: 'another release of the GS1 Syntax Dictionary' },
  ],
  lines: true,
  examples: [
    "pedigree decode '(01)09506000134352(17)271231(10)ABC123(21)7XK9'",
    'pedigree decode https://id.gs1.org/01/09506000134352/10/ABC123 --json',
  ],
  schema: fields({
    'format?': string('of the symbol, where a picture was read: DataMatrix, QRCode, EAN13 …'),
    'text?': string('what the symbol in the picture says, GS1 or not; separators as GS (U+001D)'),
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
    const { decode, loadDictionary } = await import('../gs1/index.ts');
    const { readTextFile, scansOf } = await import('./scan-words.ts');
    const { withFile } = await import('./in-file.ts');
    const { textsOf } = await import('../gs1/keyed.ts');
    const profile = PROFILE_NAMES.find((name) => name === input.text('profile'));
    const dictionary = input.text('dictionary');
    const options = {
      ...(profile === undefined ? {} : { profile }),
      ...(dictionary === undefined
        ? {}
        : { table: await withFile(input, dictionary, (file) => loadDictionary(readTextFile(file))) }),
    };
    for await (const scan of scansOf(input.rest('scan'), input.stdin, { everySymbol: true })) {
      const { n, input: given } = scan;
      if ('error' in scan) {
        yield { n, input: given, error: scan.error, data: {} };
        continue;
      }
      const texts = textsOf(scan.text);
      const text = texts.find((one) => texts.length > 1 && isRight(decode(one, options))) ?? texts[0] ?? '';
      const plainly = decode(text, options);
      // What is no code as it stands may be one in the dress of a host: that layer is loaded where it is needed.
      const { ok, ...decoded } =
        plainly.ok && plainly.elements.some(({ ai }) => ai < '9') && !text.includes('_1')
          ? plainly
          : (await import('#candidates')).decodeAgain(text, options);
      const { symbol } = scan;
      const data = symbol === undefined ? decoded : { format: symbol.format, text: symbol.content, ...decoded };
      yield ok ? { n, input: given, data } : { n, input: given, data, error: failureOf(data) };
    }
  },
};

/** As it stands: nothing had to be put right that could have changed it. */
function isRight({ ok, repairs }: Pick<Decoded, 'ok' | 'repairs'>): boolean {
  return ok && repairs.every(({ harmless }) => harmless);
}

/** The first fault stands for the scan; the others are in `errors` beside it. */
function failureOf({ errors, candidates }: Pick<Decoded, 'errors' | 'candidates'>): PedigreeError {
  const [first] = errors;
  if (first === undefined) {
    return new PedigreeError('not-gs1', say('ambiguous', { count: candidates.length }));
  }
  const { message, hint } = faultSaid(first);
  const told = errors.length > 1 ? say('first-of', { first: message, others: errors.length - 1 }) : message;
  return new PedigreeError('not-gs1', told, { hint });
}
