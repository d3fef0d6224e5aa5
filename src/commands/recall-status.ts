// `pedigree recall status`: who has answered, and how the counts add up.
import { type CommandSpec, fields, integer, list, number, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall status',
  summary: 'show who has answered a recall',
  arguments: [{ name: 'id', description: 'the recall' }],
  examples: ['pedigree recall status FMD-2026-17', 'pedigree recall status FMD-2026-17 --json'],
  lists: [{ rows: 'parties', id: ['gln'], at: 'at' }],
  schema: fields({
    recall: string(),
    parties: list(
      fields({
        name: string(),
        gln: string(),
        state: string(),
        'counts?': { type: 'object' },
        'contact?': string(),
        'at?': string(),
      }),
    ),
    held: integer('packs held, here and as answered'),
    quarantined: integer('packs in quarantine, here and as answered'),
    dispensed: integer('packs dispensed, here and as answered'),
    own: { type: 'object', description: 'counts of the covered packs that were ever here' },
    effectiveness: number('share of consignees that have answered, 0 to 1'),
  }),
  run: async (input) => {
    const { recallStatus } = await import('../app/judging/recall-status.ts');
    return recallStatus(input.env, required(input.arg('id')));
  },
};
