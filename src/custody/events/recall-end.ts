// A recall has ended, or was none.
import { hash, oneOf, shape } from '../body.ts';
import { RECALL_OUTCOMES } from '../recall-words.ts';
import { anyOf, defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recallEnd = defineEvent({
  type: 'recall-end',
  code: 30,
  says: () => ({
    public: `\`recall\` (leaf hash), \`outcome\` ${anyOf(RECALL_OUTCOMES)}, \`reason?\``,
  }),
  parts: { public: shape({ recall: hash, outcome: oneOf(...RECALL_OUTCOMES) }, { reason: text }) },
  index: 'recall',
});
