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
  'no-zstd-here': 'dieses Node.js kann zstd nicht auspacken',
  'newer-node-has-zstd': 'Node.js ab 22.15 kann es',
});
