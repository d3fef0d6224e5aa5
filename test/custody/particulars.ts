// Everything that can be known of a reason, for tests that say all of them.
import type { Particulars, tell } from '../../src/custody/tell.ts';

export const AUTHORITY = {
  party: (gln: string) =>
    gln === '1' ? { name: 'Acme', contact: '+44 1' } : gln === '2' ? { name: 'Hill' } : undefined,
  partyOf: () => undefined,
} as unknown as Parameters<typeof tell>[2]['authority'];

export const ALL: Particulars = {
  gtin: '09506000134352',
  serial: 'S1',
  lot: 'L1',
  expiry: '2039-06-30',
  label: 'L2',
  detail: 'torn',
  sender: 'Lakeside',
  holder: '1',
  from: '1',
  to: '2',
  by: ['1', '2'],
  when: Date.UTC(2026, 0, 2, 3, 4),
  site: '9506000100001',
};
