// A recall has ended, or was none.
import { hash, oneOf, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallEnd = defineEvent({
  type: 'recall-end',
  code: 30,
  says: () => ({
    public: '`recall` (leaf hash), `outcome` ended or rescinded, `reason?`',
  }),
  parts: { public: shape({ recall: hash, outcome: oneOf('ended', 'rescinded') }, { reason: text }) },
  index: 'recall',
});
