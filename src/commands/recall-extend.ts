// `pedigree recall extend`: more packs of its product are recalled as well.
import { RECALL_CLASSES } from '../custody/recall-words.ts';
import { recallSent } from './recall-schema.ts';
import { type CommandSpec, fields, integer, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall extend',
  summary: 'extend a recall to more lots or packs',
  about:
    'For its issuer and for regulators, while it is open. Whoever has answered is asked again, and the time to answer runs anew. --confirm repeats each lot, the GTIN with --all-lots, or the number of serials with --serials.',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [
    { flags: '--lot <lot>', description: 'a lot; may be repeated', repeat: true },
    { flags: '--all-lots', final: true, description: 'every lot of the product' },
    { flags: '--serials <file>', description: 'single packs: a file with one scan a line' },
    { flags: '--reason <text>', description: 'why, for those who hold packs', required: true },
    { flags: '--class <class>', description: 'a graver one', choices: RECALL_CLASSES },
    {
      flags: '--respond-by <time>',
      description: 'by when holders are to answer; of class 1 in a day, of 2 in two, of 3 in five',
    },
    { flags: '--instructions <text>', description: 'what holders are to do' },
    { flags: '--contact <text>', description: 'whom to ask' },
    { flags: '--confirm <text>', final: true, description: 'repeats what is recalled', repeat: true },
    { flags: '--unknown-lot', final: true, description: 'recall what nothing is known of here' },
    { flags: '--no-sync', description: 'do not send it now' },
  ],
  writes: true,
  examples: [
    "pedigree recall extend FMD-2026-17 --lot ABC124 --reason 'glass in this lot too' --confirm ABC124",
    "pedigree recall extend FMD-2026-17 --all-lots --reason 'the line is at fault' --confirm 09506000134352",
  ],
  schema: fields({
    recall: string('id of the recall'),
    gtin: string(),
    lots: list(string(), 'that were named now'),
    packs: integer('commissioned packs among what was named now, as known here'),
    sent: recallSent,
  }),
  run: async (input) => {
    const { extendRecall } = await import('../app/recalls/recall-widen.ts');
    const { scansInFile } = await import('./scan-words.ts');
    const file = input.text('serials');
    const grade = input.text('class');
    return extendRecall(input.env, required(input.arg('id')), {
      lots: input.list('lot'),
      allLots: input.flag('all-lots'),
      serials: file === undefined ? undefined : await scansInFile(file, input.stdin),
      reason: required(input.text('reason')),
      class: grade === undefined ? undefined : Number(grade),
      respondBy: input.text('respond-by'),
      instructions: input.text('instructions'),
      contact: input.text('contact'),
      confirm: input.list('confirm'),
      unknownLot: input.flag('unknown-lot'),
      sync: !input.flag('no-sync'),
    });
  },
};
