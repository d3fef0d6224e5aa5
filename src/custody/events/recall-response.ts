// What a party has of what is recalled.
import { hash, object, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallResponse = defineEvent({
  type: 'recall-response',
  code: 31,
  says: () => ({
    public: '`recall`, `upTo?` (leaf hash of the newest extension of the recall that is answered with it)',
    manifest: '`counts` (an object), `note?`',
  }),
  parts: { public: shape({ recall: hash }, { upTo: hash }), manifest: shape({ counts: object }, { note: text }) },
  index: 'recall',
  protects: true,
});
