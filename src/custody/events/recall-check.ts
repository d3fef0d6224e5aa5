// A regulator has checked how a party follows a recall.
import { gln, hash, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallCheck = defineEvent({
  type: 'recall-check',
  code: 32,
  says: () => ({
    public: '`recall`',
    manifest: '`party` (gln), `method`, `result`',
  }),
  parts: { public: shape({ recall: hash }), manifest: shape({ party: gln, method: text, result: text }) },
  index: 'recall',
});
