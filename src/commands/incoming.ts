// `pedigree incoming`: list what is on its way here.
import { lookingIn } from './at-home.ts';
import { SHIPMENT } from './goods-schema.ts';
import { type CommandSpec, fields, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'incoming',
  summary: 'list what is on its way here',
  examples: ['pedigree incoming', 'pedigree incoming --json'],
  lists: [{ rows: 'shipments', id: ['shipment'], at: 'at' }],
  schema: fields({ shipments: list(SHIPMENT, 'the oldest first') }),
  run: async (input) => {
    const { incoming } = await import('../app/steps/incoming.ts');
    return { data: await lookingIn(input, incoming) };
  },
};
