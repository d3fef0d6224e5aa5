// The words of record.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('record', () => ({
  'key-used-for-another': 'the key {key} was used for another request',
  'each-request-has-key': 'each request has a key of its own; the same key only repeats the same request',
  'cannot-recorded-nobody-could': 'this cannot be recorded: nobody could read its {part} part',
  reference: 'reference',
  'the-is-empty': 'the {said} is empty',
  'has-characters-more': 'the {said} has {count} characters, more than can be recorded',
  'not-accredited-as-maker': '{name} is not accredited as a maker of {gtin}',
  'regulator-says@alone': 'this party works alone, in the roles that pedigree status names',
  'regulator-says': 'the regulator says who may: pedigree accredit {gln} --role manufacturer --gtin {gtin}',
  'has-not-role': '{name} has not the role to {type}, or has it no more',
  'status-says-which-roles': 'pedigree status says which roles have ended; the regulator accredits, then pedigree sync',
  'status-says-which-roles@alone': 'pedigree status says in which roles this party works',
  'accreditation-of-has-ended': 'the accreditation of {name} has ended: what it records counts for nothing',
  'not-accredited-as-far': '{name} is not accredited, as far as is known here',
  'regulator-accredits-accredit-card':
    'the regulator accredits: pedigree accredit CARD --role ROLE; then pedigree sync',
  'regulator-accredits-accredit-card@alone': 'this party works alone, in the roles that pedigree status names',
  'more-than-keys': 'more than {limit} keys would have to read this event',
  'no-such-chain-here': 'no such chain here: {name}',
  'parties-lists-parties': 'pedigree parties lists parties and their chains',
  'no-such-event-here': 'no such event here: {ref}',
  'log-chain-chain-lists': 'pedigree log --chain CHAIN lists them',
  'of-packs': '{packs} packs: {caution}',
  'key-of-once': 'key of --once',
  'rma-number': 'RMA number',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
