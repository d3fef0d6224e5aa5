// `pedigree exceptions`: where goods and data differ.
import { lookingIn } from './at-home.ts';
import { EXCEPTION } from './exception-schema.ts';
import { type CommandSpec, fields, integer, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'exceptions',
  summary: 'list where goods and data differ',
  about:
    'What came and was not told, was told and did not come, is damaged or has wrong data, as both parties of a shipment see it. What is received, found or taken back with void settles it; everything else the two resolve.',
  options: [{ flags: '--open', description: 'only those that are not resolved' }],
  examples: ['pedigree exceptions', 'pedigree exceptions --open --json'],
  lists: [{ rows: 'exceptions', id: ['id'], at: 'at' }],
  schema: fields({
    exceptions: list(EXCEPTION, 'open ones first, the oldest of each first'),
    resolved: integer('how many that are resolved --open left out'),
    open: integer('how many are not resolved, of all there are'),
    overdue: integer('how many of those are overdue'),
    byKind: { type: 'object', description: 'of the open ones how many of each kind' },
  }),
  run: async (input) => {
    const { listExceptions } = await import('../app/steps/exceptions.ts');
    return { data: await lookingIn(input, (home) => listExceptions(home, { open: input.flag('open') })) };
  },
};
