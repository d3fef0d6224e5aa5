// What `init` asks at a terminal, and what it says is missing where there is none, in German.
import type { say } from '../en/questions.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  missing: ({ options }) => `init muss mehr wissen: ${options.join('; ')}`,
  'missing-how': 'zusammen angeben, oder an einem Terminal starten, das fragt: pedigree init --help',
  'a-way': '--regulator, --alone oder --network CARD',
  'maker-of': '--prefix <gcp> oder --gtin <gtin>',
  'stopped-asking': 'aufgehört, ehe alles beantwortet war, nichts ist entstanden',
  begin: 'Ein neuer Teilnehmer in {home}\nEingabe nimmt, was in Klammern steht, Strg-C lässt alles, wie es war.',
  name: 'Name des Betriebs: ',
  gln: 'Seine GLN (13 Ziffern, von GS1): ',
  'gln-offered': 'Die Prüfziffer von {typed} ist falsch oder fehlt.\nEingabe nimmt {gln}, oder eine andere eintippen: ',
  way: `Wie fängt er an?
  1  er tritt einem Netz bei: es gibt eine Karte der Behörde
  2  er gründet eins: er ist die Behörde
  3  allein, bis es ein Netz gibt
  4  er ist eine weitere Kasse: es gibt eine Karte der ersten
Nummer: `,
  card: 'Die Datei der Karte: ',
  'fingerprint-compare': 'Der Fingerabdruck des Netzes von {founder}: {fingerprint}',
  'fingerprint-agrees': 'Liest dort jemand am Telefon dasselbe vor? ja oder nein: ',
  roles: 'dispenser, distributor, manufacturer oder logistics [dispenser]: ',
  prefix: 'GS1-Präfix seiner Produkte: ',
  custody: 'Jede Übergabe wird aufgezeichnet (required) oder nur Herstellung und\nAbgabe (endpoints) [required]: ',
  contact: 'Telefon oder Mail für Partner [keine]: ',
  'not-an-answer': 'das ist nichts davon',
  passphrase: 'Eine Passphrase für den Schlüssel (Eingabe für keine): ',
  'new-passphrase': 'Neue Passphrase: ',
  'once-more': 'Noch einmal: ',
  'passphrases-differ': 'die beiden sind verschieden, noch einmal von vorn',
  peer: 'Adresse einer ersten Gegenstelle, etwa https://trace.midway.example/\n[später]: ',
  'peer-name': 'Wie sie hier heißt: ',
  'fingerprint-denied': 'die Karte ist von einem anderen Netz als dem verlangten',
  'ask-for-card': 'die Behörde um die richtige Karte bitten; nichts ist entstanden',
});
