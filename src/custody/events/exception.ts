// Goods and data differ: one of two trading partners tells the other, and either answers or says how it was resolved.
import type { JsonObject } from '../../chain/canonical.ts';
import { eventRef, gln, list, oneOf, type Read, shape, where } from '../body.ts';
import { EXCEPTIONS } from '../exceptions.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';
import { items } from './items.ts';

const manifest = shape(
  { kind: oneOf(...EXCEPTIONS) },
  {
    ...{ shipment: eventRef, items, missing: items, extra: list(text), damaged: items, resolution: text },
    /** Whom it is told; of a shipment its other party. */
    to: gln,
    /** The exception that is answered or resolved, and which of the two. */
    ...{ about: eventRef, state: oneOf('answered', 'resolved') },
    ...{ note: text, expected: text, seen: text },
  },
);

export const exception = defineEvent({
  type: 'exception',
  code: 26,
  says: () => ({
    manifest:
      '`kind` (of ten), `shipment` (event; may be absent of goods-without-data), `items?`, `missing?`, `extra?`, `damaged?`, `resolution?`, `to?` (gln), `note?`, `expected?`, `seen?`; of an answer `about` (event) and `state` answered or resolved',
  }),
  parts: {
    // Of goods that nobody announced there is no shipment to name.
    manifest: where(manifest, ({ kind, shipment }) => shipment !== undefined || kind === 'goods-without-data'),
  },
});

export type ExceptionBody = Read<typeof manifest>;

/** What an exception says; undefined where it is malformed. */
export function exceptionIn(said: JsonObject | undefined): ExceptionBody | undefined {
  return exception.parts.manifest(said);
}
