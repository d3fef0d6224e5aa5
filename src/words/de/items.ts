// Deutsch: Packungen, Gebinde und Lieferungen, die genannt werden.
import type { say } from '../en/items.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'not-product-of-yours': '{gtin} ist kein eigenes Produkt',
  'not-name-of-code': '{name} ist kein Name einer Nummer',
  'code-as-ndc': 'Buchstaben, Ziffern und Striche: --code ndc=0904-1234-56',
  'ndc-not-of-gtin': 'NDC {ndc} steht nicht in der GTIN {gtin}',
  'ndc-in-gtin': 'mit den Strichen: eine GTIN der USA ist 03, die zehn Ziffern der NDC und eine Prüfziffer',
  'who-names-product':
    'der Hersteller oder eine Behörde benennt es; accredit --prefix oder --gtin einer Behörde macht zum Hersteller',
  'too-many-openings': 'das würde {count} Gebinde auf einmal öffnen, mehr als {opened}',
  'unpack-first': 'erst auspacken, oder in Teilen vorgehen',
  'not-lot-number': 'keine Chargennummer: {lot}',
  'lot-number-shape':
    'eine Chargennummer hat 1 bis 20 Buchstaben, Ziffern oder Zeichen des GS1-Satzes 82, keine Leerzeichen',
  'not-expiry-date': 'kein Verfalldatum: {expiry}',
  'write-expiry': 'JJJJ-MM-TT schreiben; Tag 00 ist das Monatsende',
  'commissioned-but': 'die Packungen sind angelegt, aber {why}',
  'make-room-same-key': 'Platz schaffen und denselben Befehl mit demselben Schlüssel --once wiederholen',
  'make-room-list-items':
    'Platz schaffen; pedigree stock --items listet sie auf, pedigree label --help sagt, wie man sie druckt',
  'not-arrived-advice':
    '{advice} {known} Bleibt es so, ging es an jemand anderen: nicht öffnen, den Überbringer anrufen.',
  'event-has-not-arrived': 'Ereignis {seq}{of} ist nicht eingetroffen: {here}',
  'sync-try-again': 'pedigree sync, dann noch einmal versuchen. {known}',
  'sync-try-again@alone': 'pedigree epcis import FILE nimmt die Datei der Lieferung auf; dann noch einmal versuchen',
  'no-shipment-event': 'keine Lieferung {ref}: Dieses Ereignis ist von der Art {type}',
  incoming: 'pedigree incoming',
  'not-yours-shipment': 'nicht für hier: eine Lieferung von {known} an jemand anderen',
  'do-not-open': 'Nicht öffnen. {who} anrufen.',
  'shipment-not-whole': 'Lieferung {ref} von {known} ist nicht vollständig eingetroffen',
  'not-gs1-company-prefix': 'keine GS1-Basisnummer: {asked}',
  'prefix-digits': 'sie hat 4 bis 12 Ziffern',
  'ssccs-used-up': 'fast alle SSCC mit der Basisnummer {prefix} sind vergeben',
  'shorter-prefix': 'eine kürzere Basisnummer angeben: --sscc-prefix P',
  'no-accredited-party-known': 'ein zugelassener Teilnehmer {text} ist hier nicht bekannt',
  'parties-or-sync': 'pedigree parties listet sie auf; pedigree sync bringt vielleicht einen neuen',
  'parties-or-sync@alone': 'dieser Teilnehmer arbeitet allein: pedigree outside list hat seine Partner',
  'despatch-ambiguous': 'mehrere Lieferungen haben die Lieferscheinnummer {text}',
  'one-of': 'eine von: {found}',
  'of-items-cannot-taken': '{count} davon können nicht genommen werden: {reason}',
  'refused-on': 'abgelehnt am {at}{value}',
  'delivery-received-all-same': 'diese Lieferung wurde {refused}; sie wird trotzdem angenommen',
  'weak-serials-they-count': 'schwache Seriennummern: Sie zählen hoch, die nächste ist zu erraten',
  'weak-serials-one-guess':
    'schwache Seriennummern: Ein Versuch von 2^{max} trifft, sicher ist erst einer von 2^{bits}',
  'pack-event-which-delivery': 'Ereignis {filling} (pack), das eine Lieferung nennt, ist nicht eingetroffen',
  'no-delivery-to-here': 'keine hier eingetroffene Lieferung nennt SSCC {sscc}',
  'pack-event-has': 'Ereignis {event} (pack) ist nicht eingetroffen',
  'nothing-of-chain-here': 'von seiner Kette ist nichts hier',
  'chain-here-up': 'seine Kette ist hier bis {size}',
  of: ' von {party}',
  'nothing-ever-heard': 'Von anderen wurde noch nie etwas gehört.',
  'last-heard-from-others': 'Zuletzt von anderen gehört vor {max}.',
  'no-shipment': 'auch keine Lieferung von oder nach hier hat diese Lieferscheinnummer: pedigree incoming',
  'list-of-scans': 'eine Liste von Scans',
});
