// Deutsch: Hub und seine Datenbank.
import type { say } from '../en/hub.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'other-schema': 'der Hub hat Tabellen der Version {version}, und dieses Programm kennt {known}',
  'newer-program': 'die Version von Pedigree installieren, die sie angelegt hat, oder eine neuere',
});
