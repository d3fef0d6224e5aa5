// The words around a verdict, in German.
import type { say } from '../en/verdict-text.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  genuine: 'ECHT',
  caution: 'VORSICHT',
  'cannot-tell': 'UNKLAR',
  'scan-again': 'NEU SCANNEN',
  recalled: 'RÜCKRUF',
  'not-yours': 'NICHT IHRE',
  stop: 'STOPP',
  dispensed: 'ABGEGEBEN',
  waits: 'WARTET',
  note: 'Hinweis: {text}',
  also: 'Außerdem: {text}',
  'more-reasons': ({ count }) => `Und ${counted(count, 'weiterer Grund', 'weitere Gründe')}: --verbose nennt sie.`,
  maker: 'Hersteller: {name}',
  'maker-contact': 'Hersteller: {name}, {contact}',
  'pack-in-order': 'diese Packung ist in Ordnung',
  'pack-in-order-by': 'diese Packung ist in Ordnung, hergestellt von {maker}',
  'container-in-order': 'dieser Behälter ist in Ordnung',
  'container-in-order-by': 'dieser Behälter ist in Ordnung, hergestellt von {maker}',
  'readings-left': ({ count }) =>
    count === 1
      ? 'Eine Lesart dieses Scans bleibt; sie wurde nicht gewählt.'
      : `${counted(count, 'Lesart', 'Lesarten')} dieses Scans bleiben; keine wurde gewählt.`,
  scanned: 'gescannt: {input}',
  sscc: 'SSCC {sscc}',
  packs: ({ count }) => counted(count, 'Packung', 'Packungen'),
  lot: 'Charge {lot}',
  expiry: 'Verfall {expiry}',
  serial: 'Seriennr. {serial}',
  which: 'Charge {lot}, Verfall {expiry}, Seriennr. {serial}',
  'may-be-supplied': 'darf abgegeben werden',
  'may-be-supplied-dry': 'darf abgegeben werden; nichts geschrieben (Probelauf)',
  'already-with-key': 'mit diesem Schlüssel schon festgehalten',
  'goes-on-later': 'hier festgehalten als {id}; geht weiter, sobald der Eintrag der Lieferung da ist',
  'next-sync': 'weiter: pedigree sync',
  'next-sync@alone': 'weiter: pedigree outbox',
  'do-not-supply': 'nicht abgeben',
  opened: '{sscc} geöffnet',
});
