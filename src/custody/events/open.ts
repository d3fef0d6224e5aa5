// The first event of a chain: whose it is, and its keys.
import { bytes, chainId, type Field, hash, oneOf, type Read, shape } from '../body.ts';
import { POLICIES } from '../policy.ts';
import { defineEvent } from './define.ts';
import { party, sealKey } from './fields.ts';

const network: Field<string | { readonly founds: true }> = (value) =>
  value === null ? { founds: true } : chainId(value);

/**
 * `network` is null for the founder (read as `{founds: true}`), whose chain id is the network id and whose `recovery` is the
 * hash of a key that is kept offline.
 */
export const open = defineEvent({
  type: 'open',
  code: 1,
  says: () => ({
    public:
      '`network` (null: this chain founds one), `party` {name (200), gln, site?}, `signKey`, `sealKey`, `custody?` required or endpoints, `recovery?` (hash), `peerKey?`',
  }),
  parts: {
    public: shape({ network, party, signKey: bytes(32), sealKey }, { custody: oneOf(...POLICIES), recovery: hash }),
  },
  index: 'authority',
});

export type Open = Read<typeof open.parts.public>;
