// The words around a verdict: the one that is read from two metres, and what stands beside the reasons.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('verdict-text', () => ({
  genuine: 'GENUINE',
  caution: 'CAUTION',
  'cannot-tell': 'CANNOT TELL',
  'scan-again': 'SCAN AGAIN',
  recalled: 'RECALLED',
  'not-yours': 'NOT YOURS',
  stop: 'STOP',
  dispensed: 'DISPENSED',
  waits: 'WAITS',
  note: 'Note: {text}',
  also: 'Also: {text}',
  'more-reasons': ({ count }: { count: number }) => `And ${counted(count, 'more reason')}: --verbose tells them.`,
  maker: 'Maker: {name}',
  'maker-contact': 'Maker: {name}, {contact}',
  'pack-in-order': 'this pack is in order',
  'pack-in-order-by': 'this pack is in order, made by {maker}',
  'container-in-order': 'this container is in order',
  'container-in-order-by': 'this container is in order, made by {maker}',
  'readings-left': ({ count }: { count: number }) => `${counted(count, 'reading')} of this scan left; none was chosen.`,
  scanned: 'scanned: {input}',
  sscc: 'SSCC {sscc}',
  packs: ({ count }: { count: number }) => counted(count, 'pack'),
  lot: 'lot {lot}',
  expiry: 'exp {expiry}',
  serial: 'serial {serial}',
  which: 'lot {lot}, exp {expiry}, serial {serial}',
  'may-be-supplied': 'may be supplied',
  'may-be-supplied-dry': 'may be supplied; nothing written (dry run)',
  'already-with-key': 'already recorded with this key',
  'goes-on-later': 'recorded here as {id}; goes on once the delivery’s record has arrived',
  'next-sync': 'next: pedigree sync',
  'next-sync@alone': 'next: pedigree outbox',
  'do-not-supply': 'do not supply',
  opened: 'opened {sscc}',
}));

export const phrase = /* @__PURE__ */ telling(say);
