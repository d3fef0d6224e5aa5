// `pedigree recall show`: one recall, with its story.

import { recallToldHere } from './recall-schema.ts';
import { type CommandSpec, fields, list, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall show',
  summary: 'show one recall',
  arguments: [{ name: 'id', description: 'the recall: its event, or its number where unique' }],
  examples: ['pedigree recall show FMD-2026-17', 'pedigree recall show FMD-2026-17 --json'],
  schema: fields({
    recall: recallToldHere,
    events: list({ type: 'object' }, 'what was said of it, in order of arrival'),
  }),
  run: async (input) => {
    const { showRecall } = await import('../app/recalls/recall-show.ts');
    return showRecall(input.env, required(input.arg('id')));
  },
};
