// `pedigree recall follow-up`: a party was asked again.
import { CHECK_METHODS, type CheckMethod } from '../custody/recall-words.ts';
import { recallFollowed } from './recall-schema.ts';
import { type CommandSpec, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall follow-up',
  summary: 'record that a party was asked again about a recall',
  about: 'For its issuer and for regulators. Each time counts as an attempt; the party reads it too.',
  arguments: [
    { name: 'id', description: 'the recall' },
    { name: 'party', description: 'GLN or name of the party' },
  ],
  options: [
    { flags: '--method <method>', description: 'how it was reached', choices: CHECK_METHODS, required: true },
    { flags: '--note <text>', description: 'who was spoken to, and what was said' },
  ],
  writes: true,
  examples: [
    "pedigree recall follow-up FMD-2026-17 'Hill Pharmacy' --method phone",
    "pedigree recall follow-up FMD-2026-17 'Hill Pharmacy' --method letter --note 'to the manager'",
  ],
  schema: recallFollowed,
  run: async (input) => {
    const { checkRecall } = await import('../app/recalls/recall-check.ts');
    return checkRecall(input.env, required(input.arg('id')), {
      party: required(input.arg('party')),
      method: required(input.text('method')) as CheckMethod,
      note: input.text('note'),
    });
  },
};
