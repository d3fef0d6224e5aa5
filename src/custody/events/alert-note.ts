// Who looks into an alert, and what was found so far: for the own party alone.
import { shape, words } from '../body.ts';
import { defineEvent } from './define.ts';
import { flagged } from './fields.ts';

export const alertNote = defineEvent({
  type: 'alert-note',
  code: 38,
  says: () => ({
    manifest: 'private: `alert` (100), `to?` (200), `code?` (40), `about?`',
  }),
  parts: { private: shape({ alert: words(100) }, { to: words(200), ...flagged }) },
  readers: 'own',
});
