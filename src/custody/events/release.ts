// Goods that were put aside may move again.
import { shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened, reason } from './fields.ts';
import { itemsAlone } from './items.ts';

export const release = defineEvent({
  type: 'release',
  code: 23,
  says: () => ({
    details: '`reason?` (500), `opens?`',
    manifest: '`items`',
  }),
  parts: { details: shape({}, { reason, opens: opened }), manifest: itemsAlone },
  moves: {
    rank: 1,
    stays: true,
    inHand: true,
    fromQuarantine: (_, { gln, contested }) => (contested ? undefined : { at: 'active', holder: gln }),
  },
});
