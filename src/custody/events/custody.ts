// Details of the events of custody: what every holder of an item of the event may read (DESIGN §5).
import { type Field, gln, itemKey, list, moment, oneOf, shape, token, where, words, yes } from '../body.ts';
import type { Details } from '../life.ts';

export const DECOMMISSION_REASONS = [
  'destroyed',
  'sample',
  'free-sample',
  'exported',
  'stolen',
  'lost',
  'damaged',
  'expired',
  'repackaged',
  'other',
] as const;
export const QUARANTINE_REASONS = [
  'suspect',
  'damaged',
  'return-inspection',
  'temperature',
  'recall',
  'documents',
  'authority',
  'other',
] as const;

const opens = list(token, 250);
const reason = words(500);

/** Details by type; a type that is not here makes no step in any item's life. */
export const DETAILS = {
  pack: shape({ container: itemKey }),
  unpack: where(shape({ opens }), (body) => body.opens.length > 0),
  ship: shape({ to: gln }, { reason, opens }),
  receive: shape({ from: gln }, { missing: list(token), opens: list(token) }),
  void: shape({ reason }, { opens }),
  dispense: shape({}, { opens, suppliedAt: moment }),
  decommission: shape({ reason: oneOf(...DECOMMISSION_REASONS) }, { opens }),
  reinstate: shape({ reason, notSupplied: yes }),
  missing: shape({}, { note: words(), opens }),
  found: shape({}, { note: words(), opens }),
  quarantine: shape({ reason: oneOf(...QUARANTINE_REASONS) }, { opens }),
  release: shape({}, { reason, opens }),
  assign: shape({ to: gln, reason }, { opens }),
} as const satisfies Readonly<Record<string, Field<Details>>>;

export type CustodyType = keyof typeof DETAILS;

/** The decoder of the details of a type, or undefined where such an event makes no step. */
export function detailsOf(type: string): Field<Details> | undefined {
  return Object.hasOwn(DETAILS, type) ? DETAILS[type as CustodyType] : undefined;
}
