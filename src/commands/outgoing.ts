// `pedigree outgoing`: list what was sent and not received yet.
import { lookingIn } from './at-home.ts';
import { SHIPMENT } from './goods-schema.ts';
import { type CommandSpec, fields, list } from './spec.ts';

export const command: CommandSpec = {
  name: 'outgoing',
  summary: 'list what was sent and not received yet',
  examples: ['pedigree outgoing', 'pedigree outgoing --json'],
  lists: [{ rows: 'shipments', id: ['shipment'], at: 'at' }],
  schema: fields({ shipments: list(SHIPMENT, 'the oldest first') }),
  run: async (input) => {
    const { outgoing } = await import('../app/steps/incoming.ts');
    return { data: await lookingIn(input, outgoing) };
  },
};
