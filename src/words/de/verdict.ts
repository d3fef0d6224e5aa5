// Deutsch: Hinweise und was sonst zu Packungen gesagt wird.
import type { say } from '../en/verdict.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'manifest-of-shipment': 'die Packliste der Lieferung {ref} ist nicht hier',
  sync: 'pedigree sync',
  'no-party-known-here': 'ein Teilnehmer {at} ist hier nicht bekannt',
  'days-to-expiry-whole': 'die Tage bis zum Verfall sind eine ganze Zahl',
  'somewhere-before-event': 'irgendwo vor Ereignis {below}',
  'from-event': 'ab Ereignis {index}',
  'records-of-have-split': 'die Einträge von {name} haben sich {where} gespalten; eine Behörde entscheidet',
  'which-records-of-count':
    'welche Einträge von {name} gelten, wurde zweimal verschieden entschieden, daher gilt keines der Worte',
  'refused-shipment': '{by} hat Lieferung {shipment} abgelehnt{what}{resolution}',
  'found-difference-in-shipment': '{by} fand eine Abweichung in Lieferung {shipment}: {difference}{what}',
  'reports-as': '{by} meldet {pack} als {as}: {note}',
  'has-voided-delivery': ({ by, count, reason }) => `${by} hat eine Lieferung storniert, ${count} Stück${reason}`,
  'so-many-items': ({ count }) => `, ${count} Stück`,
  'a-pack': 'eine Packung',
  'has-copied-into-records':
    '{name} hat in die eigenen Einträge übernommen, was andere von ihrer Ware veröffentlicht hatten: sie sagen nichts darüber',
  'give-gln-parties': 'die GLN angeben: pedigree parties',
  'key-locked-reports':
    'der Schlüssel ist gesperrt: Meldungen und zurückgestellte Seriennummern wurden nicht angesehen',
  'less-came-than-announced': 'es kam weniger als angekündigt',
  'more-came-than-announced': 'es kam mehr als angekündigt',
  'it-was-refused': 'sie wurde abgelehnt',
  'goods-came-not-announced': 'es kam Ware, die nicht angekündigt war',
  'nothing-of-came': 'nichts davon kam',
  'data-wrong': 'die Daten sind falsch',
  'label-wrong': 'ein Etikett ist falsch',
  'packaging-wrong': 'die Verpackung ist falsch',
  'may-not-moved': 'sie darf nicht bewegt werden',
  'code-used-by-somebody': 'ihr Code wurde von jemandem verwendet, der sie nicht hat: Eine von zweien ist eine Kopie',
  'recorded-by-somebody': 'sie wurde von jemandem verzeichnet, der nicht Hersteller dieses Produkts ist',
  'recorded-after-maker-had': 'sie wurde verzeichnet, nachdem ihr Hersteller die Zulassung verloren hatte',
  'two-parties-have-each': 'zwei Teilnehmer haben verzeichnet, sie zu haben',
  'hand-over-missing-before': 'vor dem letzten Eintrag fehlt eine Übergabe',
  'one-party-recorded-two': 'ein Teilnehmer hat zur selben Zeit zwei verschiedene Dinge über sie verzeichnet',
  'records-rests-on-have': 'die Einträge, auf denen sie beruht, haben sich gespalten',
  'somebody-wrote-about-without': 'jemand schrieb über sie, ohne es zu dürfen',
  'several-parties-have': 'mehrere Teilnehmer haben sie nach Einträgen, die sich widersprechen',
  'recorded-as-lost': 'sie war als verloren verzeichnet und kam doch noch',
  'somebody-recorded-at-earlier': 'jemand hat zu einem früheren Schritt verzeichnet, dass sie abgegeben wurde',
  'somebody-recorded-at-earlier-step':
    'jemand hat zu einem früheren Schritt verzeichnet, dass sie außer Verkehr gesetzt wurde',
  'somebody-took-entry-back': 'jemand nahm einen Eintrag zurück, auf den andere aufgebaut hatten: Er bleibt',
});
