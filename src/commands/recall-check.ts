// `pedigree recall check`: what was found when somebody looked whether a party follows a recall.
import { CHECK_METHODS, CHECK_RESULTS, type CheckMethod, type CheckResult } from '../custody/recall-words.ts';
import { recallFollowed } from './recall-schema.ts';
import { type CommandSpec, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'recall check',
  summary: 'record whether a party was found to follow a recall',
  about:
    'For its issuer and for regulators. The last check of a party decides, whatever it answered: effective where it has heard of the recall and done what it asks. The party reads it too.',
  arguments: [
    { name: 'id', description: 'the recall' },
    { name: 'party', description: 'GLN or name of the party' },
  ],
  options: [
    { flags: '--method <method>', description: 'how it was looked at', choices: CHECK_METHODS, required: true },
    { flags: '--result <result>', description: 'what was found', choices: CHECK_RESULTS, required: true },
    { flags: '--note <text>', description: 'who looked, and what was there' },
  ],
  writes: true,
  examples: [
    "pedigree recall check FMD-2026-17 'Hill Pharmacy' --method visit --result effective",
    "pedigree recall check FMD-2026-17 'Hill Pharmacy' --method phone --result ineffective --note 'still on the shelf'",
  ],
  schema: recallFollowed,
  run: async (input) => {
    const { checkRecall } = await import('../app/recalls/recall-check.ts');
    return checkRecall(input.env, required(input.arg('id')), {
      party: required(input.arg('party')),
      method: required(input.text('method')) as CheckMethod,
      result: required(input.text('result')) as CheckResult,
      note: input.text('note'),
    });
  },
};
