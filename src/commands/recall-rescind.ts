// `pedigree recall rescind`: issued in error; lifts the stop.
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall rescind',
  summary: 'take back a recall issued in error',
  arguments: [{ name: 'id', description: 'the recall' }],
  options: [
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--confirm <id>', final: true, description: 'repeats the recall' },
  ],
  writes: true,
  examples: [
    "pedigree recall rescind FMD-2026-17 --reason 'wrong lot number' --confirm FMD-2026-17",
    "pedigree recall rescind FMD-2026-17 --reason 'wrong lot number' --confirm FMD-2026-17 --dry-run",
  ],
  schema: fields({ recall: string(), outcome: string() }),
  run: async (input) => {
    const { endRecall } = await import('../app/recalls/recall-end.ts');
    return endRecall(input.env, required(input.arg('id')), {
      outcome: 'rescinded',
      confirm: input.text('confirm'),
      reason: required(input.text('reason')),
    });
  },
};
