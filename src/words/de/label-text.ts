// What is said of labels, in German.
import type { say } from '../en/label-text.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

const labels = (count: number): string => counted(count, 'Etikett', 'Etiketten');
const packs = (count: number): string => counted(count, 'Packung', 'Packungen');

export const table: Translated<typeof say> = () => ({
  printed: ({ labels: count, file }) => `${labels(count)}: ${file}`,
  'printed-pages': ({ labels: count, pages, file }) =>
    `${labels(count)} auf ${counted(pages, 'Seite', 'Seiten')}: ${file}`,
  size: '{width}x{height} mm, Module von {module} mm ({use}, {dpi} dpi)',
  'labelled-so-far': ({ gtin, lot, packs: count }) => `${gtin} Charge ${lot}: bisher ${packs(count)} etikettiert`,
  'labelled-again': ({ gtin, lot, packs: count, again }) =>
    `${gtin} Charge ${lot}: bisher ${packs(count)} etikettiert, ${again} davon noch einmal`,

  'not-gs1': 'hält GS1 nicht ein: {why}',
  reads: 'lesbar; mit keinem Register verglichen',
  agrees: 'lesbar, und das Register stimmt zu',
  says: 'lesbar; das Register sagt {status}: {why}',
  genuine: 'echt',
  caution: 'Vorsicht',
  unknown: 'unklar',
  stop: 'Stopp',
  repaired: 'berichtigt',
  symbol: 'Symbol',
  read: 'gelesen',
  'correction-left': 'Korrektur übrig',
  module: 'Modul',
  pixels: '{count} Bildpunkte',
  'module-good': '{module} mm, gut für {fits}',
  'module-outside': '{module} mm, außerhalb der GS1-Tabellen',
  'module-mm': '{module} mm',
});
