// What the screens of the desk say where something is dealt with, in German.
import type { say } from '../en/page-dealings.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'nothing-waiting': 'Nichts wartet darauf, festgehalten zu werden.',
  'waits-since': 'seit {at}: {reason}',
  'try-again-now': 'Alle jetzt noch einmal versuchen',
  'recorded-now': ({ count }) => `${counted(count, 'Eintrag', 'Einträge')} jetzt geschrieben.`,
  'no-alerts': 'Nichts ist auffällig.',
  'alert-high': 'ernst',
  'alert-medium': 'anzusehen',
  'alert-low': 'zur Kenntnis',
  overdue: 'überfällig',
  'close-alert': 'Schließen',
  'close-as': 'Was war es?',
  'as-scan': 'ein Versehen von Scanner oder Hand',
  'as-data': 'falsche Daten',
  'as-state': 'Ware in anderem Zustand als festgehalten',
  'as-suspect': 'der Verdacht bleibt',
  'close-note': 'Was kam heraus?',
  exceptions: 'Ware und Daten weichen ab',
  'no-exceptions': 'Ware und Daten stimmen überein.',
  'told-by-us': 'von uns gemeldet',
  'waits-for-us': 'wartet auf unser Wort',
  'waits-for-them': 'wartet auf ihr Wort',

  'chains-apart': 'Seine Einträge haben sich geteilt',
  'fork-stake':
    'Eine Behörde entscheidet, welche gilt. Bis dahin ist zweimal anzusehen, was dieser Betrieb über Ware sagt.',
  'last-heard': 'Zuletzt gehört',
  revoked: 'nicht mehr anerkannt',
  'it-is-us': 'dieser Betrieb',
  strangers: 'Von niemandem zugelassen',
  stranger: 'unbekannt',

  'no-documents': 'Keine Datei eines Partners außerhalb ist hier aufbewahrt.',
  'sent-by': 'Von',
  'document-in': 'Gekommen',
  'document-out': 'Gegangen',
  'file-missing': 'Die Datei selbst fehlt hier.',
  'file-damaged': 'Die Datei hier ist nicht die, die kam.',
  'file-name': 'Datei',
  'kept-until': 'Aufbewahrt bis',
  'tells-of': 'Wovon sie sagt',
  'shipment-unnamed': 'Lieferung',
  findings: 'Was die Prüfung fand',
  'no-findings': 'Die Prüfung fand nichts.',
});
