// Items come out of a container.
import { shape, where } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened } from './fields.ts';
import { itemsAlone } from './items.ts';

export const unpack = defineEvent({
  type: 'unpack',
  code: 13,
  says: () => ({
    details: '`opens` (1 to 250 tokens)',
    manifest: '`items`',
  }),
  parts: {
    details: where(shape({ opens: opened }), (body) => body.opens.length > 0),
    manifest: itemsAlone,
  },
  moves: {
    rank: 1,
    opens: true,
    handOver: true,
    stays: true,
    fromContainer: ({ gln }) => ({ at: 'active', holder: gln }),
  },
});
