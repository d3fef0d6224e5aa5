// The issuer of a recall or a regulator has asked a party again, or has checked how it follows the recall.
import { gln, hash, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallCheck = defineEvent({
  type: 'recall-check',
  code: 32,
  says: () => ({
    public: '`recall`',
    manifest: '`party` (gln), `method`, `result` (asked, effective or ineffective), `note?`',
  }),
  parts: {
    public: shape({ recall: hash }),
    manifest: shape({ party: gln, method: text, result: text }, { note: text }),
  },
  index: 'recall',
});
