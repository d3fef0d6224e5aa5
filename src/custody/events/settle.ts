// Which branch of a forked chain counts.
import { bytes, type Read, shape, where } from '../body.ts';
import { defineEvent } from './define.ts';
import { tree } from './fields.ts';

/** With `key` and `signature` the recovery key says so, and not the chain it stands on. */
export const settle = defineEvent({
  type: 'settle',
  code: 34,
  says: () => ({
    public: '`chain`, `size` (from 1), `root`; both or neither of `key`, `signature` (64 bytes)',
  }),
  parts: {
    public: where(
      shape(tree, { key: bytes(32), signature: bytes(64) }),
      (body) => (body.key === undefined) === (body.signature === undefined),
    ),
  },
  index: 'authority',
  namesTree: true,
  protects: true,
});

export type Settle = Read<typeof settle.parts.public>;
