// What the screens of the desk say about goods in numbers: deliveries that come and go, packing, counting, what is in stock.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('page-goods', () => ({
  'nothing-coming': 'Nothing is on the way to you.',
  'choose-delivery': 'Which delivery is here? Choose it, or scan its advice.',
  'delivery-of': '{name}, from {from}',
  'delivery-unnamed': 'Delivery from {from}',
  'delivery-what': ({ items, packs, day }: { items: number; packs: number; day: string }) =>
    `${counted(items, 'item')}, ${counted(packs, 'pack')}, sent ${day}`,
  'was-refused': 'refused: {reason}',
  'any-delivery': 'Whatever comes',
  'going-on': 'Not finished',
  'going-on-with': ({ what, count }: Count & { what: string }) => `Going on: ${what}, ${counted(count, 'scan')}`,
  'other-device': '{device} works on this delivery as well.',
  'goes-to': 'To {to}',
  'taken-elsewhere': 'This run goes on in another tab. Nothing scanned here is counted.',
  'take-back': 'Go on here',
  'was-continued': 'Goes on from what was scanned before.',

  'send-to': 'To whom',
  'send-despatch': 'Delivery advice number (may stay empty)',
  begin: 'Begin',
  'begin-first': 'That scan was not counted. Press “Begin” first.',
  'no-such-delivery': 'No delivery on the way has this number. Choose one, or take “Whatever comes”.',
  'session-opens': 'Opening. You can scan already.',
  'scans-uncounted': ({ count }: Count) => `${counted(count, 'scan')} not counted: it could not be begun.`,
  'scans-late': ({ count }: Count) =>
    `${counted(count, 'scan')} not counted: the run was over. Press “Begin another” first.`,
  'of-deliveries': 'This code is for goods that come in.',
  'pack-how': 'Scan what goes into it. A new number is given to the container.',
  'pack-into': 'Scan or type the SSCC of the container, or leave it empty for a new one',
  'stock-how': 'Scan everything that is here. Nothing is recorded; at the end you see what differs.',

  'so-many-of': '{here}/{expected}',
  'packs-scanned': ({ count }: Count) => counted(count, 'pack'),
  'scans-unsent': ({ count }: Count) => `${counted(count, 'scan')} waiting, not yet judged.`,
  'on-the-list': 'ON THE LIST',
  'not-on-the-list': 'NOT ON THE LIST',
  'waits-unjudged': 'WAITS',
  'on-list-said': 'By the list that this page has. It is judged once the node answers.',
  'not-on-list-said': 'It may be inside of something that is on it. It is judged once the node answers.',
  'no-list-said': 'This page has no list that says anything of it. It is judged once the node answers.',
  ok: 'OK',
  look: 'LOOK',
  twice: 'TWICE',
  'not-counted': 'NOT COUNTED',
  undone: 'TAKEN BACK',
  damaged: 'DAMAGED',
  undo: 'Undo',
  'mark-damaged': 'Damaged',
  finish: 'Done',
  drop: 'Drop it all',
  'drop-sure': 'Drop all that was scanned? Nothing is recorded.',
  'drop-yes': 'Yes, drop it',
  'out-after-all': 'Not counted after all',
  'did-not-come': ({ count }: Count) =>
    count === 1 ? 'One item has not come.' : `${counted(count, 'item')} have not come.`,
  'still-to-come': 'Still to come',
  'tell-shipper': 'Tell the shipper',
  'missing-count': ({ count }: Count) => `Missing (${grouped(count)})`,
  'here-count': ({ count }: Count) => `Here (${grouped(count)})`,
  'extra-count': ({ count }: Count) => `Not announced (${grouped(count)})`,
  'none-in-list': 'None.',

  recorded: 'RECORDED',
  ended: 'DONE',
  'nothing-scanned': 'Nothing was scanned, nothing was recorded.',
  'recorded-packs': ({ count }: Count) => `${counted(count, 'pack')} recorded.`,
  'recorded-as': 'Recorded as {event}',
  'into-container': 'Container {into}',
  'missing-told': 'The shipper is told of what did not come:',
  'missing-left': 'Still on the way by the books:',
  'was-damaged': 'Damaged, set apart here:',
  'not-received': 'Not received:',
  'not-in-stock': 'Here, and not in stock by the books:',
  'not-here': 'In stock by the books, and not scanned:',
  'another-run': 'Begin another',

  'scan-container': 'Scan a case, a pallet or an advice.',
  'sent-by': 'From',
  'sent-to': 'To',
  'sent-at': 'Sent',
  'in-it': ({ count }: Count) => `${counted(count, 'pack')} in it`,
  'within-days': 'Within how many days',
  'days-30': '30 days',
  'days-90': '90 days',
  'days-180': '180 days',
  'nothing-expires': 'Nothing here expires by then.',
  'lot-and-expiry': 'Lot {lot}, expiry {expiry}',

  'no-lots': 'No lot is here.',
  'state-here': ({ count }: Count) => `${grouped(count)} here`,
  'state-of': ({ count, state }: Count & { state: string }) => `${grouped(count)} ${state}`,
}));

export const phrase = /* @__PURE__ */ telling(say);
