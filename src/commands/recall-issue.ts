// `pedigree recall issue`: a recall of lots, of all lots, or of single serials, sent to all peers at once.
import { RECALL_CLASSES, RECALL_DEPTHS, RECALL_LEVELS } from '../custody/recall-words.ts';
import { recallSent } from './recall-schema.ts';
import { type CommandSpec, fields, integer, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall issue',
  summary: 'recall lots or single packs of a product',
  about:
    'For the maker of the GTIN and for regulators. --confirm repeats each lot, the GTIN with --all-lots, or the number of serials with --serials.',
  options: [
    { flags: '--gtin <gtin>', description: 'the product', required: true },
    { flags: '--lot <lot>', description: 'a lot; may be repeated', repeat: true },
    { flags: '--all-lots', final: true, description: 'every lot of the product' },
    { flags: '--serials <file>', description: 'single packs: a file with one scan a line' },
    {
      flags: '--class <class>',
      description: '1 danger to life, 2 harm possible, 3 other',
      choices: RECALL_CLASSES,
      required: true,
    },
    { flags: '--reason <text>', description: 'why, for those who hold packs', required: true },
    { flags: '--depth <depth>', description: 'how far down', choices: RECALL_DEPTHS },
    {
      flags: '--effectiveness <level>',
      description: 'share of consignees to be checked, A (all) to E (none)',
      choices: RECALL_LEVELS,
    },
    {
      flags: '--respond-by <time>',
      description: 'by when holders are to answer; of class 1 in a day, of 2 in two, of 3 in five',
    },
    { flags: '--instructions <text>', description: 'what holders are to do' },
    { flags: '--contact <text>', description: 'whom to ask' },
    { flags: '--number <number>', description: 'the own number of this recall: the same again is issued once' },
    { flags: '--confirm <text>', final: true, description: 'repeats what is recalled', repeat: true },
    { flags: '--unknown-lot', final: true, description: 'recall what nothing is known of here' },
    { flags: '--no-sync', description: 'do not send it now' },
    { flags: '--once <key>', description: 'the same key and request is carried out once' },
  ],
  writes: true,
  examples: [
    "pedigree recall issue --gtin 09506000134352 --lot ABC123 --class 1 --reason 'glass particles' --confirm ABC123",
    "pedigree recall issue --gtin 09506000134352 --all-lots --class 2 --reason 'wrong leaflet' --confirm 09506000134352",
  ],
  schema: fields({
    recall: string('id of the recall'),
    gtin: string(),
    lots: list(string()),
    packs: integer('commissioned packs that it covers, as known here'),
    sent: recallSent,
  }),
  run: async (input) => {
    const { issueRecall } = await import('../app/recalls/recall-issue.ts');
    const { scansInFile } = await import('./scan-words.ts');
    const file = input.text('serials');
    return issueRecall(input.env, {
      gtin: required(input.text('gtin')),
      lots: input.list('lot'),
      allLots: input.flag('all-lots'),
      serials: file === undefined ? undefined : await scansInFile(file, input.stdin),
      class: Number(required(input.text('class'))),
      reason: required(input.text('reason')),
      depth: input.text('depth'),
      effectiveness: input.text('effectiveness'),
      respondBy: input.text('respond-by'),
      instructions: input.text('instructions'),
      contact: input.text('contact'),
      number: input.text('number'),
      confirm: input.list('confirm'),
      unknownLot: input.flag('unknown-lot'),
      sync: !input.flag('no-sync'),
      once: input.text('once'),
    });
  },
};
