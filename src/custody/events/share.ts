// Keys of earlier events, for tills of the own party that came later.
import { blob, chainId, list, type Read, shape, whole } from '../body.ts';
import { defineEvent } from './define.ts';

/**
 * `chain` is whose events they are. `keys` are entries of 24 bytes in the order of the events: seq as u64be, then Ko; every key of
 * that chain below the seq `to` is in this event or in one before it. `with` are chains of the party that can read them now. `parts`
 * have entries of 40 bytes: seq, Kd, Km, for events that have no Ko for this party.
 */
export const share = defineEvent({
  type: 'share',
  code: 36,
  says: () => ({
    manifest:
      'private: `chain`, `keys` (b64u), `to`, `with` (chain ids), `parts?` (at most 10,000 of {chain, keys}), see *Sharing*',
  }),
  parts: {
    private: shape(
      { chain: chainId, keys: blob, to: whole(), with: list(chainId) },
      { parts: list(shape({ chain: chainId, keys: blob }), 10_000) },
    ),
  },
  readers: 'own',
});

export type Share = Read<typeof share.parts.private>;
