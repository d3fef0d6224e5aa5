// How a party wants to be called and reached.
import { gln, list, prefix, type Read, shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { name } from './fields.ts';

/** Of each branch of a chain so many are read, the newest. */
export const MOST_PROFILES = 32;

const line = words(200);

export const profile = defineEvent({
  type: 'profile',
  code: 7,
  says: () => ({
    public:
      '`name` (200), `contact?`, `sites?` (glns, at most 1,000), `address?` {`street?`, `city?`, `state?`, `postcode?`, `country?`; 200 each}, `prefixes?` (company prefixes of 6 to 12 digits in their exact length, at most 100)',
  }),
  parts: {
    public: shape(
      { name },
      {
        contact: words(),
        sites: list(gln, 1000),
        address: shape({}, { street: line, city: line, state: line, postcode: line, country: line }),
        prefixes: list(prefix, 100),
      },
    ),
  },
  index: 'authority',
});

/** What a party says of itself. */
export type ProfileBody = Read<typeof profile.parts.public>;
