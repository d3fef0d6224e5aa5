// Another chain of the own party: a till or a site.
import { chainId, gln, list, role, shape } from '../body.ts';
import { defineEvent } from './define.ts';

export const endorse = defineEvent({
  type: 'endorse',
  code: 3,
  says: () => ({
    public: '`chain`, `roles` (at most 6), `site?`',
  }),
  parts: { public: shape({ chain: chainId, roles: list(role, 6) }, { site: gln }) },
  index: 'authority',
});
