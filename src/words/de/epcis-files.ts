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
  'lost-unreadable': 'was von anderer Art ist, als der Standard dort hat, oder kein Ereignis',
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
  mended: ({ file, events, changed }) =>
    `${file}: ${grouped(events)} ${events === 1 ? 'Ereignis' : 'Ereignisse'}, ${grouped(changed)} ${changed === 1 ? 'Änderung' : 'Änderungen'}`,
  'mend-line': ({ text, event, was, is }) =>
    `${event < 0 ? '' : `Ereignis ${event}: `}${text}${was === '' ? '' : `: ${was}`}${is === '' ? '' : ` → ${is}`}`,
  'more-changes': ({ count }) => `und ${grouped(count)} weitere ${count === 1 ? 'Änderung' : 'Änderungen'}`,
  'nothing-left': 'nichts bleibt anzusehen',
  'left-for-sender': 'Übrig, vom Absender zu berichtigen:',
  'mend-encoding': 'die Zeichenkodierung',
  'mend-compressed': 'eine komprimierte Datei, entpackt',
  'mend-namespace': 'ein Namensraum, den Elemente des Standards nicht haben',
  'mend-place-form': 'ein Ort ohne sein Objekt',
  'mend-event-repeats': 'ein Ereignis, das zweimal da ist, weggelassen',
  'mend-time-form': 'die Form einer Zeit',
  'mend-time-zone': 'eine Zeit ohne Zone, die daneben steht',
  'mend-offset-form': 'die Form einer Zeitverschiebung',
  'mend-offset-missing': 'eine Zeitverschiebung, die nur in der Zeit stand',
  'mend-identifier-form': 'die Form einer Nummer',
  'mend-identifier-escapes': 'Zeichen einer Nummer, die maskiert sein müssen',
  'mend-identifier-blanks': 'Leerzeichen um eine Nummer',
  'mend-master-data-namespace': 'ein Name des CBV ohne seinen Namensraum',
  'mend-date-form': 'die Form eines Datums',
  'mend-action-form': 'die Form einer Handlung',
});
