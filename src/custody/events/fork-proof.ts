// A proof that a chain has two histories.
import { object, shape } from '../body.ts';
import { defineEvent } from './define.ts';

export const forkProof = defineEvent({
  type: 'fork-proof',
  code: 33,
  says: () => ({
    public: '`proof`, see *Fork proof*',
  }),
  parts: { public: shape({ proof: object }) },
});
