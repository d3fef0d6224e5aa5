// `pedigree recall respond`: quarantines what is held and signs counts that balance.
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall respond',
  summary: 'quarantine what is held and answer the recall',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [{ flags: '--note <text>', description: 'words for the issuer' }],
  writes: true,
  examples: [
    'pedigree recall respond FMD-2026-17',
    "pedigree recall respond FMD-2026-17 --note 'shelf and fridge searched'",
  ],
  schema: fields({
    recall: string(),
    counts: {
      type: 'object',
      description: 'received or made = held + quarantined + dispensed + sent on + decommissioned + unaccounted',
    },
    quarantined: integer('packs quarantined now'),
  }),
  run: async (input) => {
    const { respondToRecall } = await import('../app/recalls/recall-respond.ts');
    return respondToRecall(input.env, required(input.arg('id')), { note: input.text('note') });
  },
};
