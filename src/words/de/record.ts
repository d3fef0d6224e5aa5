// Deutsch: was aufgezeichnet werden soll.
import type { say } from '../en/record.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'key-used-for-another': 'der Schlüssel {key} wurde für einen anderen Auftrag verwendet',
  'each-request-has-key': 'jeder Auftrag hat seinen eigenen Schlüssel; derselbe wiederholt nur denselben Auftrag',
  'cannot-recorded-nobody-could': 'das kann nicht aufgezeichnet werden: Niemand könnte den Teil {part} lesen',
  reference: 'Referenz',
  'the-is-empty': '{said} ist leer',
  'has-characters-more': '{said} hat {count} Zeichen, mehr als aufgezeichnet werden können',
  'not-accredited-as-maker': '{name} ist nicht als Hersteller von {gtin} zugelassen',
  'regulator-says@alone': 'dieser Teilnehmer arbeitet allein, in den Rollen, die pedigree status nennt',
  'regulator-says': 'die Behörde sagt, wer darf: pedigree accredit {gln} --role manufacturer --gtin {gtin}',
  'has-not-role': '{name} hat nicht oder nicht mehr die Rolle für {type}',
  'status-says-which-roles': 'pedigree status sagt, welche Rollen endeten; die Behörde lässt zu, dann pedigree sync',
  'status-says-which-roles@alone': 'pedigree status sagt, in welchen Rollen dieser Teilnehmer arbeitet',
  'accreditation-of-has-ended': 'die Zulassung von {name} ist zu Ende: Was es aufzeichnet, gilt nicht',
  'not-accredited-as-far': '{name} ist, soweit hier bekannt, nicht zugelassen',
  'regulator-accredits-accredit-card': 'die Behörde lässt zu: pedigree accredit CARD --role ROLE; dann pedigree sync',
  'regulator-accredits-accredit-card@alone':
    'dieser Teilnehmer arbeitet allein, in den Rollen, die pedigree status nennt',
  'more-than-keys': 'mehr als {limit} Schlüssel müssten dieses Ereignis lesen',
  'no-such-chain-here': 'keine solche Kette hier: {name}',
  'parties-lists-parties': 'pedigree parties listet Teilnehmer und ihre Ketten auf',
  'no-such-event-here': 'kein solches Ereignis hier: {ref}',
  'log-chain-chain-lists': 'pedigree log --chain CHAIN listet sie auf',
  'of-packs': '{packs} Packungen: {caution}',
  'key-of-once': 'Schlüssel von --once',
  'rma-number': 'RMA-Nummer',
});
