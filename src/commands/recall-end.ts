// `pedigree recall end`: the action is over; the packs stay recalled.
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall end',
  summary: 'close the action; the packs stay recalled',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [{ flags: '--confirm <id>', description: 'repeats the recall' }],
  writes: true,
  examples: [
    'pedigree recall end FMD-2026-17 --confirm FMD-2026-17',
    'pedigree recall end FMD-2026-17 --confirm FMD-2026-17 --dry-run',
  ],
  schema: fields({ recall: string(), outcome: string() }),
  run: async (input) => {
    const { endRecall } = await import('../app/recall-issue.ts');
    return endRecall(input.env, required(input.arg('id')), { outcome: 'ended', confirm: input.text('confirm') });
  },
};
