// Goods are sent to a party; with a `reason` they are returned.
import { both, gln, shape } from '../body.ts';
import type { State } from '../life.ts';
import type { Act } from '../step.ts';
import { defineEvent } from './define.ts';
import { opened, reason, text } from './fields.ts';
import { items } from './items.ts';

/** The papers that goods go with, and why they go back. */
export const papers = shape({}, { despatch: text, po: text, invoice: text, rma: text, reason });

export const ship = defineEvent({
  type: 'ship',
  code: 14,
  says: () => ({
    details: '`to` (gln), `reason?` (500; a return), `opens?`',
    manifest:
      '`items`, `from`, `to`, `shipment?`, `soldTo?` (gln), `po?`, `despatch?`, `invoice?`, `rma?`, `reason?` (500; a return)',
  }),
  parts: {
    details: shape({ to: gln }, { reason, opens: opened }),
    manifest: both(shape({ items, from: gln, to: gln }, { shipment: text, soldTo: gln }), papers),
  },
  moves: {
    rank: 7,
    opens: true,
    handOver: true,
    fromHand: shipped,
    fromQuarantine: ({ reason: held }, act) =>
      act.details.reason === undefined ? undefined : { ...shipped(act), held },
  },
});

function shipped({ gln: from, chain, at: since, details }: Act): Extract<State, { at: 'transit' }> {
  const { to = '', reason } = details;
  const way = { at: 'transit', from, to, chain, since } as const;
  return reason === undefined ? way : { ...way, reason };
}
