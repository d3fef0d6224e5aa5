// Deutsch: warum eine EPCIS-Datei abgelehnt wird, und was in einer auffällt.
import type { say } from '../en/epcis.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'on-line': 'Zeile {line}: {said}',
  'refused-not-well-formed': 'das ist kein wohlgeformtes XML oder JSON',
  'refused-doctype': 'die Datei hat einen Dokumenttyp (DOCTYPE), den EPCIS nicht braucht, Angreifer aber schon',
  'refused-too-deep': 'mehr als 64 Elemente oder Objekte stehen ineinander',
  'refused-too-large': 'ein Stück der Datei ist größer, als EPCIS eines braucht',
  'refused-duplicate-key': 'ein Objekt hat zwei Eigenschaften eines Namens',
  'refused-not-epcis': 'das ist keine EPCIS-Datei',
  'refused-bad-encoding': 'einige Bytes sind kein Text in der Kodierung der Datei',
  'refused-bad-csv': 'das ist keine Tabelle aus Zeilen',
  'xml-wrong': 'das ist kein wohlgeformtes XML: {why}',
  'json-wrong': 'das ist kein wohlgeformtes JSON: {why}',
  'file-empty': 'die Datei ist leer',
  'file-ends': 'die Datei endet zu früh',
  'gzip-damaged': 'die komprimierte Datei ist abgeschnitten oder beschädigt',
  'utf-32': 'die Datei ist in UTF-32, das auch sonst niemand lesen kann',
  'encoding-unknown': 'die Kodierung "{name}" kann hier nichts lesen',
  zip: 'das ist ein Archiv: auspacken und die Datei darin angeben',
  'root-unknown': 'das äußerste Element ist "{name}", kein EPCIS-Dokument',
  'type-unknown': 'das äußerste Objekt ist vom Typ "{name}", kein EPCIS-Dokument',
  'epc-not-text': 'ein epc enthält ein Element',
  'attributes-many': 'ein Element hat mehr als 64 Attribute',
  'key-twice': 'die Eigenschaft "{name}" steht zweimal in einem Objekt',
});
