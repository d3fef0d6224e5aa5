// `pedigree recall end`: the action is over; the packs stay recalled.
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall end',
  summary: 'close the action; the packs stay recalled',
  about:
    'A recall of effectiveness level A is over when all consignees have answered or a check has found them to follow it; of B when more than 10 %, of C when 10 %, of D when 2 % have. One whose last check found that it does not follow stays open.',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [{ flags: '--confirm <id>', final: true, description: 'repeats the recall' }],
  writes: true,
  examples: [
    'pedigree recall end FMD-2026-17 --confirm FMD-2026-17',
    'pedigree recall end FMD-2026-17 --confirm FMD-2026-17 --dry-run',
  ],
  schema: fields({ recall: string(), outcome: string() }),
  run: async (input) => {
    const { endRecall } = await import('../app/recalls/recall-end.ts');
    return endRecall(input.env, required(input.arg('id')), { outcome: 'ended', confirm: input.text('confirm') });
  },
};
