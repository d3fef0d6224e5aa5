// The author takes an entry of its own chain back.
import { shape, whole } from '../body.ts';
import { defineEvent } from './define.ts';

export const retract = defineEvent({
  type: 'retract',
  code: 24,
  says: () => ({
    public: '`seq`',
    manifest: 'private: `reason?`',
  }),
  parts: { public: shape({ seq: whole() }) },
  index: 'retraction',
});
