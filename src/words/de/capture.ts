// Deutsch: erfassen, was eigene Linien und Lager geschrieben haben.
import type { say } from '../en/capture.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'cannot-capture': ({ faults, events }) =>
    faults === 1
      ? `nichts ist aufgezeichnet: 1 von ${counted(events, 'Ereignis', 'Ereignissen')} kann es nicht werden`
      : `nichts ist aufgezeichnet: ${faults} von ${events} Ereignissen können es nicht werden`,
  'mend-and-again': 'dort berichtigen, wo sie geschrieben wurden, und die Datei noch einmal erfassen',
  'place-event': 'Ereignis {event}, Zeile {line}',
  'not-mapped': '{what} ist nichts, was eine Kette aufzeichnet',
  'not-own': 'das hat ein anderer Beteiligter getan',
  'no-goods': 'es nennt keine einzelnen Packungen oder Gebinde',
  'no-destination': 'es sagt nicht, wem die Ware dann gehört',
  'outside-party': '{to} ist nicht in diesem Netz',
  'own-site': 'die Ware bleibt bei diesem Beteiligten',
  'no-container': 'es sagt nicht, worein gepackt wurde',
  'follows-skipped': 'ein früheres Ereignis derselben Ware wurde ausgelassen: {reason}',
  'looks-like-case': 'GTIN {gtin} gehört zu einem Gebinde: es wird aufgezeichnet, wenn es gepackt wird',
  'not-captured': 'was es zurücknimmt, wurde hier nie erfasst',
  'nothing-on-way': 'keine Sendung mit dieser Ware ist hierher unterwegs',
  'contents-differ': 'nach den Aufzeichnungen ist etwas anderes darin: {what}',
  'no-lot': 'Packungen ohne Charge werden hergestellt',
  'no-name': 'es hat keinen Namen',
  'no-expiry': 'Packungen der Charge {lot} ohne Verfalldatum werden hergestellt',
  'serial-repeats': ({ count, serial }) =>
    count === 1
      ? `Seriennummer ${serial} wird in dieser Datei zweimal hergestellt`
      : `${count} Seriennummern werden zweimal hergestellt, etwa ${serial}`,
  'made-before': ({ count, serial }) =>
    count === 1
      ? `Seriennummer ${serial} wurde früher schon hergestellt`
      : `${count} Seriennummern wurden früher schon hergestellt, etwa ${serial}`,
  'not-maker': 'nicht als Hersteller von {gtin} zugelassen',
  'regulator-says': 'das Recht, ein Produkt herzustellen, gibt die Behörde',
  'id-reused': 'ein anderes Ereignis mit der ID {given} wurde früher erfasst',
  'was-captured': ({ packs, events }) =>
    `${packs} ${packs === 1 ? 'Packung' : 'Packungen'} in ${events} ${events === 1 ? 'Ereignis' : 'Ereignissen'} erfasst`,
  'nothing-captured': 'nichts erfasst',
  'of-type': '{count} {type}, {packs} {packs:Packung|Packungen}',
  'left-out': ({ count }) => `${count} ${count === 1 ? 'Ereignis wurde' : 'Ereignisse wurden'} ausgelassen:`,
  'known-before': ({ count }) => `${count} ${count === 1 ? 'Ereignis war' : 'Ereignisse waren'} schon aufgezeichnet`,
  'and-more': 'und {count} weitere',
  'products-named': ({ count }) => `${count} ${count === 1 ? 'Produkt hat' : 'Produkte haben'} einen Namen`,
  'product-left': '{what} wird nicht benannt: {reason}',
});
