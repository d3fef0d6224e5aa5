// Goods are sent to a party; with a `reason` they are returned.
import { gln, shape } from '../body.ts';
import type { State } from '../life.ts';
import type { Act } from '../step.ts';
import { defineEvent } from './define.ts';
import { opened, reason, text } from './fields.ts';
import { items } from './items.ts';

export const ship = defineEvent({
  type: 'ship',
  code: 14,
  says: () => ({
    details: '`to` (gln), `reason?` (500; a return), `opens?`',
    manifest: '`items`, `from`, `to`, `shipment?`, `soldTo?` (gln), `po?`, `despatch?`, `invoice?`, `rma?`',
  }),
  parts: {
    details: shape({ to: gln }, { reason, opens: opened }),
    manifest: shape(
      { items, from: gln, to: gln },
      { shipment: text, soldTo: gln, po: text, despatch: text, invoice: text, rma: text },
    ),
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
