// Deutsch: wo eine Packung steht, und was dagegen spricht.
import type { say } from '../en/judging.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'recall-unknown': 'ein Rückruf {id} ist hier nicht bekannt',
  'recall-list': 'pedigree recall list',
  'recall-number-ambiguous': 'mehrere Rückrufe haben die Nummer {id}',
  'void-takes-back': 'pedigree outgoing zeigt sie, pedigree void … --reason T nimmt sie zurück',
  'recorded-at': 'verzeichnet bei {holder}',
  'in-quarantine': 'in Quarantäne bei {holder} ({reason})',
  'on-the-way': 'unterwegs von {from} nach {to}',
  missing: 'als fehlend gemeldet von {holder}',
  dispensed: 'bereits abgegeben von {by}{site} {when}',
  'out-of-use': 'außer Verkehr gesetzt ({reason}) von {by}{site} {when}',
  disputed: 'umstritten zwischen {parties}',
  'call-who-does': '{others} anrufen: Wer sie nicht hat, nimmt seinen Eintrag zurück, oder die Behörde weist sie zu.',
  'outside-not-recorded':
    'Packung und Lieferung vergleichen. Ware von Herstellern außen ist in diesen Einträgen in niemandes Hand: was damit geschieht, wird anderswo vermerkt.',
  'of-packs-inside': '{packs} der Packungen darin: {text}',
});
