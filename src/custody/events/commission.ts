// Packs come into being.
import { blob, bytes, code82, day, expiry, gtin, list, type Read, shape, where, whole, words } from '../body.ts';
import { defineEvent } from './define.ts';

/** Their serials stand in the private part: from a seed, from the used ones of a seed, or as they were imported. */
export const commission = defineEvent({
  type: 'commission',
  code: 10,
  says: () => ({
    public:
      '`gtin`, `lot`, `expiry`, `count`, `made?` (day), `serials?` of a seed: `length` and `alphabet`, so that readers know a cut one',
    manifest: 'private: `seed` and `bitmap?` (b64u), or `serials`',
  }),
  parts: {
    public: shape(
      { gtin, lot: code82, expiry, count: whole(1) },
      { made: day, serials: shape({ length: whole(1), alphabet: words(82) }) },
    ),
    private: where(
      shape({}, { seed: bytes(32), bitmap: blob, serials: list(code82) }),
      (body) => (body.seed === undefined) !== (body.serials === undefined),
    ),
  },
  roles: ['manufacturer'],
  readers: 'own',
  index: 'commission',
});

export type Commission = Read<typeof commission.parts.public>;
