// `pedigree demo outside`: a pharmacy alone and the files of two wholesalers, played with the very commands that everybody uses.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { DEMO } from './demo.ts';
import type { Registered } from './listed.ts';
import type { CommandSpec } from './spec.ts';

/** The command, which runs others. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'demo outside',
    summary: 'play a day of a pharmacy whose partners have not joined',
    about:
      'The files of two wholesalers are made on the spot, one of them with faults. They are checked and kept, a delivery is received against its file, and an inspector is answered. The folder is left as it is, to go on with.',
    arguments: [
      {
        name: 'dir',
        description: 'a new or empty folder; pedigree-demo, or the next free name, where none is given',
        optional: true,
      },
    ],
    examples: ['pedigree demo outside', 'pedigree demo outside my-demo --json'],
    schema: DEMO,
    run: async (input) => {
      const { playOutside } = await import('./demo-outside-day.ts');
      const { freeFolder } = await import('./demo-play.ts');
      const dir = input.arg('dir');
      if (dir === '-') throw new PedigreeError('usage', say('dash-no-folder'), { hint: say('demo-dir') });
      return playOutside(dir ?? freeFolder(), input.env, commands);
    },
  },
});
