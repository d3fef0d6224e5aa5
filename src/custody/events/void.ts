// A shipment is taken back.
import { shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened, reason } from './fields.ts';
import { itemsAlone } from './items.ts';

/** A shipper may take back a shipment for so long, by the two claimed times. */
export const VOID_WINDOW = 10 * 24 * 60 * 60 * 1000;

export const voiding = defineEvent({
  type: 'void',
  code: 16,
  says: () => ({
    details: '`reason` (500), `opens?`',
    manifest: '`items`',
  }),
  parts: { details: shape({ reason }, { opens: opened }), manifest: itemsAlone },
  moves: {
    rank: 2,
    handOver: true,
    fromTransit: ({ from, to, chain, since, held }, act) => {
      const age = act.at - since;
      const shipper = act.gln === from && act.chain === chain && age >= 0 && age <= VOID_WINDOW;
      if (!shipper && act.gln !== to) return undefined;
      return held === undefined ? { at: 'active', holder: from } : { at: 'quarantined', holder: from, reason: held };
    },
  },
});
