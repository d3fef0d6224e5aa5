// The recovery key hands the founder's part on: to `successor`, from the end of this tree of `chain`.
import { bytes, chainId, type Read, shape, where } from '../body.ts';
import { defineEvent } from './define.ts';
import { tree } from './fields.ts';

export const successor = defineEvent({
  type: 'successor',
  code: 35,
  says: () => ({
    public: '`chain`, `size` (from 1), `root`, `successor` (another chain), `key`, `signature` (64 bytes)',
  }),
  parts: {
    public: where(
      shape({ ...tree, successor: chainId, key: bytes(32), signature: bytes(64) }),
      (body) => body.chain !== body.successor,
    ),
  },
  index: 'authority',
  namesTree: true,
  protects: true,
});

export type Successor = Read<typeof successor.parts.public>;
