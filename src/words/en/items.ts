// The words of items.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('items', () => ({
  'not-product-of-yours': '{gtin} is not a product of yours',
  'who-names-product': "its maker or a regulator names it; a regulator's accredit --prefix or --gtin makes a maker",
  'too-many-openings': 'this would open {count} containers at once, more than {opened}',
  'unpack-first': 'unpack them first, or do it in parts',
  'not-lot-number': 'not a lot number: {lot}',
  'lot-number-shape': 'a lot number has 1 to 20 letters, digits or signs of GS1 set 82, no blanks',
  'not-expiry-date': 'not an expiry date: {expiry}',
  'write-expiry': 'write YYYY-MM-DD; day 00 is the end of the month',
  'commissioned-but': 'the packs are commissioned, but {why}',
  'make-room-same-key': 'make room and run the same command again with the same --once key',
  'make-room-list-items': 'make room; pedigree stock --items lists them, pedigree label --help tells how to print them',
  'not-arrived-advice':
    '{advice} {known} If it stays so it was sent to somebody else: do not open it, call who brought it.',
  'event-has-not-arrived': 'event {seq}{of} has not arrived: {here}',
  'sync-try-again': 'pedigree sync, then try again. {known}',
  'no-shipment-event': 'no shipment {ref}: that event is of type {type}',
  incoming: 'pedigree incoming',
  'not-yours-shipment': 'not yours: a shipment of {known} to somebody else',
  'do-not-open': 'Do not open. Call {who}.',
  'shipment-not-whole': 'shipment {ref} of {known} has not arrived whole',
  'not-gs1-company-prefix': 'not a GS1 company prefix: {asked}',
  'prefix-digits': 'it has 4 to 12 digits',
  'ssccs-used-up': 'nearly all SSCCs with the prefix {prefix} are used',
  'shorter-prefix': 'give a shorter company prefix: --sscc-prefix P',
  'no-accredited-party-known': 'no accredited party is known here as {text}',
  'parties-or-sync': 'pedigree parties lists them; pedigree sync may bring a new one',
  'despatch-ambiguous': 'several shipments have the despatch advice {text}',
  'one-of': 'one of: {found}',
}));
