// `pedigree epcis import`: keeps files of the world outside, and indexes what they claim.
import { COUNTS } from './documents-schema.ts';
import { FINDING } from './epcis-check.ts';
import { type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { takenFiles, WATCH } from './taken-files.ts';

export const command: CommandSpec = {
  name: 'epcis import',
  summary: 'keep EPCIS files of partners outside the network, and find packs in them again',
  about:
    'Each file is kept as it came, and its hash anchored on the own chain, so that it can be shown that it was here on that day. What it says of packs is the word of its sender: see pedigree outside set GLN. --watch takes in whatever is put into a folder, and moves it to done or, where it cannot be read, to failed; it runs until it is stopped.',
  arguments: [{ name: 'file', description: 'EPCIS files; - is standard input', optional: true, variadic: true }],
  options: [{ flags: '--from <gln>', description: 'who sent it, where you know better than the file' }, WATCH],
  writes: true,
  lines: true,
  examples: [
    'pedigree epcis import lakeside-4711.xml',
    'pedigree epcis import lakeside-4711.xml invoice.json --from 9521321000117 --json',
  ],
  schema: fields({
    'file?': string('where the file lies now, of a folder that is watched'),
    document: string('SHA-256 of the file, in hex: the name of the document'),
    bytes: integer(),
    'standard?': string('epcis-1.2-xml, epcis-2.0-xml or epcis-2.0-json'),
    'profile?': string(),
    'sender?': string('GLN'),
    'senderName?': string(),
    'receiver?': string('GLN'),
    trust: oneOf(['none', 'named', 'trusted'], 'what its sender is believed for here'),
    events: integer(),
    packs: integer(),
    findings: list(FINDING, 'what is wrong with it, and what to ask its sender for'),
    counts: COUNTS,
    'dropped?': list(string(), 'documents whose files had been kept long enough, and were let go'),
  }),
  run: async function* (input) {
    const { openToRecord } = await import('../app/record/recording.ts');
    const { importDocument } = await import('../app/outside/import-document.ts');
    const home = await openToRecord(input.env);
    const from = input.text('from');
    try {
      yield* takenFiles(input, (path, name) => importDocument(home, path, { from, name }));
    } finally {
      home.close();
    }
  },
};
