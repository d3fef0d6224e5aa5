// What is said of the words of a command line, in German.
import type { say } from '../en/command-line.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'value-like-flag': "'{value}' gilt als Wert von {name}; {name}={value} sagt es sicher",
  'command-or-value': "'{value}' kann der Befehl oder der Wert von {flag} sein",
  'command-first': 'der Befehl kommt zuerst: pedigree {command} {flag} …',
  'unknown-command': "unbekannter Befehl '{first}'",
  'did-you-mean': 'ist {near} gemeint?',
  'see-commands': 'pedigree help zählt die Befehle auf',
  'second-word': "'{first}' verlangt ein zweites Wort",
  'unknown-in-family': "unbekannter Befehl '{first} {second}'",
  'did-you-mean-in-family': 'ist {first} {near} gemeint?',
  members: 'eins von: {first} {family}',
  'option-missing': "die Option '{flags}' fehlt",
  'see-help': 'pedigree help {command}',
  'empty-value': '--{option} hat einen leeren Wert',
  'leave-out-or-write': 'weglassen, oder {flag} schreiben',
  'no-count': "--{option} nimmt eine ganze Zahl, nicht '{value}'",
  'no-day': "--{option} nimmt einen Tag als JJJJ-MM-TT, nicht '{value}'",
  'see-help-or': 'pedigree help {command}, oder {others}',
  'unknown-option': "unbekannte Option '{flag}'",
  'argument-missing': "das Argument '{name}' fehlt",
  'value-missing': "der Option '{flags}' fehlt ihr Wert",
  'no-choice': "die Option '{flags}' nimmt '{value}' nicht: möglich sind {choices}",
  'too-many': ({ wanted, given }) => `zu viele Argumente: ${wanted} erwartet, ${given} gegeben`,
  'limit-from-1': '--limit nimmt eine Zahl ab 1',
  'no-sort-field': '{command} hat nichts namens {field}, um danach zu sortieren',
  'sort-fields': 'eins von: {known}; -{first} beginnt am anderen Ende',
  'no-moment': "--{option} nimmt einen Tag oder Zeitpunkt, nicht '{text}'",
  'moment-shape': '2026-11-29, 2026-11-29T08:00Z, oder das next einer Antwort',
  'list-without-time': 'was hier aufgezählt wird, hat keine Zeit, an der --{option} schneiden könnte',
});
