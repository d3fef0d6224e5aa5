// What is said of recalls: what each means here, how far it has come, and what is left to do.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('recalls-text', () => ({
  recall: 'RECALL {class}',
  'none-known': 'no recall is known here',
  'by-on': '{reason}; by {by}, {day}',
  why: '{reason} ({by})',
  'why-extended': 'extend: {reason} ({by})',
  'why-amended': 'amend: {reason} ({by})',

  id: 'recall',
  number: 'number',
  here: 'here',
  covers: 'covers',
  packs: 'packs',
  class: 'class',
  depth: 'depth',
  reason: 'reason',
  do: 'do',
  ask: 'ask',
  by: 'by',
  state: 'state',
  'by-at': '{by}, {at}',
  open: 'open',
  ended: 'ended',
  rescinded: 'rescinded',
  'story-recall': 'recalled',
  'story-answered': 'answered',
  'story-checked': 'checked',
  'story-ended': 'ended',
  'story-rescinded': 'taken back',
  next: 'next: {command}',
  patients: 'whom to call: {command}',
  'next-sync': 'next: pedigree sync',

  'lots-of': ({ gtin, lots }: { gtin: string; lots: readonly string[] }) => `${gtin}, lot ${lots.join(', ')}`,
  issued: ({ done, what, packs }: { done: string; what: string; packs: number }) =>
    `${done} ${what}, ${counted(packs, 'pack')}`,
  'already-recalled': 'already recalled',
  'would-recall': 'would recall',
  recalled: 'recalled',
  'sent-to': 'sent to {peer}',
  'not-sent-to': 'not sent to {peer}: {error}',
  'nobody-told': 'nobody was told yet: pedigree sync, or pedigree export FILE',

  'set-apart-now': ({ done, packs }: { done: string; packs: number }) =>
    `${done}; ${counted(packs, 'pack')} quarantined now`,
  'would-set-apart': ({ done, packs }: { done: string; packs: number }) =>
    `${done}; ${counted(packs, 'pack')} quarantined`,
  'already-answered': 'already answered',
  'would-answer': 'would answer',
  answered: 'answered',
  silent: 'silent',
  'fate-received': 'ever here',
  'fate-held': 'here, not set apart',
  'fate-quarantined': 'in quarantine',
  'fate-dispensed': 'dispensed',
  'fate-sent-on': 'sent on',
  'fate-decommissioned': 'out of use',
  'fate-unaccounted': 'missing',
  'fate-disputed': 'disputed',

  when: 'when',
  pack: 'pack',
  'reference-or-to': 'reference or receiver',
  operator: 'by',
  more: 'more',
  'affected-held': 'here',
  'affected-quarantined': 'in quarantine',
  'affected-dispensed': 'supplied',
  'affected-sent-on': 'sent on',
  'affected-decommissioned': 'out of use',
  'affected-unaccounted': 'missing',
  'affected-disputed': 'disputed',
  'affected-none': 'no pack of this recall was ever here',
  'affected-sums': ({ sums }: { sums: readonly string[] }) => sums.join(', '),
  'so-many-in-state': '{count} {state}',
  'lot-and-expiry': 'lot {lot}, expiry {expiry}',
  'came-from': 'from {from} {day}',
  'supply-waits': 'not recorded yet: pedigree outbox',
  'supply-refused': 'could not be recorded: pedigree alerts',
  'affected-contested': 'others have it by their records',
  'at-till': 'at the till {till}',

  party: 'party',
  held: 'held',
  'set-apart': 'set apart',
  dispensed: 'dispensed',
  contact: 'contact',
  'fates-here': (of: Fates) => `here: ${fates(of)}`,
  'fates-in-all': (of: Fates) => `in all: ${fates(of)}`,
  'of-nobody-known': 'of nobody else is known here that it was supplied, or has answered',
  'answered-share': 'answered: {percent} %',

  'end-ended': '{done}: the action is over; the packs stay recalled',
  'end-rescinded': '{done}: taken back; it stops no pack any more',
  'already-ended': 'already ended',
  'already-rescinded': 'already rescinded',
  'would-be-ended': 'would be ended',
  'would-be-rescinded': 'would be rescinded',

  'all-lots': 'all lots',
  'single-packs': 'single packs',
  'so-many-single': ({ packs }: { packs: number }) => counted(packs, 'single pack'),
  lots: ({ lots }: { lots: readonly string[] }) => `${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`,
  'product-gtin': '{name} ({gtin})',
  'what-scope': '{what}, {scope}',
  'taken-back': 'taken back: it stops no pack any more',
  'issued-by-you': 'issued by you',
  'many-made': 'many of it were made here: pedigree recall status {recall} counts them',
  'key-locked': 'the key is locked: whether you hold any cannot be told',
  'no-goods': 'you hold no goods: there is nothing to do here',
  'none-recorded': 'none is recorded here, and hand-overs need not be: look on the shelf',
  'never-here': 'none of it was ever here: there is nothing to do',
  'hold-none': 'you hold none',
  hold: ({ packs }: { packs: number }) => `you hold ${counted(packs, 'pack')}`,
  'hold-in': ({ packs, places }: { packs: number; places: number }) =>
    `you hold ${counted(packs, 'pack')} (${counted(places, 'place')})`,
  'so-many-dispensed': ({ count }: Count) => `dispensed ${grouped(count)}`,
  'so-many-sent-on': ({ count, parties }: Count & { parties: number }) =>
    `sent on ${grouped(count)}${parties === 0 ? '' : ` to ${counted(parties, 'party', 'parties')}`}`,
  'so-many-out-of-use': ({ count }: Count) => `out of use ${grouped(count)}`,
  'so-many-missing': ({ count }: Count) => `missing ${grouped(count)}`,
  'so-many-disputed': ({ count }: Count) => `disputed ${grouped(count)}`,
  'so-many-coming': ({ count }: Count) => `on the way here ${grouped(count)}`,
  loose: ({ count }: Count) => `${grouped(count)} loose`,
  'so-many-in': ({ count, within }: Count & { within: string }) => `${grouped(count)} in ${within}`,
  'and-more': ({ count }: Count) => `and ${grouped(count)} more`,
  where: 'where: {places}',
  'where-and-apart': ({ places, count }: Count & { places: readonly string[] }) =>
    `where: ${places.join(', ')}; in quarantine ${grouped(count)}`,
}));

interface Fates {
  readonly held: number;
  readonly quarantined: number;
  readonly dispensed: number;
}

function fates({ held, quarantined, dispensed }: Fates): string {
  return `${counted(held, 'pack')} held, ${grouped(quarantined)} in quarantine, ${grouped(dispensed)} dispensed`;
}

export const phrase = /* @__PURE__ */ telling(say);
