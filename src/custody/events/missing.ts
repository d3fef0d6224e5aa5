// An item cannot be found.
import { shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened } from './fields.ts';
import { itemsAlone } from './items.ts';

export const missing = defineEvent({
  type: 'missing',
  code: 20,
  says: () => ({
    details: '`note?`, `opens?`',
    manifest: '`items`',
  }),
  parts: { details: shape({}, { note: words(), opens: opened }), manifest: itemsAlone },
  moves: {
    rank: 4,
    opens: true,
    stays: true,
    fromHand: ({ gln }) => ({ at: 'unaccounted', holder: gln }),
  },
});
