// How a party wants to be called and reached.
import { gln, list, shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { name } from './fields.ts';

/** Of each branch of a chain so many are read, the newest. */
export const MOST_PROFILES = 32;

export const profile = defineEvent({
  type: 'profile',
  code: 7,
  says: () => ({
    public: '`name` (200), `contact?`, `sites?` (glns, at most 1,000)',
  }),
  parts: { public: shape({ name }, { contact: words(), sites: list(gln, 1000) }) },
  index: 'authority',
});
