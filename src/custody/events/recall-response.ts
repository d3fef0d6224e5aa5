// What a party has of what is recalled.
import { hash, object, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallResponse = defineEvent({
  type: 'recall-response',
  code: 31,
  says: () => ({
    public:
      '`recall`, `upTo?` (which extensions of the recall are answered with it: the leaf hash of one, of several the SHA-256 of their leaf hashes in ascending order)',
    manifest: '`counts` (an object), `note?`',
  }),
  parts: { public: shape({ recall: hash }, { upTo: hash }), manifest: shape({ counts: object }, { note: text }) },
  index: 'recall',
  protects: true,
});
