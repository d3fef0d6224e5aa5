// `pedigree recover`: after a restore or a copy, the tail of the own chain from somebody who has it.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { withFile } from './in-file.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'recover',
  summary: 'fetch the tail of the own chain, so that it can be appended to again',
  about:
    'Asks all configured peers, or the one named. Where nobody has the chain any more, --new-chain opens another one of the same party; custody and stock go on when a regulator has accredited it with --same-party.',
  options: [
    { flags: '--from <peer>', description: 'name or URL of a peer, or a bundle file' },
    { flags: '--new-chain', final: true, description: 'give this chain up and open another one' },
  ],
  writes: true,
  examples: ['pedigree recover', 'pedigree recover --dry-run --json'],
  schema: fields({
    state: string('ready, or why the chain cannot be appended to'),
    chain: string(),
    behind: integer('own events that are known to be missing'),
    fetched: integer('own events that were brought back'),
    size: integer('own events here'),
    asked: list(fields({ peer: string(), 'size?': integer('own events it knows'), 'error?': string() })),
    'oldChain?': string('the chain that was given up'),
  }),
  run: async (input) => {
    const { openHome } = await import('../app/node/home.ts');
    const { recover, recoverWithNewChain } = await import('../app/maintenance/recover.ts');
    const from = input.text('from');
    const replaces = input.flag('new-chain');
    if (replaces && from !== undefined)
      throw new PedigreeError('usage', say('new-chain-alone'), { hint: say('leave-from-out') });
    const home = openHome(input.env);
    try {
      return {
        data: replaces ? recoverWithNewChain(home) : await withFile(input, from, (file) => recover(home, file, from)),
      };
    } finally {
      home.close();
    }
  },
};
