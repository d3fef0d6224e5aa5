// Deutsch: was gescannt oder getippt wurde.
import type { say } from '../en/scans.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'not-calibration-symbol': 'das ist nicht das Kalibriersymbol, oder unterwegs gingen Zeichen verloren',
  'scan-again-if-fails':
    'noch einmal scannen; misslingt es wieder, Scanner und Computer auf dasselbe Tastaturlayout stellen, oder auf ALT-Modus',
  'code-cut-or-changed': 'der Code wurde vom Scanner abgeschnitten oder verändert und ist auf mehrere Arten zu lesen',
  'scan-again': 'noch einmal scannen',
  'not-sscc-check-digit': 'keine SSCC: Die Prüfziffer ist falsch',
  'look-at-last-digit': 'die letzte Ziffer prüfen',
  'code-names-no-pack': 'der Code nennt keine Packung: Er hat keine Seriennummer',
  'code-cut-off-within': 'der Code wurde in der Charge abgeschnitten',
  'scan-again-whole-square': 'noch einmal scannen, das ganze Quadrat; der Packung muss nichts fehlen',
  'scanner-cut-or-changed': 'der Scanner hat den Code abgeschnitten oder verändert, er ist auf mehrere Arten zu lesen',
  'scan-again-nothing-need': 'noch einmal scannen; der Packung muss nichts fehlen',
  'code-cut-off-in-serial': 'der Code wurde in der Seriennummer abgeschnitten: Die dieser Charge sind länger',
  'scanner-changed': 'der Scanner hat den Code verändert, er ist auf mehrere Arten zu lesen',
  'scanner-adds': 'es wurde mehr gelesen als der Code einer Packung: Der Scanner fügt etwas hinzu',
  'scanner-adds-nothing':
    'noch einmal scannen, und den Scanner so einstellen, dass er nichts hinzufügt: pedigree scanner calibrate',
  'png-picture': 'ein PNG-Bild',
  'scan-square-code': 'den quadratischen Code scannen',
  'scan-square-code-which-has': 'den quadratischen Code scannen, der die Seriennummer hat',
  'typed-by-scanner-calibrated': 'von einem hier kalibrierten Scanner getippt',
  'read-by-pressed-keys': 'nach den gedrückten Tasten gelesen',
  'another-case': 'die Buchstaben sind anders groß oder klein als auf der hergestellten Packung',
  'ask-product': 'Produkt (PC, GTIN oder die Ziffern unter den Strichen)',
  'ask-serial': 'Seriennummer (SN)',
  'ask-lot': 'Charge',
  'ask-expiry': 'Verfall (EXP)',
  asked: '{text}: ',
  'asked-again': '{text}, noch einmal: ',
  'answers-ended': 'nicht alles vom Etikett wurde getippt',
  'four-answers': 'Produkt, Seriennummer, Charge und Verfall, je eine Zeile; Charge und Verfall dürfen leer sein',
  'cannot-be-on-label': '{text}: {typed} kann das nicht sein',
  'as-on-pack': 'so tippen, wie es auf der Packung steht; die letzte Ziffer eines Produkts prüft die anderen',
  'nothing-to-verify': 'was soll geprüft werden?',
  'scan-or-type': 'einen Scan, eine SSCC oder eine Lieferung angeben; --type fragt nach dem Aufdruck, wo nichts scannt',
});
