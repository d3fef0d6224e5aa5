// German: what was done to a scan before it made sense.
import type { RepairSaid, say } from '../en/repairs.ts';
import type { Translated } from '../say.ts';

const became = ({ evidence, one, other }: RepairSaid): string =>
  one === undefined || other === undefined ? evidence : `${one} ist ${other}`;

export const table: Translated<typeof say> = () => ({
  'as-printed': () => 'gelesen, wie es neben dem Symbol gedruckt ist',
  base64: ({ one = '', other = '' }) => `${one} ist ${other} in Base64-Schreibweise`,
  blanks: became,
  'caps-lock': ({ one = '' }) => `${one} mit Feststelltaste`,
  'case-lost': () => 'Groß- und Kleinschreibung der Buchstaben war eine andere',
  column: () => 'eine Spalte aus der Zeile einer Tabelle',
  'ean-behind': () => 'hinter dem Code steht der EAN des Produkts',
  escapes: became,
  frame: ({ one }) => (one === undefined ? 'ein Leerzeichen hinter der Kennung des Symbols' : `${one} vor dem Code`),
  'gs-lost': () => 'hier endet ein Element, ein Trennzeichen ging verloren',
  'gs-substitute': ({ one = '' }) => `${one} steht, wo Trennzeichen hingehören`,
  'identifier-changed': became,
  'identifier-cut': ({ one = '', other = '' }) => `${one} ist übrig von ${other}`,
  'identifier-missing': () => 'ohne Kennung des Symbols',
  json: ({ one = '' }) => `${one} steht in einer Nachricht in JSON`,
  layout: ({ one, other }) =>
    one === undefined
      ? 'y und z sind vielleicht vertauscht'
      : other === undefined
        ? `${one}, mit einer anderen Tastatur getippt`
        : `${one} ist ${other}, mit einer anderen Tastatur getippt`,
  'leading-gs': () => 'ein Trennzeichen, wo kein Element endet',
  'line-break': became,
  'line-end': ({ one = '' }) => `${one} hinter dem Code`,
  'link-names': became,
  'link-scheme': () => 'eine Webadresse ohne https://',
  'link-slash': became,
  'link-wrapped': () => 'die Adresse, auf die eine andere führt',
  numbers: ({ one = '', other = '' }) => `${one} sind die Nummern der Zeichen ${other}`,
  'plain-identifier': () => 'ein Symbol ohne FNC1 enthält die Elemente einer Packung',
  quotes: () => 'der Code steht in Anführungszeichen',
  'scanned-twice': () => 'ein Code mehrmals hintereinander',
  'scanner-prefix': ({ one = '' }) => `${one} vor dem Code: eine Einstellung des Scanners`,
  'scanner-suffix': ({ one = '' }) => `${one} hinter dem Code: eine Einstellung des Scanners`,
  'start-lost': ({ one = '' }) => `${one} gehört vor den Code`,
  'symbols-joined': () => 'mehrere Symbole einer Packung',
  typography: became,
});
