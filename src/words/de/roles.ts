// The roles of parties as the page says them, in German.
import type { say } from '../en/roles.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  regulator: 'Behörde',
  manufacturer: 'Hersteller',
  distributor: 'Großhändler',
  dispenser: 'Apotheke',
  logistics: 'Logistik',
  observer: 'Beobachter',
});
