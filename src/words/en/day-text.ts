// What is said of a party's day: what waits, what is in stock, what came, what was flagged.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('day-text', () => ({
  roles: 'Roles',
  'no-roles': 'none yet',
  knows: 'Knows',
  'knows-of': ({ parties, peers, news }: { parties: number; peers: number; news: string }) =>
    `${counted(parties, 'party', 'parties')}, ${counted(peers, 'peer')}, ${news}`,
  'nothing-heard': 'nothing heard of others yet',
  'oldest-news': 'oldest news {at}',
  network: 'Network',
  'test-home': 'Test home',
  yes: 'yes',
  'nothing-waits': 'Nothing waits.',
  recover: 'this folder was restored or copied: nothing can be recorded',
  unnamed: ({ count }: Count) => `${counted(count, 'chain')} of an ended party came since: to be named`,
  'records-lost': 'records of others that came here are gone, recalls perhaps',
  'own-records': ({ count }: Count) => `${counted(count, 'change')} of own records lost: settings, peers, outbox`,
  forked: 'the own chain has two histories: a regulator settles it, or a new one goes on',
  'not-accredited': 'not accredited yet: send the card to the regulator',
  clock: 'the clock of this computer is behind its own records',
  'accreditation-ended': ({ count }: Count) =>
    count === 1 ? 'an accreditation has ended' : `${count} accreditations have ended`,
  'accreditation-ends': ({ count }: Count) =>
    count === 0 ? 'the accreditation ends today' : `the accreditation ends in ${counted(count, 'day')}`,
  revoked: 'a regulator has revoked this chain',
  unaccredited: ({ count }: Count) => `${counted(count, 'card')} to accredit`,
  recalls: ({ count }: Count) => `${counted(count, 'recall')} to respond to`,
  incoming: ({ count }: Count) => `${counted(count, 'shipment')} on the way here`,
  outbox: ({ count }: Count) => `${counted(count, 'record')} waiting in the outbox`,
  peers: ({ count }: Count) => `${counted(count, 'peer')} not reached lately`,
  key: 'the key cannot be read, so goods on the way are not counted',
  alerts: ({ count }: Count) => counted(count, 'open alert'),
  'role-of': '{role} of {of}',
  'ends-on': 'Accredited as {right} until {until}, the last day.',
  'ended-all': 'The accreditation as {right} ended on {until}: nothing can be recorded any more.',
  'ended-right': 'The accreditation as {right} ended on {until}: nothing can be recorded as {right} any more.',
  'to-go-on': 'To go on, {how}',

  'no-alerts': 'no alerts',
  'no-open-alerts': 'no open alerts; {closed} closed',
  urgent: 'URGENT',
  look: 'look',
  note: 'note',
  'open-of': ({ open, total }: { open: number; total: number }) => `${counted(open, 'open alert')} of ${total}`,

  product: 'product',
  lot: 'lot',
  expiry: 'expiry',
  packs: 'packs',
  cases: 'cases',
  beside: 'of these and beside',
  'used-up': ({ count }: Count) => `${counted(count, 'lot')} used up or gone: pedigree stock --all`,
  'in-all': ({ count }: Count) => counted(count, 'pack'),
  in: 'in {within}',
  'of-gtin': 'GTIN {gtin}',
  'of-lot': 'lot {lot}',
  'nothing-expires': ({ days }: { days: number }) => `nothing here expires within ${counted(days, 'day')}`,
  'nothing-of-expires': ({ what, days }: { what: string; days: number }) =>
    `nothing here of ${what} expires within ${counted(days, 'day')}`,
  'nothing-here': 'nothing is here',
  'nothing-of': 'nothing of {what} is here: pedigree stock shows what is',
  'so-many': ({ count, state }: { count: number; state: string }) => `${grouped(count)} ${state}`,
  quarantined: 'quarantined',
  unaccounted: 'missing',
  contested: 'contested',
  disputed: 'disputed',
  dispensed: 'dispensed',
  decommissioned: 'out of use',
  coming: 'coming',
  outgoing: 'sent, not received',
  'on-the-way': 'on its way',
  received: 'received',
  'did-not-come': 'did not come',
  'taken-back': 'taken back',
  partly: 'not all of it has arrived, or in different ways',
  unclear: 'what became of it is not clear',
  'sent-state': 'from {from} to {to}, sent {at}: {state}',
  'still-coming': ({ said, packs }: { said: string; packs: number }) =>
    `${said}; ${counted(packs, 'pack')} still on the way`,
  'lot-expiry': 'lot {lot}, exp {expiry}',

  'release-apart': 'what was set apart for it stays so until: pedigree release ITEM',
  'action-over': 'RECALL {class}  the action is over, the packs stay recalled: {what}',
  fork: 'FORK',
  'fork-from': '{fork}  the chain of {name} has two histories from event {index} on',
  'fork-before': '{fork}  the chain of {name} has two histories that part before event {below}',
  'new-alerts': ({ count }: Count) => `${counted(count, 'new alert')}: pedigree alerts`,
  'new-shipments': ({ count, packs }: Count & { packs: number }) =>
    `${counted(count, 'new shipment')} on the way here, ${counted(packs, 'pack')}: pedigree incoming`,
  'written-now': ({ count }: Count) =>
    `${counted(count, 'record')} that waited ${count === 1 ? 'is' : 'are'} written now`,
  'cannot-write': ({ count }: Count) =>
    `${counted(count, 'record')} that waited cannot be written: pedigree alerts --open`,
  'still-waits': ({ count }: Count) =>
    `${counted(count, 'record')} still ${count === 1 ? 'waits' : 'wait'}: pedigree outbox`,
  failed: 'failed',
  'peer-failed': '{name}: {failed}, {error}',
  'peer-synced': '{name}: {taken} in, {out} out, {size}, {seconds} s',
  'peer-synced-some': '{name}: {taken} in, {out} out, {size}, {seconds} s, not everything was shown',
  'import-nothing-new': 'already recorded: nothing in it was new',
  'import-nothing': 'nothing new could be taken in',
  imported: ({ events, chains }: { events: number; chains: number }) =>
    `${counted(events, 'new event')} of ${counted(chains, 'chain')}`,
  'set-aside': 'set aside: {name}, {have} of {of} events are here; {why}',
  'aside-not-accredited': 'no regulator has accredited it yet',
  'aside-gap': 'events before it are not here',
  'aside-missing': 'the file ends before it',
  'aside-no-founder': 'the card of its network is not here',
  exported: ({ file, events, chains, size }: { file: string; events: number; chains: number; size: string }) =>
    `${file}: ${counted(events, 'event')} of ${counted(chains, 'chain')}, ${size}`,
  'import-there': 'the other side takes it in with: pedigree import {file}',
}));

export const phrase = /* @__PURE__ */ telling(say);
