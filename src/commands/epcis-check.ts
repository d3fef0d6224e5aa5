// `pedigree epcis check`: all that is found in a file of the world outside; no party is needed.
import { PROOF } from './proof-checks.ts';
import { type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

export const FINDING = fields({
  code: string('stable: see docs/epcis.md'),
  level: oneOf(['info', 'warning', 'error']),
  'event?': integer('the event, counted from 0 in the order of the file'),
  'row?': integer('of a table of lines: the row, counted from 1 behind the header'),
  'line?': integer('of the file, counted from 1'),
  'path?': string('of a JSON file: where it stands, $.epcisBody.eventList[3]'),
  'count?': integer('how many of this kind there are at this place, where more than one'),
  text: string('for people, free to change'),
  hint: string('what to ask the sender for'),
});

export const command: CommandSpec = {
  name: 'epcis check',
  summary: 'say all that is wrong with an EPCIS file, and what to ask its sender for',
  about:
    'Reads EPCIS 1.2 in XML and 2.0 in XML and JSON, and tables of packs (CSV with gtin, serial, lot, expiry, parent), compressed by gzip or not. Needs no party and writes nothing. Exit 0: nothing to look at; 20: something to look at; 65: it cannot be read, is 2.0 JSON that its schema does not have, or a table with an error. Without --profile a file is checked for the market that it says it is for. --proof shows whose word one file is, and since when: 10 where the proof is false, 20 without --fingerprint, 77 with that of another network. For --schema the packages ajv and ajv-formats (JSON) or libxml2-wasm (XML) are installed beside pedigree; the file is in memory as a whole then.',
  arguments: [{ name: 'file', description: 'one or more files; - is standard input', variadic: true }],
  options: [
    { flags: '--profile <profile>', description: 'what the file has to be', choices: ['plain', 'dscsa', 'eu'] },
    { flags: '--as <gln>', description: 'for whom it has to be' },
    {
      flags: '--schema <path>',
      description: 'judge by the schema of the standard too: its file, or a folder of those that GS1 gives out',
    },
    { flags: '--proof <file>', description: 'what lies beside one file and proves whose it is' },
    { flags: '--fingerprint <digits>', description: 'of the founder of the network, as its people say it' },
  ],
  lines: true,
  examples: ['pedigree epcis check shipment.xml', 'pedigree epcis check week47.json --profile dscsa --json'],
  schema: fields({
    format: oneOf(['epcis-1.2-xml', 'epcis-2.0-xml', 'epcis-2.0-json', 'csv']),
    profile: oneOf(['plain', 'dscsa-1.2', 'dscsa-1.3', 'mixed', 'eu'], 'which guideline it follows'),
    gzip: { type: 'boolean', description: 'it came compressed' },
    encoding: string('of its characters, by its bytes'),
    'sender?': string('GLN'),
    'receiver?': string('GLN'),
    'instance?': string('its own number, as the header has it'),
    'created?': string('ISO 8601 in UTC'),
    'rows?': integer('of a table of lines, without the header'),
    events: integer('without those that repeat others'),
    packs: integer('different packs with GTIN and serial'),
    containers: integer('different cases and pallets'),
    findings: list(FINDING, 'of one code the first hundred places'),
    'proof?': PROOF,
    counts: { type: 'object', description: 'how often each code was found', additionalProperties: { type: 'integer' } },
  }),
  run: async function* (input) {
    const { checkFile } = await import('../app/outside/check-file.ts');
    const { PedigreeError } = await import('../errors.ts');
    const { withFile } = await import('./in-file.ts');
    const { isGln } = await import('../gs1/index.ts');
    const { say } = await import('../words/en/epcis.ts');
    const as = input.text('as');
    if (as !== undefined && !isGln(as)) throw new PedigreeError('bad-input', say('not-a-gln', { gln: as }));
    const asked = input.text('profile');
    const profile = (['plain', 'dscsa', 'eu'] as const).find((name) => name === asked);
    const schema = input.text('schema');
    const options = { ...(as === undefined ? {} : { as }), ...(profile === undefined ? {} : { profile }), schema };
    const proof = input.text('proof');
    const { proofCheckOf } = await import('./proof-checks.ts');
    const prove = proofCheckOf(proof, input.text('fingerprint'), input.rest('file').length);
    let n = 0;
    for (const named of input.rest('file')) {
      const place = { n: ++n, input: named };
      try {
        const { exit, ...data } = await withFile(input, named, async (path) =>
          prove(path, await checkFile(path, options)),
        );
        yield { ...place, exit, data };
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        yield { ...place, data: {}, error };
      }
    }
  },
};
