// Deutsch: EPCIS-Dateien, die von der Platte gelesen und auf sie geschrieben werden.
import type { say } from '../en/epcis-files.ts';
import { grouped } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'an-epcis-file': 'eine EPCIS-Datei',
  'prefix-digits': '--prefix {prefix}: eine Basisnummer hat 6 bis 12 Ziffern',
  converted: ({ file, events, form }) =>
    `${file}: ${grouped(events)} ${events === 1 ? 'Ereignis' : 'Ereignisse'} als ${form}`,
  'not-carried-over': 'Nicht übernommen, oder anders gesagt:',
  'lost-line': ({ count, text, event, what }) =>
    `${grouped(count)} x ${text}${event < 0 ? '' : `, zuerst in Ereignis ${event}`}${what === '' ? '' : `: ${what}`}`,
  'lost-quantity-event': 'ein Ereignis einer Klasse allein, als Ereignis von Objekten geschrieben',
  'lost-no-urn': 'eine Nummer ohne URN, weil die Länge der Basisnummer nicht bekannt ist',
  'lost-no-link': 'eine Nummer, die kein Digital Link fasst',
  'lost-id-parts': 'ein Teil einer Nummer, für den eine URN keinen Platz hat',
  'lost-persistent-disposition': 'ein bleibender Zustand, den das Schema nur bei Ereignissen von Objekten hat',
  'lost-header-parts': 'ein Teil des Kopfes: Kontakte, weitere Beteiligte, die Art des Dokuments',
  'lost-document-id': 'die Kennung des Dokuments',
  'lost-master-data': 'ein Wort der Stammdaten',
  'lost-extension-without-namespace': 'eine Erweiterung ohne Namensraum',
  'lost-extension-name': 'eine Erweiterung, deren Namen XML nicht haben kann',
  'lost-extension-attribute': 'ein Attribut einer Erweiterung',
  'lost-mixed-text': 'Text zwischen den Elementen einer Erweiterung',
  'lost-number-form': 'eine Zahl, die JSON nur als Text hat',
  'lost-control-character': 'ein Zeichen, das XML nicht haben kann',
  'lost-wrapped-event': 'ein Dokument um ein Ereignis, das keines hatte',
});
