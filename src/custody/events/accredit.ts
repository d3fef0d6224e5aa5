// A regulator lets a party take part.
import { both, chainId, gln, gtin, list, moment, prefix, role, shape, whole } from '../body.ts';
import { defineEvent } from './define.ts';
import { name } from './fields.ts';

export const accredit = defineEvent({
  type: 'accredit',
  code: 5,
  says: () => ({
    public: '`chain`, `party` {name, gln}, `roles` (at most 6), `from?`, `until?` (time), `gtins?`, `prefixes?`',
  }),
  parts: {
    public: both(
      shape({ chain: chainId, party: shape({ name, gln }), roles: list(role, 6) }, { from: whole(), until: moment }),
      shape({}, { gtins: list(gtin), prefixes: list(prefix) }),
    ),
  },
  roles: ['regulator'],
  index: 'authority',
});
