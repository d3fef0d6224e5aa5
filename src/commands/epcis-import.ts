// `pedigree epcis import`: keeps files of the world outside, and indexes what they claim.

import type { Answer } from '../answer/answer.ts';
import type { ImportedDocument } from '../app/outside/import-document.ts';
import { say } from '../words/en/outside.ts';
import { COUNTS } from './documents-schema.ts';
import { FINDING } from './epcis-check.ts';
import { type CommandSpec, fields, type Input, integer, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'epcis import',
  summary: 'keep EPCIS files of partners outside the network, and find packs in them again',
  about:
    'Each file is kept as it came, and its hash anchored on the own chain, so that it can be shown that it was here on that day. What it says of packs is the word of its sender: see pedigree outside set GLN. --watch takes in whatever is put into a folder, and moves it to done or, where it cannot be read, to failed; it runs until it is stopped.',
  arguments: [{ name: 'file', description: 'EPCIS files; - is standard input', optional: true, variadic: true }],
  options: [
    { flags: '--from <gln>', description: 'who sent it, where you know better than the file' },
    { flags: '--watch <dir>', description: 'a folder that files are put into' },
  ],
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
    const request = { from: input.text('from') };
    try {
      const take = (path: string) => importDocument(home, path, request);
      const folder = input.text('watch');
      yield* folder === undefined ? filesNamed(input, take) : filesIn(input, folder, take);
    } finally {
      home.close();
    }
  },
};

type Take = (path: string) => Promise<ImportedDocument>;

async function* filesNamed(input: Input, take: Take): AsyncIterable<Answer> {
  const { PedigreeError } = await import('../errors.ts');
  const { withFile } = await import('./in-file.ts');
  const { isStdin, readTwice } = await import('../app/node/pipes.ts');
  const files = input.rest('file');
  if (files.length === 0) throw new PedigreeError('usage', say('name-files-or-folder'));
  if (files.filter(isStdin).length > 1) throw readTwice();
  for (const [at, file] of files.entries()) {
    const place = { n: at + 1, input: file };
    try {
      const { exit, ...data } = await withFile(input, file, take);
      yield { ...place, exit, data };
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      yield { ...place, data: {}, error };
    }
  }
}

async function* filesIn(input: Input, folder: string, take: Take): AsyncIterable<Answer> {
  const { watchFolder } = await import('../app/outside/watch-folder.ts');
  const signal = input.env.signal ?? new AbortController().signal;
  let n = 0;
  for await (const { path, name, value, error } of watchFolder(folder, take, { signal })) {
    const place = { n: ++n, input: name };
    if (error !== undefined) yield { ...place, data: { file: path }, error };
    else if (value !== undefined) {
      const { exit, ...data } = value;
      yield { ...place, exit, data: { file: path, ...data } };
    }
  }
}
