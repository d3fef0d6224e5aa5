// Serials are set aside before their packs are made.
import { bytes, code82, expiry, gtin, shape, whole } from '../body.ts';
import { defineEvent } from './define.ts';

export const allocate = defineEvent({
  type: 'allocate',
  code: 9,
  says: () => ({
    manifest: 'private: `gtin`, `lot`, `expiry`, `count`, `seed`',
  }),
  parts: {
    public: shape({}),
    private: shape({ gtin, lot: code82, expiry, count: whole(1), seed: bytes(32) }),
  },
  roles: ['manufacturer'],
  readers: 'own',
});
