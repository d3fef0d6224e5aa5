// Goods and data differ.
import { eventRef, list, oneOf, shape } from '../body.ts';
import { EXCEPTIONS } from '../exceptions.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';
import { items } from './items.ts';

export const exception = defineEvent({
  type: 'exception',
  code: 26,
  says: () => ({
    manifest: '`kind` (of ten), `shipment` (event), `items?`, `missing?`, `extra?`, `damaged?`, `resolution?`',
  }),
  parts: {
    manifest: shape(
      { kind: oneOf(...EXCEPTIONS), shipment: eventRef },
      { items, missing: items, extra: list(text), damaged: items, resolution: text },
    ),
  },
});
