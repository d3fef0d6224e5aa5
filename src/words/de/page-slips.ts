// What stands on the papers that the page of the desk prints, in German.
import type { say } from '../en/page-slips.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'print-slip': 'Zettel drucken',
  'print-label': 'Etikett drucken',
  'do-not-supply': 'NICHT ABGEBEN',
  'set-apart': 'Abgesondert',
  'code-of-pack': 'Code der Packung',
  'discrepancy-note': 'Was kam und was nicht',
  'command-codes': 'Codes statt Knöpfen',
  'command-codes-how': 'Beim Scannen einer Lieferung tun diese Codes, was die Knöpfe tun.',
  'show-sheet': 'Blatt zeigen',
  'close-sheet': 'Blatt schließen',
});
