// What a party has of what is recalled.
import { hash, object, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallResponse = defineEvent({
  type: 'recall-response',
  code: 31,
  says: () => ({
    public: '`recall`',
    manifest: '`counts` (an object), `note?`',
  }),
  parts: { public: shape({ recall: hash }), manifest: shape({ counts: object }, { note: text }) },
  index: 'recall',
  protects: true,
});
