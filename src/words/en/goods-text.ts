// What is said of goods that were moved: minted, packed, shipped, received, set apart.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

/** Outermost items, and the packs inside. */
interface Goods {
  readonly items: number;
  readonly packs: number;
}

const goods = ({ items, packs }: Goods): string =>
  items === packs ? counted(packs, 'pack') : `${counted(items, 'item')} with ${counted(packs, 'pack')}`;
const after = (word: string, text: string | undefined): string => (text === undefined ? '' : `${word}${text}`);

export const say = /* @__PURE__ */ area('goods-text', () => ({
  'already-recorded': 'already recorded: {done}',
  'dry-run': 'dry run, nothing written: {done}',
  'send-on': 'Send it on: pedigree sync',
  'next-sync': 'next: pedigree sync',
  'standard-output': 'standard output',
  packs: ({ packs }: { packs: number }) => counted(packs, 'pack'),
  'lot-line': ({ packs, product, lot, expiry }: { packs: number; product: string; lot: string; expiry: string }) =>
    `${counted(packs, 'pack')} of ${product}, lot ${lot}, exp ${expiry}`,

  minted: ({ packs, cases, ...of }: { packs: number; cases: number; gtin: string; lot: string; expiry: string }) =>
    `minted ${counted(packs, 'pack')}${cases === 0 ? '' : ` in ${counted(cases, 'case')}`}: ${of.gtin}, lot ${of.lot}, exp ${of.expiry}`,
  case: 'case {sscc}',
  'more-cases': ({ count }: { count: number }) => `and ${grouped(count)} more: --verbose or --json lists them`,
  'for-the-printer': 'scans for the printer: {file}',
  packed: ({ container, ...what }: Goods & { container: string }) => `packed ${goods(what)} into ${container}`,
  unpacked: ({ containers, ...what }: Goods & { containers: readonly string[] }) =>
    `took ${goods(what)} out of ${containers.join(', ')}`,
  'already-empty': 'already empty: {containers}',
  decommissioned: 'taken out of use: {packs}',
  reinstated: 'back in stock: {packs}',
  quarantined: 'set apart: {packs}',
  released: 'released: {packs}',
  'nothing-to-release': 'nothing to release, this party holds none of it apart: {packs}',
  'reported-missing': 'reported missing: {packs}',
  'found-again': 'found again: {packs}',
  'nothing-to-find': 'nothing to find, none of it is missing: {packs}',
  retracted: 'taken back: the {type} {event}',
  'retracted-of': 'taken back: the {type} {event}, of {packs}',
  assigned: 'assigned to {to}: {packs}',
  'reported-as': '{done} as {as}, readable by {to}',
  'nobody-yet': 'nobody yet: no maker or regulator is known',
  'would-be-reported': 'would be reported',
  'already-reported': 'already reported',
  reported: 'reported',

  shipped: ({ to, ...what }: Goods & { to: string }) => `shipped to ${to}: ${goods(what)}`,
  opened: 'opened {container}: {was} {was:pack|packs} before, {now} now',
  shipment: 'shipment',
  'for-the-driver': 'for the driver or a mail: {file}',
  'nothing-coming': 'nothing is on its way here',
  'nothing-coming-from': 'nothing is on its way here from {from}',
  'nothing-sent': 'nothing that was sent is on its way',
  'next-receive': 'next: pedigree receive {shipment}',
  refused: 'refused',
  'refused-on': '{refused} on {day}',
  'refused-because': '{refused} on {day}: {reason}',
  'take-back': 'take it back: {command}',
  'passed-over': 'pedigree receive --all passes it over',
  coming: ({ from, hours, reason, ...what }: Goods & { from: string; hours: number; reason: string | undefined }) =>
    `from ${from}: ${goods(what)}, ${age(hours)} ago${after(', sent back: ', reason)}`,
  going: ({ to, hours, reason, ...what }: Goods & { to: string; hours: number; reason: string | undefined }) =>
    `to ${to}: ${goods(what)}, ${age(hours)} ago${after(', sent back: ', reason)}`,
  call: 'call {contact}',
  received: (what: Goods) => `received ${goods(what)}`,
  missing: 'missing',
  damaged: 'damaged',
  held: 'held',
  'held-because': ({ item, packs, reason }: { item: string; packs: number; reason: string }) =>
    `${item} (${counted(packs, 'pack')}): ${reason}`,
  'returned-apart': ({ packs }: { packs: number }) =>
    `${counted(packs, 'returned pack')} in quarantine until inspected: pedigree release …`,
  'damaged-apart': 'set apart in quarantine until inspected: pedigree release …',
  extra: 'extra',
  'no-data': 'no data',
  'ask-for-data': 'No file names these: ask for it, then pedigree asked {id}',
  'came-already': ({ count }: { count: number }) => `${counted(count, 'item')} of it here already`,
  'sender-asked': 'sender asked on {day}',
  'tell-sender': 'tell the sender: it hears of nothing by itself',
  'missing-told': 'what is missing stays in the shipper’s charge; the shipper is told',
  'already-here': 'already recorded: it is here',
  'already-from': ({ from }: { from: string | undefined }) => `already recorded${after(' from ', from)}`,
  'received-nothing': ({ from }: { from: string | undefined }) => `nothing received${after(' from ', from)}`,
  'received-where-named': 'what is here all the same is received where it is named',
  'not-taken': 'not taken',
  voided: (what: Goods) => `taken back: ${goods(what)}; the shipper has ${what.packs === 1 ? 'it' : 'them'} again`,
  'refused-goods': (what: Goods) => `refused: ${goods(what)}`,
  'shipper-told': 'the shipper is told at the next sync, and takes it back: {command}',

  cancelled: 'cancelled {id}',
  'outbox-tried': 'recorded {recorded}, ended as an alert {failed}',
  'outbox-line': ({
    id,
    command,
    since,
    tries,
    why,
  }: Record<'id' | 'command' | 'since' | 'why', string> & { tries: number }) =>
    `${id}  ${command} of ${since}, tried ${counted(tries, 'time')}: ${why}`,
  'nothing-waits': 'nothing waits',
  'next-outbox': 'next: pedigree sync; pedigree outbox retry',
  'next-outbox@alone': 'next: pedigree outbox retry',
  'never-supplied': 'what was never supplied: pedigree outbox cancel {id} --reason T',
  'why-elsewhere': 'by the records it is on its way to somebody else',
  'why-not-here': 'by the records somebody else has it',
  'why-unknown-lot': 'its lot has not reached this computer',
  'why-behind': 'this folder was restored or copied: pedigree recover',
  'why-forked': 'the own chain has two histories: pedigree doctor',
  'why-not-allowed': 'this chain is not accredited yet',
  'why-incomplete': 'part of its history has not reached this computer',
  'supplied-not-recorded': 'supplied and cannot be recorded',
  'supplied-before-recall': 'supplied before the recall was known here',
}));

function age(hours: number): string {
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

export const phrase = /* @__PURE__ */ telling(say);
