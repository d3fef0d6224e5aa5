// What the program itself says around answers, in German.
import type { say } from '../en/screen.ts';
import { grouped } from '../numbers.ts';
import type { Translated } from '../say.ts';

const of = (shown: number, total: number): string => `${grouped(shown)} von ${grouped(total)}`;

export const table: Translated<typeof say> = () => ({
  'error-of': '{input}: {message}',
  'standard-input': 'die Standardeingabe',
  'empty-line': 'eine leere Zeile',
  'so-many-of': ({ shown, total }) => of(shown, total),
  'list-goes-on': ({ what, shown, total }) => `${what}: ${of(shown, total)}`,
  'to-go-on': ({ shown, total }) => `${of(shown, total)}; weiter mit:`,
  'nothing-of-that-time': 'nichts aus dieser Zeit',
  'something-thrown': 'etwas wurde geworfen: {what}',
  unexpected: 'unerwartet: {message}',
  interrupted: 'unterbrochen',

  'file-and-answer': 'auf der Standardausgabe haben Datei und Antwort nicht beide Platz',
  'leave-json-out': '--json weglassen, oder eine Datei nennen',
  'json-or-csv': 'die Antwort ist entweder JSON oder CSV',
  'leave-one-out': '--json oder --csv weglassen',
  'nothing-to-read': 'es gab nichts zu lesen',

  'goes-on': '{message}; der Befehl geht weiter',
  'file-not-read': 'niemand hat die Datei zu Ende gelesen',
  'file-not-read-hint': 'niemand hat die Datei zu Ende gelesen; {hint}',
  'answer-not-written': 'die Antwort konnte nicht geschrieben werden',
  'answers-not-written': ({ lost, all }) => `${of(lost, all)} Antworten konnten nicht geschrieben werden`,
  because: '{message}: {why}',
  'nobody-reads': 'niemand liest die Antworten mehr; {hint}',
  'nothing-was-to-be': 'nichts war aufzuzeichnen',
  'make-room-ask': 'Platz schaffen und noch einmal fragen',
  'make-room-run': 'Platz schaffen und noch einmal ausführen',
  'so-many-recorded': ({ recorded, all }) => `${of(recorded, all)} sind aufgezeichnet: pedigree log zeigt sie`,
  'so-many-recorded-waiting': ({ recorded, all, waiting }) =>
    `${of(recorded, all)} sind aufgezeichnet, ${grouped(waiting)} warten im Ausgang: pedigree log zeigt sie`,
  done: 'was der Befehl tut, ist getan',
  'done-besides': 'was der Befehl sonst tut, ist getan',
  'done-as': 'was der Befehl tut, ist getan und aufgezeichnet als {event}: pedigree log zeigt es',

  progress: ({ done, what }) => `${grouped(done)} ${what}`,
  'progress-of': ({ done, total, what }) => `${of(done, total)} ${what}`,
  'seconds-left': 'noch {seconds} s',
  'minutes-left': 'noch {minutes} min',

  serving: '{url}  {party}, Ctrl-C beendet',
  'serving-open': '{url}  {party}, offen für alle, Ctrl-C beendet',
  version: 'pedigree {version} (GS1-Wörterbuch {dictionary}, Node {node}, {platform})',

  'not-named': 'noch nicht benannt',
  'no-products': 'noch ist kein Produkt benannt: pedigree product set --gtin GTIN --name NAME',
  'product-is': '{gtin} ist {what}',
  product: 'Produkt',
  pack: 'Packung',
  'named-by': 'benannt von {name}',
  'and-size': '{what}, {size}',
});
