// Deutsch: Dateien von außen.
import type { say } from '../en/outside.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'cannot-keep-file': '{path} kann nicht aufbewahrt werden',
  'file-changed': '{path} hat sich geändert, während es gelesen wurde',
  'when-it-is-whole': 'noch einmal versuchen, wenn die Datei zu Ende geschrieben ist',
  'cannot-write': '{file} kann nicht geschrieben werden',
  'cannot-read': '{file} kann nicht gelesen werden',
  'documents-cannot-be-made': 'der Ordner {folder} kann nicht angelegt werden',
  'document-not-here': 'die Datei mit der Prüfsumme {hash} ist nicht in diesem Ordner',
  'document-damaged':
    'die aufbewahrte Datei mit der Prüfsumme {hash} ist beschädigt: sie ist nicht, was aufbewahrt wurde',
  'backup-has-documents': 'eine Sicherung hat sie, der Absender vielleicht auch',
  'document-is-missing': 'die Datei zum Dokument {event} ist nicht hier',
  'document-is-damaged': 'die Datei zum Dokument {event} ist nicht, was aufbewahrt wurde',
  'not-a-gln': '{gln} ist keine GLN',
  'gln-is': 'eine GLN hat 13 Ziffern, die letzte ist eine Prüfziffer',
  'own-gln': '{gln} ist die eigene GLN',
  'outside-is-others': 'außen sind die, die dem Netz nicht beigetreten sind',
  'new-partner-needs-name': '{gln} ist hier neu und braucht einen Namen: --name',
  'not-a-day': '{text} ist kein Tag wie 2028-12-31',
  'licence-ended': 'die Erlaubnis von {name} endete am {until}',
  'licence-ends-soon': 'die Erlaubnis von {name} endet am {until}',
  'partner-set': '{name} ({gln}): Dateien {trust}',
  'no-partners': 'kein Partner von außen: pedigree outside set GLN --name NAME',
  'head-gln': 'GLN',
  'head-name': 'Name',
  'head-files': 'seine Dateien',
  'trust-none': 'nicht geglaubt',
  'trust-named': 'aufbewahrt, nicht geglaubt',
  'trust-trusted': 'geglaubt',
  'licence-of': 'Erlaubnis {licence}',
  'licence-until': 'Erlaubnis {licence} bis {until}',
  'licence-was-until': 'Erlaubnis {licence} endete am {until}',
  'no-zstd-here': 'dieses Node.js kann zstd nicht auspacken',
  'newer-node-has-zstd': 'Node.js ab 22.15 kann es',
});
