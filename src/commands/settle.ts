// `pedigree settle`: says which branch of a forked chain counts.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { atHome } from './at-home.ts';
import { withFile } from './in-file.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, integer, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'settle',
  summary: 'say which branch of a chain that has split counts',
  about:
    'For regulators; without --keep it lists the branches, and what each choice disowns. What the other branches did with goods stays what their party did. The chains of the founder are settled with its recovery key, or by everybody for the own computer alone.',
  arguments: [{ name: 'chain', description: 'the chain, or the party' }],
  options: [
    { flags: '--keep <event>', description: 'the last event of the branch that counts, CHAIN/SEQ~hash' },
    { flags: '--confirm', final: true, description: 'do it' },
    { flags: '--recovery-file <file>', description: "with the founder's recovery words" },
    { flags: '--local', final: true, description: 'for this computer alone; a signed word overrules it' },
  ],
  writes: true,
  examples: [
    'pedigree settle 5h6ndmqsfrzq74xyrrrmmsto6m --keep 5h6ndmqsfrzq74xyrrrmmsto6m/17~1f2e3d4c --confirm',
    'pedigree settle 5h6ndmqsfrzq74xyrrrmmsto6m --keep 5h6ndmqsfrzq74xyrrrmmsto6m/17~1f2e3d4c --confirm --local',
  ],
  schema: fields({
    chain: string(),
    'party?': fields({ name: string(), gln: string() }),
    by: oneOf(['recovery', 'founder', 'regulator', 'here'], 'whose word it is; here: of this computer alone'),
    size: integer('events of the branch that was named'),
    root: string(),
  }),
  run: async (input) => {
    const local = input.flag('local');
    const file = input.text('recovery-file');
    if (local && file !== undefined) {
      throw new PedigreeError('usage', say('recovery-or-local'), {
        hint: say('give-recovery-or-local'),
      });
    }
    const { settle } = await import('../app/parties/settle.ts');
    const run = (recoveryFile: string | undefined) =>
      atHome(input, (home) =>
        settle(home, {
          who: required(input.arg('chain')),
          confirmed: input.flag('confirm'),
          local,
          ...given(input, 'keep'),
          ...optional('recoveryFile', recoveryFile),
        }),
      );
    return { data: await withFile(input, file, run) };
  },
};
