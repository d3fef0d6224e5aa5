// The words of the help, in German.
import type { Help } from '../en/help.ts';
import type { Translated } from '../say.ts';

export const table: Translated<Help> = () => ({
  short: `Pedigree verfolgt Arzneipackungen vom Hersteller bis zum Patienten.

  pedigree demo              vier Teilnehmer, eine Kopie, eine Fälschung, ein Rückruf
  pedigree decode SCAN       was ein Code sagt; ohne Teilnehmer
  pedigree init              teilnehmen, oder ein Netz gründen: es fragt
  pedigree verify SCAN       darf diese Packung abgegeben werden?

Alle Befehle: pedigree help        Ein Befehl: pedigree help mint
`,
  'usage-all': 'Aufruf: pedigree BEFEHL [ARGUMENTE] [OPTIONEN]',
  'usage-family': 'Aufruf: pedigree {family} BEFEHL',
  'usage-one': 'Aufruf: {line}',
  also: '{summary} (auch {aliases})',
  'of-every-command': 'Optionen jedes Befehls',
  'one-command': 'pedigree help BEFEHL zeigt Argumente, Optionen und Beispiele.',
  'one-of-family': 'pedigree help {family} BEFEHL zeigt einen davon.',
  arguments: 'Argumente',
  options: 'Optionen',
  'other-options': '[OPTIONEN]',
  further: 'Weiteres',
  examples: 'Beispiele',
  'see-also': 'Gemeinsame Optionen: pedigree help   JSON: pedigree schema {command}',
  'or-standard-output': '{description}; - ist die Standardausgabe',
});
