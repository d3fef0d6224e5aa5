// What is said of goods that were moved, in German.
import type { say } from '../en/goods-text.ts';
import { counted, grouped } from '../numbers.ts';
import type { Translated } from '../say.ts';

const packs = (count: number): string => counted(count, 'Packung', 'Packungen');
const goods = (what: { readonly items: number; readonly packs: number }): string =>
  what.items === what.packs ? packs(what.packs) : `${counted(what.items, 'Stück', 'Stück')} mit ${packs(what.packs)}`;
const after = (word: string, text: string | undefined): string => (text === undefined ? '' : `${word}${text}`);
const age = (hours: number): string =>
  hours < 48 ? counted(hours, 'Stunde', 'Stunden') : counted(Math.floor(hours / 24), 'Tag', 'Tagen');

export const table: Translated<typeof say> = () => ({
  'already-recorded': 'schon festgehalten: {done}',
  'dry-run': 'Probelauf, nichts geschrieben: {done}',
  'send-on': 'Weitergeben: pedigree sync',
  'next-sync': 'weiter: pedigree sync',
  'standard-output': 'Standardausgabe',
  packs: ({ packs: count }) => packs(count),
  'lot-line': ({ packs: count, product, lot, expiry }) =>
    `${packs(count)} ${product}, Charge ${lot}, Verfall ${expiry}`,

  minted: ({ packs: count, cases, gtin, lot, expiry }) =>
    `${packs(count)} angelegt${cases === 0 ? '' : ` in ${counted(cases, 'Karton', 'Kartons')}`}: ${gtin}, Charge ${lot}, Verfall ${expiry}`,
  case: 'Karton {sscc}',
  'more-cases': ({ count }) => `und ${grouped(count)} weitere: --verbose oder --json nennt sie`,
  'for-the-printer': 'Scans für den Drucker: {file}',
  packed: ({ container, ...what }) => `${goods(what)} eingepackt in ${container}`,
  unpacked: ({ containers, ...what }) => `${goods(what)} herausgenommen aus ${containers.join(', ')}`,
  'already-empty': 'schon leer: {containers}',
  decommissioned: 'ausgebucht: {packs}',
  reinstated: 'wieder im Bestand: {packs}',
  quarantined: 'in Quarantäne: {packs}',
  released: 'freigegeben: {packs}',
  'nothing-to-release': 'nichts freizugeben, dieser Teilnehmer hält nichts davon in Quarantäne: {packs}',
  'reported-missing': 'vermisst gemeldet: {packs}',
  'found-again': 'wiedergefunden: {packs}',
  'nothing-to-find': 'nichts zu finden, nichts davon wird vermisst: {packs}',
  retracted: 'zurückgenommen: {type} {event}',
  'retracted-of': 'zurückgenommen: {type} {event}, {packs}',
  assigned: '{to} zugesprochen: {packs}',
  'reported-as': '{done} als {as}, lesbar für {to}',
  'nobody-yet': 'noch niemanden: weder Hersteller noch Behörde sind bekannt',
  'would-be-reported': 'würde gemeldet',
  'already-reported': 'schon gemeldet',
  reported: 'gemeldet',

  shipped: ({ to, ...what }) => `versandt an ${to}: ${goods(what)}`,
  opened: '{container} geöffnet: vorher {was} {was:Packung|Packungen}, jetzt {now}',
  shipment: 'Lieferung',
  'for-the-driver': 'für den Fahrer oder eine Mail: {file}',
  'nothing-coming': 'nichts ist hierher unterwegs',
  'nothing-coming-from': 'nichts ist von {from} hierher unterwegs',
  'nothing-sent': 'nichts Versandtes ist unterwegs',
  'next-receive': 'weiter: pedigree receive {shipment}',
  refused: 'abgelehnt',
  'refused-on': '{refused} am {day}',
  'refused-because': '{refused} am {day}: {reason}',
  'take-back': 'stornieren: {command}',
  'passed-over': 'pedigree receive --all übergeht sie',
  coming: ({ from, hours, reason, ...what }) =>
    `von ${from}: ${goods(what)}, vor ${age(hours)}${after(', zurückgesandt: ', reason)}`,
  going: ({ to, hours, reason, ...what }) =>
    `an ${to}: ${goods(what)}, vor ${age(hours)}${after(', zurückgesandt: ', reason)}`,
  call: '{contact} anrufen',
  received: (what) => `angenommen: ${goods(what)}`,
  missing: 'fehlt',
  damaged: 'defekt',
  held: 'gesperrt',
  'held-because': ({ item, packs: count, reason }) => `${item} (${packs(count)}): ${reason}`,
  'returned-apart': ({ packs: count }) =>
    `${packs(count)} aus Retouren in Quarantäne, bis sie geprüft sind: pedigree release …`,
  'damaged-apart': 'in Quarantäne, bis sie geprüft sind: pedigree release …',
  extra: 'zu viel',
  'no-data': 'o. Daten',
  'ask-for-data': 'Diese nennt keine Datei: danach fragen, dann pedigree asked {id}',
  'came-already': ({ count }) => `davon ${counted(count, 'Stück', 'Stück')} schon da`,
  'sender-asked': 'Absender am {day} gefragt',
  'tell-sender': 'dem Absender sagen: von selbst erfährt er nichts',
  'missing-told': 'was fehlt, bleibt Sache des Absenders; der Absender erfährt davon',
  'already-here': 'schon festgehalten: es ist hier',
  'already-from': ({ from }) => `schon festgehalten${after(' von ', from)}`,
  'received-nothing': ({ from }) => `nichts angenommen${after(' von ', from)}`,
  'received-where-named': 'was trotzdem hier ist, wird angenommen, wo es genannt ist',
  'not-taken': 'nicht genommen',
  voided: (what) => `storniert: ${goods(what)}; der Absender hat sie wieder`,
  'refused-goods': (what) => `abgelehnt: ${goods(what)}`,
  'shipper-told': 'der Absender erfährt es beim nächsten Abgleich und storniert: {command}',

  cancelled: '{id} verworfen',
  'outbox-tried': '{recorded} festgehalten, {failed} als Warnung geendet',
  'outbox-line': ({ id, command, since, tries, why }) =>
    `${id}  ${command} vom ${since}, ${counted(tries, 'Mal', 'Mal')} versucht: ${why}`,
  'nothing-waits': 'nichts wartet',
  'next-outbox': 'weiter: pedigree sync; pedigree outbox retry',
  'next-outbox@alone': 'weiter: pedigree outbox retry',
  'never-supplied': 'was nie abgegeben wurde: pedigree outbox cancel {id} --reason T',
  'why-elsewhere': 'nach den Einträgen ist sie zu jemand anderem unterwegs',
  'why-not-here': 'nach den Einträgen hat sie jemand anderes',
  'why-unknown-lot': 'ihre Charge hat diesen Rechner noch nicht erreicht',
  'why-behind': 'dieser Ordner wurde wiederhergestellt oder kopiert: pedigree recover',
  'why-forked': 'die eigene Kette ist gespalten: pedigree doctor',
  'why-not-allowed': 'diese Kette ist noch nicht zugelassen',
  'why-incomplete': 'ein Teil ihres Wegs hat diesen Rechner noch nicht erreicht',
  'supplied-not-recorded': 'abgegeben und nicht festzuhalten',
  'supplied-before-recall': 'abgegeben, bevor der Rückruf hier bekannt war',
});
