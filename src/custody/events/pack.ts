// Items go into a container.
import { itemKey, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { containerName, items } from './items.ts';

export const pack = defineEvent({
  type: 'pack',
  code: 12,
  says: () => ({
    details: '`container` (key)',
    manifest: '`container` {sscc, or gtin and serial; key, n}, `items`',
  }),
  parts: { details: shape({ container: itemKey }), manifest: shape({ container: containerName, items }) },
  moves: { rank: 6, handOver: true, stays: true },
});
