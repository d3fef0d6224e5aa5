// The words of capturing what own lines and warehouses wrote.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('capture', () => ({
  'cannot-capture': ({ faults, events }: { faults: number; events: number }) =>
    faults === 1
      ? `nothing is recorded: 1 of ${counted(events, 'event')} cannot be`
      : `nothing is recorded: ${faults} of ${events} events cannot be`,
  'mend-and-again': 'correct them where they were written, and capture the file again',
  'place-event': 'event {event}, line {line}',
  'not-mapped': '{what} is nothing that a chain records',
  'not-own': 'this was done by another party',
  'no-goods': 'it names no single packs or containers',
  'no-destination': 'it does not say whose the goods become',
  'outside-party': '{to} is not in this network',
  'own-site': 'the goods stay with this party',
  'no-container': 'it does not say what was packed into',
  'follows-skipped': 'an earlier event of the same goods was left out: {reason}',
  'looks-like-case': 'GTIN {gtin} is that of a case: it is recorded when it is packed',
  'not-captured': 'what it takes back was never captured here',
  'nothing-on-way': 'no shipment of these goods is on its way here',
  'contents-differ': 'records say otherwise of what is inside: {what}',
  'no-lot': 'packs are made without a lot',
  'no-name': 'it has no name',
  'no-expiry': 'packs of lot {lot} are made without an expiry date',
  'serial-repeats': ({ count, serial }: { count: number; serial: string }) =>
    count === 1 ? `serial ${serial} is made twice in this file` : `${count} serials are made twice, such as ${serial}`,
  'made-before': ({ count, serial }: { count: number; serial: string }) =>
    count === 1
      ? `serial ${serial} was commissioned before`
      : `${count} serials were commissioned before, such as ${serial}`,
  'not-maker': 'not accredited as a maker of {gtin}',
  'regulator-says': 'the regulator gives the right to make a product',
  'id-reused': 'another event with the ID {given} was captured before',
  'was-captured': ({ packs, events }: { packs: number; events: number }) =>
    `captured ${packs} ${packs === 1 ? 'pack' : 'packs'} in ${events} ${events === 1 ? 'event' : 'events'}`,
  'nothing-captured': 'captured nothing',
  'of-type': '{count} {type}, {packs} {packs:pack|packs}',
  'left-out': ({ count }: { count: number }) => `${count} ${count === 1 ? 'event was' : 'events were'} left out:`,
  'known-before': ({ count }: { count: number }) =>
    `${count} ${count === 1 ? 'event was' : 'events were'} recorded before`,
  'and-more': 'and {count} more',
  'products-named': ({ count }: { count: number }) =>
    `${count} ${count === 1 ? 'product has' : 'products have'} a name`,
  'product-left': '{what} is not named: {reason}',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
