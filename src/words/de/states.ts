// What the states of items are called, in German.
import type { say } from '../en/states.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  none: 'unbekannt',
  active: 'im Bestand',
  inside: 'in einem Behälter',
  'in-transit': 'unterwegs',
  transit: 'unterwegs',
  incoming: 'hierher unterwegs',
  outgoing: 'versandt, nicht angenommen',
  quarantined: 'in Quarantäne',
  unaccounted: 'vermisst',
  contested: 'bestritten',
  disputed: 'umstritten',
  dispensed: 'abgegeben',
  decommissioned: 'ausgebucht',
});
