// `pedigree recall show`: one recall, with its story.

import { ASKED, CHECK_METHODS, CHECK_RESULTS, RECALL_KINDS } from '../custody/recall-words.ts';
import { recallToldHere } from './recall-schema.ts';
import { type CommandSpec, fields, list, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall show',
  summary: 'show one recall',
  arguments: [{ name: 'id', description: 'the recall: its event, or its number where unique' }],
  examples: ['pedigree recall show FMD-2026-17', 'pedigree recall show FMD-2026-17 --json'],
  lists: [{ rows: 'events', id: ['event'], at: 'at' }],
  schema: fields({
    recall: recallToldHere,
    events: list(
      fields({
        event: string('CHAIN/SEQ'),
        type: string(),
        at: string('ISO 8601 in UTC'),
        by: string('name of the author'),
        'kind?': oneOf(RECALL_KINDS, 'of a recall'),
        'lots?': list(string(), 'that it names'),
        'outcome?': string('of its end: ended or rescinded'),
        'reason?': string(),
        'party?': string('name of the party that was asked or looked at; absent for who may not read it'),
        'method?': oneOf(CHECK_METHODS),
        'result?': oneOf([ASKED, ...CHECK_RESULTS]),
      }),
      'what was said of it, the oldest first',
    ),
  }),
  run: async (input) => {
    const { showRecall } = await import('../app/recalls/recall-show.ts');
    return showRecall(input.env, required(input.arg('id')));
  },
};
