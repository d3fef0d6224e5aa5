// New keys of a chain.
import { bytes, shape, where } from '../body.ts';
import { defineEvent } from './define.ts';
import { sealKey } from './fields.ts';

export const rotate = defineEvent({
  type: 'rotate',
  code: 2,
  says: () => ({
    public: '`signKey` or `sealKey`, and beside it or alone `peerKey`',
  }),
  parts: {
    public: where(
      shape({}, { signKey: bytes(32), sealKey }),
      (body) => (body.signKey === undefined) !== (body.sealKey === undefined),
    ),
  },
  index: 'authority',
});
