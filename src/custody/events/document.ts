// A file that came from outside the network, or went there: that this party had exactly these bytes on that day.
import { gln, hash, moment, oneOf, type Read, shape, whole, words } from '../body.ts';
import { defineEvent } from './define.ts';

/**
 * `hash` is the SHA-256 of the file as it came. What it says of packs is its sender's word, so that it steps no life and gives
 * nobody a right; it holds for the author's own chain alone.
 */
export const document = defineEvent({
  type: 'document',
  code: 37,
  says: () => ({
    public: '`hash` (of the file)',
    manifest:
      'private: `bytes`, `direction` in or out, `standard?`, `profile?`, `instance?`, `sender?`, `receiver?` (glns), `created?`, `events?`, `packs?`, `verdict?`, `name?` (of the file, 200)',
  }),
  parts: {
    public: shape({ hash }),
    private: shape(
      { bytes: whole(), direction: oneOf('in', 'out') },
      {
        standard: words(40),
        profile: words(40),
        instance: words(200),
        sender: gln,
        receiver: gln,
        created: moment,
        events: whole(),
        packs: whole(),
        verdict: words(40),
        name: words(200),
      },
    ),
  },
  readers: 'own',
});

export type DocumentBody = Read<typeof document.parts.private>;
