// Goods have come.
import { both, flag, gln, list, shape, token } from '../body.ts';
import { defineEvent } from './define.ts';
import { ofShipment, text } from './fields.ts';
import { items } from './items.ts';

export const receive = defineEvent({
  type: 'receive',
  code: 15,
  says: () => ({
    details: '`from` (gln), `missing?`, `opens?` (tokens)',
    manifest: '`shipment` (event), `checked` (true or false), `items`, `missing?`, `extra?` (texts), `damaged?`',
  }),
  parts: {
    details: shape({ from: gln }, { missing: list(token), opens: list(token) }),
    manifest: both(ofShipment, shape({ checked: flag, items }, { missing: items, extra: list(text), damaged: items })),
  },
  moves: {
    rank: 3,
    handOver: true,
    inHand: true,
    fromTransit: ({ to, reason }, { gln }) => {
      if (gln !== to) return undefined;
      if (reason === undefined) return { at: 'active', holder: to };
      return { at: 'quarantined', holder: to, reason: 'return-inspection' };
    },
  },
});
