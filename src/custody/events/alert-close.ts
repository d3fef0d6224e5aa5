// An alert has been looked into.
import { shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const alertClose = defineEvent({
  type: 'alert-close',
  code: 28,
  says: () => ({
    manifest: '`alert` (100), `cause`',
  }),
  parts: { manifest: shape({ alert: words(100), cause: text }) },
});
