// `pedigree show`: one event, opened as far as the own keys go.
import { inFolder } from './at-home.ts';
import { EVENT } from './log.ts';
import { boolean, type CommandSpec, fields, list, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'show',
  summary: 'show one event with all that this party may read of it',
  arguments: [
    { name: 'event', description: 'CHAIN/SEQ, as log and other answers name it; a bare number is of the own chain' },
  ],
  examples: ['pedigree show 0', 'pedigree show 0 --json'],
  schema: fields({
    events: list(
      fields({
        ...EVENT,
        hash: string('of the leaf, base64url'),
        prev: string('of the leaf before, base64url'),
        contested: boolean('above a fork that nobody has settled'),
        'details?': { type: 'object', description: 'for whoever holds an item of it' },
        'manifest?': { type: 'object', description: 'for the trading partners' },
        'private?': { type: 'object', description: 'for the party of the author alone' },
        sealed: list(oneOf(['details', 'manifest', 'private']), 'parts that do not open here'),
      }),
    ),
  }),
  run: async (input) => {
    const { showEvent } = await import('../app/record/log.ts');
    return { data: await inFolder(input, (home) => showEvent(home, required(input.arg('event'))), { readOnly: true }) };
  },
};
