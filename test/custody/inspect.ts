// A type of event that nobody has: an inspector has seen goods, which are put aside until they are released.
import { gtin, oneOf, shape, words } from '../../src/custody/body.ts';
import { defineEvent } from '../../src/custody/events/define.ts';
import { items } from '../../src/custody/events/items.ts';

export const inspect = defineEvent({
  type: 'inspect',
  code: 99,
  says: () => ({ public: '`gtin`', details: '`reason` seal', manifest: '`items`, `found`' }),
  parts: {
    public: shape({ gtin }),
    details: shape({ reason: oneOf('seal') }),
    manifest: shape({ items, found: words(20) }),
  },
  roles: ['logistics'],
  readers: 'own',
  index: 'gtin',
  urgent: true,
  protects: ({ gtin: of }) => of !== undefined,
  moves: {
    rank: 5,
    stays: true,
    inHand: true,
    fromHand: ({ gln: holder, details }) => ({ at: 'quarantined', holder, reason: details.reason ?? '' }),
  },
});
