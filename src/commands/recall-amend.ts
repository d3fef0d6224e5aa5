// `pedigree recall amend`: a recall says something else of the same packs.
import { RECALL_CLASSES, RECALL_DEPTHS, RECALL_LEVELS } from '../custody/recall-words.ts';
import { recallSent } from './recall-schema.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall amend',
  summary: 'change what a recall says',
  about:
    'For its issuer and for regulators, while it is open. What is not named stays; a class can only become graver.',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [
    { flags: '--class <class>', description: 'a graver one', choices: RECALL_CLASSES },
    { flags: '--reason <text>', description: 'why, for those who hold packs' },
    { flags: '--depth <depth>', description: 'how far down', choices: RECALL_DEPTHS },
    {
      flags: '--effectiveness <level>',
      description: 'share of consignees to be checked, A (all) to E (none)',
      choices: RECALL_LEVELS,
    },
    { flags: '--respond-by <time>', description: 'by when holders are to answer' },
    { flags: '--instructions <text>', description: 'what holders are to do' },
    { flags: '--contact <text>', description: 'whom to ask' },
    { flags: '--no-sync', description: 'do not send it now' },
  ],
  writes: true,
  examples: [
    "pedigree recall amend FMD-2026-17 --instructions 'return all packs to Acme, carriage paid'",
    "pedigree recall amend FMD-2026-17 --depth consumer --reason 'glass in packs that were opened'",
  ],
  schema: fields({
    recall: string('id of the recall'),
    changed: list(string(), 'which options say something new'),
    sent: recallSent,
  }),
  run: async (input) => {
    const { amendRecall } = await import('../app/recalls/recall-widen.ts');
    const grade = input.text('class');
    return amendRecall(input.env, required(input.arg('id')), {
      class: grade === undefined ? undefined : Number(grade),
      reason: input.text('reason'),
      depth: input.text('depth'),
      effectiveness: input.text('effectiveness'),
      respondBy: input.text('respond-by'),
      instructions: input.text('instructions'),
      contact: input.text('contact'),
      sync: !input.flag('no-sync'),
    });
  },
};
