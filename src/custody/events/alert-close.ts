// An alert has been looked into. Only the word of the own party closes one.
import { shape, whole, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { flagged, text } from './fields.ts';

export const alertClose = defineEvent({
  type: 'alert-close',
  code: 28,
  says: () => ({
    manifest:
      '`alert` (100), `cause`, `upTo?` (an event’s number on the chain that the alert is about); private: `code?` (40), `about?`',
  }),
  parts: {
    manifest: shape({ alert: words(100), cause: text }, { upTo: whole() }),
    private: shape({}, flagged),
  },
});
