// What the screens of the desk say about goods in numbers, in German.
import type { say } from '../en/page-goods.ts';
import { counted, grouped } from '../numbers.ts';
import type { Translated } from '../say.ts';

const packs = (count: number): string => counted(count, 'Packung', 'Packungen');
const items = (count: number): string => counted(count, 'Stück', 'Stücke');

export const table: Translated<typeof say> = () => ({
  'nothing-coming': 'Nichts ist zu Ihnen unterwegs.',
  'choose-delivery': 'Welche Lieferung ist da? Wählen oder ihren Schein scannen.',
  'delivery-of': '{name}, von {from}',
  'delivery-unnamed': 'Lieferung von {from}',
  'delivery-what': ({ items: count, packs: inside, day }) => `${items(count)}, ${packs(inside)}, gesandt ${day}`,
  'was-refused': 'abgelehnt: {reason}',
  'any-delivery': 'Was auch kommt',
  'going-on': 'Nicht beendet',
  'going-on-with': ({ what, count }) => `Weiter: ${what}, ${counted(count, 'Scan', 'Scans')}`,
  'other-device': '{device} arbeitet auch an dieser Lieferung.',
  'goes-to': 'An {to}',
  'taken-elsewhere': 'Das geht in einem anderen Tab weiter. Hier Gescanntes zählt nicht.',
  'take-back': 'Hier weitermachen',
  'was-continued': 'Weiter mit dem, was vorher gescannt wurde.',

  'send-to': 'An wen',
  'send-despatch': 'Nummer des Lieferscheins (darf leer bleiben)',
  begin: 'Beginnen',
  'begin-first': 'Dieser Scan zählt nicht. Erst „Beginnen“ drücken.',
  'no-such-delivery': 'Keine Lieferung mit dieser Nummer ist unterwegs. Eine wählen, oder „Was auch kommt“.',
  'session-opens': 'Wird geöffnet. Es kann schon gescannt werden.',
  'scans-uncounted': ({ count }) =>
    count === 1
      ? 'Ein Scan zählt nicht: Es ließ sich nicht beginnen.'
      : `${counted(count, 'Scan', 'Scans')} zählen nicht: Es ließ sich nicht beginnen.`,
  'scans-late': ({ count }) =>
    count === 1
      ? 'Ein Scan zählt nicht: Der Durchgang war zu Ende. Erst „Neu beginnen“ drücken.'
      : `${counted(count, 'Scan', 'Scans')} zählen nicht: Der Durchgang war zu Ende. Erst „Neu beginnen“ drücken.`,
  'of-deliveries': 'Dieser Code gilt für Ware, die ankommt.',
  'pack-how': 'Scannen, was hineinkommt. Der Behälter bekommt eine neue Nummer.',
  'pack-into': 'SSCC des Behälters scannen oder eintippen oder für einen neuen leer lassen',
  'stock-how': 'Alles scannen, was hier ist. Nichts wird festgehalten; am Ende steht, was abweicht.',

  'so-many-of': '{here}/{expected}',
  'packs-scanned': ({ count }) => packs(count),
  'scans-unsent': ({ count }) =>
    count === 1
      ? 'Ein Scan wartet, noch nicht beurteilt.'
      : `${counted(count, 'Scan', 'Scans')} warten, noch nicht beurteilt.`,
  'on-the-list': 'AUF DER LISTE',
  'not-on-the-list': 'NICHT AUF DER LISTE',
  'waits-unjudged': 'WARTET',
  'on-list-said': 'Nach der Liste, die diese Seite hat. Beurteilt wird, sobald der Knoten antwortet.',
  'not-on-list-said': 'Es kann in etwas sein, das darauf steht. Beurteilt wird, sobald der Knoten antwortet.',
  'no-list-said': 'Diese Seite hat keine Liste, die etwas dazu sagt. Beurteilt wird, sobald der Knoten antwortet.',
  ok: 'OK',
  look: 'ANSEHEN',
  twice: 'DOPPELT',
  'not-counted': 'NICHT GEZÄHLT',
  undone: 'ZURÜCK',
  damaged: 'BESCHÄDIGT',
  undo: 'Zurücknehmen',
  'mark-damaged': 'Beschädigt',
  finish: 'Fertig',
  drop: 'Alles verwerfen',
  'drop-sure': 'Alles Gescannte verwerfen? Nichts wird festgehalten.',
  'drop-yes': 'Ja, verwerfen',
  'out-after-all': 'Doch nicht zählen',
  'did-not-come': ({ count }) =>
    count === 1 ? 'Ein Stück ist nicht gekommen.' : `${items(count)} sind nicht gekommen.`,
  'still-to-come': 'Kommt noch',
  'tell-shipper': 'Dem Absender melden',
  'missing-count': ({ count }) => `Fehlt (${grouped(count)})`,
  'here-count': ({ count }) => `Da (${grouped(count)})`,
  'extra-count': ({ count }) => `Nicht angekündigt (${grouped(count)})`,
  'none-in-list': 'Nichts.',

  recorded: 'FESTGEHALTEN',
  ended: 'FERTIG',
  'nothing-scanned': 'Nichts wurde gescannt, nichts festgehalten.',
  'recorded-packs': ({ count }) => `${packs(count)} festgehalten.`,
  'recorded-as': 'Festgehalten als {event}',
  'into-container': 'Behälter {into}',
  'missing-told': 'Dem Absender gemeldet, weil nicht gekommen:',
  'missing-left': 'Nach den Büchern noch unterwegs:',
  'was-damaged': 'Beschädigt, hier abgesondert:',
  'not-received': 'Nicht angenommen:',
  'not-in-stock': 'Hier, aber nach den Büchern nicht im Bestand:',
  'not-here': 'Nach den Büchern im Bestand, nicht gescannt:',
  'another-run': 'Neu beginnen',

  'scan-container': 'Karton, Palette oder Lieferschein scannen.',
  'sent-by': 'Von',
  'sent-to': 'An',
  'sent-at': 'Gesandt',
  'in-it': ({ count }) => `${packs(count)} darin`,
  'within-days': 'In wie vielen Tagen',
  'days-30': '30 Tage',
  'days-90': '90 Tage',
  'days-180': '180 Tage',
  'nothing-expires': 'Bis dahin verfällt hier nichts.',
  'lot-and-expiry': 'Charge {lot}, Verfall {expiry}',

  'no-lots': 'Hier ist keine Charge.',
  'state-here': ({ count }) => `${grouped(count)} hier`,
  'state-of': ({ count, state }) => `${grouped(count)} ${state}`,
});
