// What was missing is there.
import { shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened } from './fields.ts';
import { itemsAlone } from './items.ts';

export const found = defineEvent({
  type: 'found',
  code: 21,
  says: () => ({
    details: '`note?`, `opens?`',
    manifest: '`items`',
  }),
  parts: { details: shape({}, { note: words(), opens: opened }), manifest: itemsAlone },
  moves: {
    rank: 1,
    stays: true,
    fromUnaccounted: ({ gln }) => ({ at: 'active', holder: gln }),
  },
});
