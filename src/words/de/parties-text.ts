// What is said of parties, their cards and keys, in German.
import type { say } from '../en/parties-text.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

const events = (count: number): string => counted(count, 'Eintrag', 'Einträge');
const goOn = (count: number): string => `${events(count)} ${count === 1 ? 'gilt' : 'gelten'} weiter`;

export const table: Translated<typeof say> = () => ({
  'profile-of': '{name}, GLN {gln}',
  'company-prefixes': 'Firmenpräfixe {prefixes}',
  chain: 'Kette',
  network: 'Netz',
  fingerprint: 'Fingerabdruck',
  site: 'Standort',
  contact: 'Kontakt',
  folder: 'Ordner',
  file: 'Datei',
  key: 'Schlüssel',
  next: 'Weiter',
  until: 'Bis',

  founds: '{name} gründet ein Netz',
  'ready-to-join': '{name} kann beitreten',
  'till-ready-to-join': 'eine Kasse von {name} kann beitreten',
  observes: '{name} liest und prüft',
  'works-alone': '{name} arbeitet allein als {roles}',
  'alone-next':
    'Dateien der Partner aufnehmen: pedigree epcis import FILE. Eine weitere Kasse nimmt mit der Karte teil: pedigree card -o FILE',
  'hand-out-card': 'Die Karte weitergeben: pedigree card -o FILE. Wer beitritt, bekommt den Fingerabdruck vorgelesen.',
  'card-to-regulator':
    'Die Karte an die Behörde senden: pedigree card -o FILE. Sie antwortet mit einer Datei: pedigree import FILE',
  'card-to-first-till':
    'Die Karte zur ersten Kasse bringen: pedigree card -o FILE, und dort pedigree endorse FILE. Sie antwortet mit einer Datei: pedigree import FILE',
  'observer-next':
    'Dateien bringen alles hierher, Gegenstellen, sobald eine Behörde das Lesen erlaubt: pedigree card -o FILE',
  'key-locked': 'mit einer Passphrase gesperrt',
  'key-open': 'nicht gesperrt: pedigree key passphrase',
  'test-home': 'Testordner',
  'takes-now': 'ja, nimmt --now',
  recovery: 'Wiederherstellung',
  'no-recovery': 'keine: --recovery-out FILE macht einen Schlüssel, der an einem sicheren Ort liegen soll',
  'recovery-in': '{file}: sicher und ohne Netz aufbewahren; wer ihn hat, kann das Netz übernehmen',
  'recovery-words': 'Wiederherstellungswörter. Jetzt aufschreiben: Sie werden einmal gezeigt und nirgends aufbewahrt.',
  'recovery-words-settle': 'Sie entscheiden eine Spaltung dieser Kette, und wer sie hat, kann das Netz übernehmen.',

  accredited: '{name} ist zugelassen als {roles}',
  prefixes: 'Basisnummern',
  welcome: 'Willkommen',
  'welcome-for': '{file}, für {name}',
  'welcome-at': 'bei {name}: pedigree import {file}',
  'accredited-next': 'weitergeben: pedigree sync, oder noch einmal mit -o FILE zulassen',
  endorsed: 'eine Kasse von {name} ist bestätigt als {roles}',
  'endorsed-next': '{file} an die Kasse geben, die sie einliest: pedigree import FILE',
  'card-written': 'Karte geschrieben: {file}',
  'read-out': 'Vorlesen',
  'joiner-next': "Wer beitritt: pedigree init --name NAME --gln GLN --network {file} --fingerprint '{fingerprint}'",
  'regulator-next': 'Die Behörde: pedigree accredit {file} --role ROLE',

  revoked: '{name}, GLN {gln}, ist widerrufen',
  'go-on-counting': ({ chain, events: count }) => `${chain}: ${goOn(count)}`,
  'never-seen': '{chain}: nie gesehen, nichts davon gilt',
  'once-they-come': 'Sobald sie kommen, nennt derselbe Befehl sie, wie sie dann sind',
  settled: ({ whose, events: count }) =>
    `von ${whose} gilt der Zweig mit ${counted(count, 'Eintrag', 'Einträgen')}, und was daran anschließt`,
  'the-chain': 'Kette {chain}',
  'here-alone': 'Nur auf diesem Computer.',
  succeeds: '{name}, GLN {gln}, spricht für den Gründer',
  before: 'Vorher',
  'before-counts': ({ chain, events: count }) =>
    `${chain}, davon ${count === 1 ? 'gilt' : 'gelten'} ${events(count)} weiter`,

  'signs-with': 'Unterschreibt mit',
  'sealed-for': 'Versiegelt für',
  replaced: 'Ersetzt',
  never: 'nie',
  'so-many-times': '{count} mal',
  passphrase: 'Passphrase',
  'passphrase-set': 'ja',
  'passphrase-none': 'nein: pedigree key passphrase setzt eine',
  'key-now-locked': 'der Schlüssel ist mit der neuen Passphrase gesperrt',
  'key-now-open': 'der Schlüssel hat keine Passphrase',
  'replaced-sign': 'der Schlüssel, der unterschreibt, ist ersetzt',
  'replaced-seal': 'der Schlüssel, für den andere versiegeln, ist ersetzt',
  'replaced-both': 'der Schlüssel, der unterschreibt, und der, für den andere versiegeln, sind ersetzt',

  name: 'Name',
  roles: 'Rollen',
  news: 'Neues',
  'accredited-head': 'zugelassen',
  'contact-head': 'Kontakt',
  'none-accredited': 'noch ist kein Teilnehmer zugelassen',
  you: '{name} (hier)',
  'is-revoked': 'widerrufen',
  'is-forked': 'GESPALTEN',
  strangers: ({ count }) => `${counted(count, 'Kette', 'Ketten')} ohne Zulassung:`,
  'says-it-is': '{chain} nennt sich {name}',
  'says-it-is-gln': '{chain} nennt sich {name}, GLN {gln}',
  unnamed:
    '{name}: Kette {chain} kam nach dem Ende und gilt nicht, bis eine Behörde sie nennt: pedigree revoke {gln} --reason T --confirm {gln}',
  'settled-differently': '{name}: die Spaltung der Kette {chain} wurde verschieden entschieden',
  'settled-neither': '{name}: die Spaltung der Kette {chain} wurde verschieden entschieden, darum gilt keines',
  'settled-by':
    '{name}: die Spaltung der Kette {chain} ist entschieden, durch {by}: der Zweig mit damals {size} Einträgen',
  'by-recovery': 'den Wiederherstellungsschlüssel',
  'by-founder': 'den Gründer',
  'by-regulator': 'eine Behörde',
  'by-here': 'diesen Computer allein, von niemandem unterschrieben',
  'by-revocation': 'einen Widerruf',
  'ended-on': 'geendet am {until}',
  'ends-on': 'bis {until}',
  'of-right': '{right} {end}',

  'no-peers': 'keine Gegenstellen; pedigree peer add NAME URL',
  address: 'Adresse',
  'last-sync': 'letzter Abgleich',
  answers: 'Antwort',
  'answered-by': 'dort antwortet {who}, Kette {chain}',
  'answered-by-before': 'dort antwortet {who}, Kette {chain}, vorher Kette {formerly}',
  'a-stranger': 'jemand Fremdes',
});
