// What the screens of the desk say about goods that come back, go back or stand apart, in German.
import type { say } from '../en/page-returns.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

const packs = (count: number): string => counted(count, 'Packung', 'Packungen');
const scans = (count: number): string => counted(count, 'Scan', 'Scans');

export const table: Translated<typeof say> = () => ({
  'aside-how': 'Eine Packung scannen, um sie abzusondern oder wieder in den Bestand zu nehmen.',
  'in-quarantine': 'Hier in Quarantäne',
  'nothing-apart': 'Nichts ist abgesondert.',
  'comes-back': 'Kommt zurück',
  'goes-back': 'Geht zurück',
  'returns-how': 'Scannen, was zurückkam. Es wird angesehen, bevor es weitergeht.',
  'receive-it': 'Annehmen',
  release: 'Zurück in den Bestand',
  reinstate: 'Wurde nie abgegeben',
  quarantine: 'Absondern',
  'why-release': 'Was haben Sie angesehen?',
  'why-reinstate': 'Warum wurde sie nicht abgegeben?',
  'goes-back-how': 'Alles scannen, was an einen Lieferanten zurückgeht. Es kommt dort in Quarantäne an.',
  'so-many-scans': ({ count }) => scans(count),
  'back-to': 'An wen',
  'back-why': 'Warum geht es zurück?',
  rma: 'Rücknahmenummer des Empfängers (darf leer bleiben)',
  'send-back': 'Zurücksenden',
  'sent-back': ({ count, shipment }) => `${packs(count)} als zurückgesandt festgehalten: ${shipment}.`,

  'put-in': 'Packen',
  'take-out': 'Auspacken',
  'unpack-how': 'Den Behälter scannen, dann, was herauskommt. Nichts weiter scannen, um ihn zu leeren.',
  'container-is': 'Behälter {sscc}',
  'not-a-container': 'Das ist keine Nummer eines Behälters. Zuerst das Etikett mit dem SSCC scannen.',
  'another-container': 'Anderer Behälter',
  'empty-it': 'Leeren',
  'take-these-out': ({ count }) => `Herausnehmen: ${scans(count)}`,
  'came-out': ({ count }) => `${packs(count)} herausgenommen.`,
});
