// `pedigree demo outside`: a pharmacy alone and the files of two wholesalers, played with the very commands that everybody uses.
import { DEMO, DEMO_DIR, demoDir } from './demo.ts';
import type { Registered } from './listed.ts';
import type { CommandSpec } from './spec.ts';

/** The command, which runs others. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'demo outside',
    summary: 'play a day of a pharmacy whose partners have not joined',
    about:
      'The files of two wholesalers are made on the spot, one of them with faults. They are checked and kept, a delivery is received against its file, and an inspector is answered. The folder is left as it is, to go on with.',
    arguments: [DEMO_DIR],
    examples: ['pedigree demo outside', 'pedigree demo outside my-demo --json'],
    schema: DEMO,
    run: async (input) => {
      const { playOutside } = await import('./demo-outside-day.ts');
      return playOutside(await demoDir(input), input.env, commands);
    },
  },
});
