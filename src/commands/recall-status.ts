// `pedigree recall status`: where every pack is, who has answered, and how it adds up.
import { RECALL_STATES } from '../custody/recall-words.ts';
import { recallCheck } from './recall-schema.ts';
import { boolean, type CommandSpec, fields, integer, list, number, oneOf, required, string } from './spec.ts';

const stocked = (description: string) => fields({ held: integer(), quarantined: integer() }, description);

export const command: CommandSpec = {
  name: 'recall status',
  summary: 'show where the packs of a recall are, and who has answered',
  about:
    'Every commissioned pack is counted once, by its life as far as it is known here. What parties answered stands beside them; where it differs that is told, and it is never added. A party is effective that has answered, or that a check found to follow the recall, whatever it answered.',
  arguments: [{ name: 'id', description: 'the recall' }],
  examples: ['pedigree recall status FMD-2026-17', 'pedigree recall status FMD-2026-17 --json'],
  lists: [{ rows: 'parties', id: ['gln'], at: 'at' }],
  schema: fields({
    recall: string(),
    state: oneOf(RECALL_STATES),
    respondBy: string('by when holders are to answer, ISO 8601 in UTC'),
    parties: list(
      fields({
        name: string(),
        gln: string(),
        state: oneOf(['answered', 'outdated', 'silent'], 'outdated: answered before the recall was extended'),
        'overdue?': boolean('it has not answered, and the time to do so is over'),
        effective: boolean('it follows the recall: by the last check, or else because it has answered'),
        'notified?': fields(
          {
            at: string('ISO 8601 in UTC'),
            by: oneOf(['answer', 'exchange', 'event']),
            'event?': string('that answer or record'),
          },
          'since when it can know of it: it answered, it and this node have told each other all, or it has recorded something since',
        ),
        attempts: list(recallCheck, 'each time it was asked again, the oldest first'),
        'checked?': recallCheck,
        'level?': oneOf(['consignee', 'sub-consignee'], 'supplied by the maker, or by somebody who was'),
        'from?': list(string(), 'names of those who supplied it'),
        'lives?': fields(
          {
            held: integer(),
            quarantined: integer(),
            coming: integer('on their way to it'),
            sentOn: integer(),
            dispensed: integer(),
            decommissioned: integer(),
            unaccounted: integer(),
          },
          'what the lives of its packs say here; never added to what it answered',
        ),
        'counts?': { type: 'object', description: 'as it answered last, at that time' },
        'note?': string('its words with that answer'),
        'event?': string('its answer, CHAIN/SEQ: how much of its chain that stands on'),
        'differs?': list(
          fields({ of: string(), answered: integer(), here: integer() }),
          'where that answer and the lives differ',
        ),
        'contact?': string(),
        'at?': string('when it answered, ISO 8601 in UTC'),
      }),
      'who is late first, then who was found not to follow it, then the silent',
    ),
    sum: fields(
      {
        commissioned: integer('what makers say in public'),
        atMaker: stocked('with the maker'),
        inTransit: integer(),
        consignees: stocked('with those whom the maker supplied'),
        sentOn: stocked('with those to whom these sent them on'),
        dispensed: integer(),
        decommissioned: {
          type: 'object',
          additionalProperties: { type: 'integer' },
          description: 'out of use, by reason',
        },
        unaccounted: integer('missing where they were'),
        disputed: integer('several have it, and nobody’s claim goes before the others’'),
        notKnownHere: integer('nothing here says which they are or where'),
        contested: integer('of all these, such of which others say something else'),
      },
      'every commissioned pack once: all but the last add up to commissioned',
    ),
    basis: fields(
      {
        at: string('the moment of the sum, ISO 8601 in UTC'),
        codes: integer('packs whose codes are known here'),
        from: list(oneOf(['made', 'manifests']), 'what says which packs there are'),
        uncommissioned: integer('recalled one by one, and in no lot known here: no part of the sum'),
        closed: integer('made by this party, and the keys here do not say which'),
        heard: list(
          fields({ name: string(), gln: string(), at: string() }),
          'until when each party that had packs was heard',
        ),
      },
      'what the sum rests on',
    ),
    commissioned: integer(),
    held: integer('packs held by the maker or anybody else, by their lives'),
    quarantined: integer('packs in quarantine with anybody, by their lives'),
    dispensed: integer('packs dispensed, by their lives'),
    notKnownHere: integer('commissioned packs of which nothing here says which they are or where'),
    own: { type: 'object', description: 'counts of the covered packs that were ever here' },
    effectiveness: number('share of the consignees at its depth that follow it, 0 to 1'),
  }),
  run: async (input) => {
    const { recallStatus } = await import('../app/judging/recall-status.ts');
    return recallStatus(input.env, required(input.arg('id')));
  },
};
