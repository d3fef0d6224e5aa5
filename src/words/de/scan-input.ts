// What is said of scans as they are given, in German.
import type { say } from '../en/scan-input.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'picture-too-large': 'das Bild ist größer als 256 MiB',
  'too-many-lines': 'mehr als {scans} Zeilen auf einmal',
  'take-them-in-parts': 'in Teilen nehmen',
  'one-item': 'ein Stück, nicht {value}',
  'line-too-long': 'Zeile {n} ist länger als jeder Code',
  'several-lines': 'Scan {n} hat Zeilenenden: ein Scan nach dem anderen',
  'no-files-from-here': 'wer von anderswo fragt, für den wird keine Datei dieses Computers geöffnet',
  'scan-a-line': 'eine Datei mit Scans hat einen Scan je Zeile',
  'file-too-long': '{path} ist länger als 16 MiB',
  'no-such-file': 'keine solche Datei: {path}',
  'not-a-file': 'keine Datei: {path}',
  'no-code-in': 'kein Code gefunden in {name}',
  'one-scan-a-line': 'ein Scan je Zeile',
  'leave-option-out': 'wo nichts zu nennen ist, --{option} weglassen',
  'take-closer': 'näher aufnehmen, scharf und gerade',
  'first-of': '{first} (und {others} weitere)',
  ambiguous: 'der Scan kann für {count} verschiedene Codes stehen',
  'standard-input': 'der Standardeingabe',
  'cannot-read': '{path} ist nicht zu lesen',
  'no-scan': 'kein Scan in {where}',
});
