// A regulator ends what a chain may say.
import { chainId, hash, shape, whole, words } from '../body.ts';
import { defineEvent } from './define.ts';

export const revoke = defineEvent({
  type: 'revoke',
  code: 6,
  says: () => ({
    public: '`chain`, `size`, `root`, `reason`',
  }),
  parts: { public: shape({ chain: chainId, size: whole(), root: hash, reason: words() }) },
  roles: ['regulator'],
  index: 'authority',
  namesTree: true,
  urgent: true,
  protects: true,
});
