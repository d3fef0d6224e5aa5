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
    const { hasDocuments } = await import('../app/record/documents-known.ts');
    const data = await lookingIn(input, async (home) => {
      const inside = incoming(home);
      if (!hasDocuments(home.ledger.local)) return inside;
      const { outsideIncoming } = await import('../app/outside/on-the-way.ts');
      const all = [...inside.shipments, ...outsideIncoming(home)];
      return { shipments: all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
    });
    return { data };
  },
};
