// `pedigree epcis export`: what the chain says of goods as a file for partners outside; or a kept file as it came.
import type { Home } from '../app/node/home.ts';
import { optional } from './optional.ts';
import { type CommandSpec, fields, type Input, integer, list, oneOf, required, string } from './spec.ts';

const PROFILES = ['plain', 'dscsa-1.2', 'dscsa-1.3', 'eu'] as const;
const FORMS = ['1.2', '2.0'] as const;

export const command: CommandSpec = {
  name: 'epcis export',
  summary: 'write what the chain says of goods as an EPCIS file, or a kept file as it came',
  about:
    'Of a shipment: how its packs were made, packed and sent, with master data; of packs and containers all that happened to them. What the file cannot say is named (20). The transaction statement is a declaration by law: only --affirm makes it. --proof anchors the hash of the file on the own chain and writes FILE.proof, which epcis check reads with --proof, without a network. A file that is kept here is named by its hash, event or instance, and written as it came.',
  arguments: [
    {
      name: 'item',
      description: 'shipments, despatch advice numbers, scans, SSCCs, @FILE or -; or one kept document',
      variadic: true,
    },
  ],
  options: [
    { flags: '--profile <profile>', description: 'what the receiver wants; plain', choices: PROFILES },
    { flags: '--to <form>', description: '1.2 is XML, which dscsa has by itself; 2.0 is JSON', choices: FORMS },
    { flags: '-o, --out <file>', description: 'where to', out: true },
    { flags: '--affirm', description: 'make the transaction statement of the DSCSA' },
    { flags: '--proof', description: 'write FILE.proof too, which ties the file to the chain' },
    { flags: '--prefix <gcp>', description: 'a company prefix, for URNs; may be repeated', repeat: true },
  ],
  writes: true,
  examples: [
    'pedigree epcis export DA-4711 --profile dscsa-1.3 --affirm -o sent.xml',
    "pedigree epcis export '(01)09506000134352(21)7K2M9QX4T8RB3WNC' -o pack.json",
    'pedigree epcis export DA-4711 --proof -o sent.json',
    'pedigree epcis export 3f9a -o lakeside-again.xml',
  ],
  schema: fields({
    file: string('where it was written'),
    bytes: integer(),
    'profile?': oneOf(PROFILES),
    'to?': oneOf(FORMS),
    'receiver?': string('GLN'),
    'events?': integer(),
    'packs?': integer('packs that are told'),
    'ids?': list(string(), 'the event hash of each event, as the CBV has it, in the order of the file'),
    'left?': list(
      fields({
        code: string('stable: contents-unknown, finding, prefix-unknown, product-unknown …'),
        count: integer(),
        what: list(string(), 'the first few'),
        text: string('for people'),
      }),
      'what the file does not say',
    ),
    'document?': string('of a kept or proved file: its hash'),
    'proof?': string('the file with the proof'),
  }),
  run: async (input) => {
    const { atHome, inFolder, scansIn } = await import('./at-home.ts');
    const words = await scansIn(input, 'item');
    const write = (home: Home) => exported(home, input, words);
    return input.flag('proof') ? atHome(input, write) : inFolder(input, write, { readOnly: true });
  },
};

async function exported(home: Home, input: Input, words: readonly string[]) {
  const { isKeptNamed } = await import('../app/export/asked.ts');
  const [word = ''] = words;
  if (words.length === 1 && isKeptNamed(home, word)) {
    const { exportDocument } = await import('../app/outside/list-documents.ts');
    return { data: { ...exportDocument(home, word, required(input.text('out'))), ...NOTHING_WRITTEN } };
  }
  const request = {
    items: words,
    affirm: input.flag('affirm'),
    prefixes: input.list('prefix'),
    ...optional(
      'profile',
      PROFILES.find((one) => one === input.text('profile')),
    ),
    ...optional(
      'to',
      FORMS.find((one) => one === input.text('to')),
    ),
    ...optional('out', input.text('out')),
  };
  if (input.flag('proof')) {
    const { exportWithProof } = await import('../app/export/prove-file.ts');
    const { exit, ...data } = await exportWithProof(home, request);
    return { data, exit };
  }
  const { exportEpcis } = await import('../app/export/export-epcis.ts');
  const { exit, ...data } = exportEpcis(home, request);
  const isDry = home.env.dryRun ? { dryRun: true as const } : {};
  return { data: { ...data, ...NOTHING_WRITTEN, ...isDry }, exit };
}

/** A file goes out, and the chain stays as it is. */
const NOTHING_WRITTEN = { already: false, warnings: [] } as const;
