// Deutsch: was bei den Gründen eines Urteils zu tun ist. Namen von Teilnehmern stehen im Dativ.
import type { say } from '../en/advice.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'unknown-item':
    'Eine andere Packung abgeben. Diese beiseitelegen, nicht zurückschicken. Hersteller und Behörde melden: pedigree report … --as suspect --note T',
  'unknown-lot': 'Kein Anzeichen einer Fälschung. pedigree sync ausführen, dann noch einmal scannen.',
  'unknown-product':
    'Kein Anzeichen einer Fälschung. pedigree sync ausführen, dann noch einmal scannen. Bleibt es so, beim Lieferanten nachfragen.',
  'outside-gone': 'Nicht abgeben. Beiseite legen und den Absender der Datei fragen.',
  'outside-claim-differs':
    'Kein Zeichen einer Fälschung: Dateien haben Fehler. Nicht abgeben, ehe der Absender gesagt hat, was stimmt.',
  'outside-unproved':
    'Kein Zeichen einer Fälschung. Den Lieferanten fragen. Wessen Dateien hier geglaubt wird: pedigree outside list',
  'outside-claim': 'Vor der Abgabe Packung und Lieferung vergleichen.',
  'incomplete-knowledge': 'Kein Anzeichen einer Fälschung. pedigree sync ausführen, dann noch einmal scannen.',
  'incomplete-knowledge@alone':
    'Kein Zeichen einer Fälschung. Ist die Datei der Lieferung hier? pedigree epcis import FILE, dann noch einmal scannen. Sonst den Lieferanten fragen.',
  'not-commissioned':
    'Nicht abgeben. Ein aussortiertes Etikett, oder ohne Freigabe aus der Linie: der Verpackungslinie melden.',
  'lot-mismatch':
    'Eine andere Packung abgeben. Diese beiseitelegen. Hersteller und Behörde melden: pedigree report … --as suspect --note T',
  'expiry-mismatch':
    'Eine andere Packung abgeben. Diese beiseitelegen. Hersteller und Behörde melden: pedigree report … --as suspect --note T',
  'maker-not-accredited':
    'Nicht abgeben. Beiseitelegen und der Behörde melden: pedigree report … --as suspect --note T',
  'maker-revoked': 'Nicht abgeben. Beiseitelegen und bei der Behörde nachfragen.',
  'unauthorised-use':
    'Nicht abgeben. Die Packungen vergleichen und dem Hersteller melden: pedigree report … --as suspect --note T',
  recalled: 'Nicht abgeben. Absondern und dem Rückruf folgen: pedigree recall list',
  withdrawn: 'Nicht abgeben. Absondern und beim Lieferanten nach der Rückgabe fragen.',
  expired: 'Nicht abgeben. Zur Vernichtung absondern: pedigree decommission --reason expired …',
  'already-dispensed':
    'Dieselbe Schachtel zweimal gescannt? Zurückstellen. Zwei Schachteln? Eine ist eine Kopie: pedigree report … --as suspect --note T',
  decommissioned:
    'Nicht abgeben. Eine Packung, die es nicht mehr geben sollte, kann eine Kopie sein: nachfragen bei {by}.',
  disputed:
    'Nicht abgeben oder weitergeben. Die Teilnehmer müssen es klären: Einer nimmt zurück, oder die Behörde weist zu.',
  unaccounted: 'Nicht abgeben. Anruf bei {holder}; ist es die eigene und hier: pedigree found …',
  'in-transit-elsewhere': 'Nicht für hier. Nicht öffnen. Anruf bei {from}.',
  'not-in-your-custody':
    'Nach den Einträgen nicht hier. Wurde hierher geliefert: pedigree sync ausführen, und Anruf bei {holder}.',
  'custody-gap': 'Nicht abgeben. pedigree sync ausführen; bleibt es so, nachfragen bei {by}.',
  quarantined: 'Abgesondert halten, bis es freigegeben ist.',
  'lot-on-hold': 'Abgesondert halten bis zur Freigabe der Charge von {by}.',
  'in-transit-to-you': 'Erst annehmen: pedigree receive …',
  'author-forked': 'Die Packung darf verwendet werden. Die Behörde entscheidet, welcher Eintrag gilt.',
  'settled-here':
    'Die Packung darf verwendet werden. Einträge haben sich gespalten, und niemand hat unterschrieben, welche gelten: der Behörde melden.',
  'own-conflict': 'Nachsehen, ob es die erwartete Packung ist; die Einträge sind zu berichtigen von {by}.',
  contested: 'Nachsehen, ob es hier ist, und Anruf bei {by}: Wer es nicht hat, nimmt seinen Eintrag zurück',
  'loss-overtaken': 'Mitteilen, dass es hier ist: Anruf bei {by}.',
  unaccredited: 'pedigree sync ausführen. Bleibt es so, der Behörde melden.',
  'stale-knowledge': 'pedigree sync ausführen: Ein Rückruf oder eine Übergabe kann hier fehlen.',
  'clock-behind':
    'Die Uhr dieses Computers richtig stellen: Was verfallen ist und wie alt Nachrichten sind, sagt sie sonst falsch.',
  'weak-serial': 'Die Packung selbst genauer ansehen.',
  'expires-soon': 'Dafür sorgen, dass sie bis dahin verbraucht ist.',
  'scan-repaired': 'Mit der Packung ist alles in Ordnung. Den Scanner einstellen: pedigree decode … zeigt, wie.',
  'caution-notice': 'Dem Hinweis folgen.',
  'sibling-suspect': 'Die Packung selbst genauer ansehen.',
  'corrected-label': 'Die Packung ist gut. Dem Patienten sagen, was gilt.',
  'take-file-in':
    'Kein Zeichen einer Fälschung. Ist die Datei der Lieferung hier? pedigree epcis import FILE, dann noch einmal scannen. Sonst den Lieferanten fragen.',
  'scan-in-doubt':
    'Noch einmal scannen. Der Scanner hat den Code verändert oder abgeschnitten; der Packung muss nichts fehlen.',
  'near-serial': 'Noch einmal scannen: Eine um ein Zeichen andere Seriennummer wurde hergestellt. {advice}',
  asked:
    'Nachsehen, ob es die richtige Packung ist, und Anruf bei {by}; dann: pedigree dispense … --despite contested --note …',
  'came-after-all': 'Auf dem Weg hierher verloren gemeldet von {by}. Kam es doch: pedigree receive …',
  'at-the-door': 'Nicht annehmen. Anruf bei {by}: Zu klären ist, wer es hat.',
  'hand-overs-optional': 'Übergaben dürfen in diesem Netz entfallen: Das allein ist kein Anzeichen einer Fälschung.',
  'you-sent-it': 'Von hier geliefert: pedigree outgoing zeigt es, pedigree void … --reason T nimmt es zurück.',
  'yours-if-here': 'Nicht abgeben. Ist es hier: pedigree found …',
  'you-ended-it':
    'Nicht abgeben. Eine Packung, die es nicht mehr geben sollte, kann eine Kopie sein: pedigree report … --as suspect --note T',
});
