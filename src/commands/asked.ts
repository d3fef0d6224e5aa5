// `pedigree asked`: notes that a sender was asked for data or for goods.
import { inFolder } from './at-home.ts';
import { type CommandSpec, fields, list, required } from './spec.ts';
import { WAITING } from './waiting-schema.ts';

export const command: CommandSpec = {
  name: 'asked',
  summary: 'note that the sender of what waits was asked about it',
  about: 'A note of this computer: waiting, incoming and status tell it until goods and data are together.',
  arguments: [{ name: 'id', description: 'what waits, as pedigree waiting calls it, or its despatch advice number' }],
  options: [{ flags: '--on <day>', description: 'when; today if absent', value: 'day' }],
  writes: true,
  examples: ['pedigree asked DA-4711', 'pedigree asked 3f9a --json'],
  schema: fields({ waiting: list(WAITING) }),
  run: async (input) => {
    const { noteAskedAbout } = await import('../app/outside/waiting-goods.ts');
    const id = required(input.arg('id'));
    return { data: await inFolder(input, (home) => noteAskedAbout(home, id, input.text('on'))) };
  },
};
