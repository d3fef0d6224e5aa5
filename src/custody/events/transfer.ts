// Manifests and private parts of the events of custody: what the trading parties, or the author's party alone, may read.
import { eventRef, type Field, flag, gln, list, object, shape, words } from '../body.ts';
import { containerName, items } from './items.ts';

const text = words();
const only = shape({ items });

/** Manifests by type. */
export const MANIFESTS = {
  pack: shape({ container: containerName, items }),
  unpack: only,
  ship: shape(
    { items, from: gln, to: gln },
    { shipment: text, soldTo: gln, po: text, despatch: text, invoice: text, rma: text },
  ),
  receive: shape({ shipment: eventRef, checked: flag, items }, { missing: items, extra: list(text), damaged: items }),
  void: only,
  decommission: shape({ items }, { evidence: object }),
  reinstate: only,
  missing: only,
  found: only,
  quarantine: only,
  release: only,
  assign: only,
} as const satisfies Readonly<Record<string, Field<unknown>>>;

/** What a dispense keeps for its party: the reference of the prescription, and which packs. */
export const dispensed = shape({}, { ref: text, items });
/** What every event may carry for the party of its author. */
export const common = shape({}, { operator: text, note: text, once: words(200) });
