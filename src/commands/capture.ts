// `pedigree capture`: signs what the own line or warehouse wrote as EPCIS events.
import type { PedigreeError } from '../errors.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';
import { takenFiles, WATCH } from './taken-files.ts';

export const command: CommandSpec = {
  name: 'capture',
  summary: 'sign what the own line or warehouse wrote as EPCIS events',
  about:
    'Commissioning, packing, shipping, receiving, unpacking, decommissioning, supply, quarantine and shipments taken back, of the own party alone. A file is planned whole and recorded whole or not at all: --dry-run shows what it comes to, and everything that stands in the way is told at once, each at its place. An event is known by what it says, so that the same file again records nothing. What a chain has nothing for is listed. --products records the names of own products as well, where the master data of the file has them. --watch takes in whatever is put into a folder, and moves it to done or to failed; it runs until it is stopped.',
  arguments: [{ name: 'file', description: 'EPCIS files; - is standard input', optional: true, variadic: true }],
  options: [{ flags: '--products', description: 'name own products as the master data of the file does' }, WATCH],
  writes: true,
  lines: true,
  examples: ['pedigree capture line-3.json --dry-run', 'pedigree capture line-3.json line-4.json --json'],
  schema: fields({
    'file?': string('where the file lies now, of a folder that is watched'),
    document: string('SHA-256 of the file, in hex: the name under which it is kept'),
    events: list(
      fields({ type: string(), event: string('CHAIN/SEQ'), packs: integer('that it is about') }),
      'what was written, in order',
    ),
    packs: integer('packs that were commissioned'),
    before: integer('events of the file that were recorded before'),
    skipped: list(
      fields({
        event: integer('counted from 0 in the order of the file'),
        line: integer(),
        'path?': string('of JSON: $.epcisBody.eventList[3]'),
        code: string(),
        reason: string(),
      }),
      'events that are left out, and why',
    ),
    'products?': list(
      fields({
        gtin: string(),
        'name?': string(),
        'event?': string('CHAIN/SEQ; absent where it was named so before'),
        'reason?': string('why it was left out'),
      }),
      'with --products: what the file names',
    ),
  }),
  run: async function* (input) {
    const { openToRecord } = await import('../app/record/recording.ts');
    const { captureFile } = await import('../app/capture/capture.ts');
    const home = await openToRecord(input.env);
    try {
      const products = input.flag('products');
      yield* takenFiles(input, (path) => captureFile(home, path, { products }), isOfFile);
    } finally {
      home.close();
    }
  },
};

/** What cannot be read, and what cannot be recorded as it stands. */
function isOfFile({ exit, detail }: PedigreeError): boolean {
  return exit === 65 || Array.isArray(detail?.items);
}
