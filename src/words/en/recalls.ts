// The words of recalls.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('recalls', () => ({
  'name-lots-all-lots': 'name lots, --all-lots or --serials, one of the three',
  'recall-issue-help': 'pedigree recall issue --help',
  'recall-extend-help': 'pedigree recall extend --help',
  'recall-amend-help': 'pedigree recall amend --help',
  'nothing-to-amend': 'name what is to change',
  'amend-changes-words': 'it names all of that already; other words are for pedigree recall amend {id}',
  'recall-is-over': 'this recall is over: more packs want one of their own',
  'no-lighter-class': 'a recall of class {class} becomes no lighter one',
  'not-yours-to-recall': '{gtin} is not yours to recall',
  'maker-or-regulator-recalls':
    'its maker or a regulator recalls it; pedigree report … --as suspect --note T tells them of a pack',
  'respond-by-is-over': '{text} is over: nobody can answer by then',
  'not-pack': 'not a pack of {gtin}: {scan}',
  'no-scan-of-pack': 'there is no scan of a pack to recall',
  'of-serials': '{unknown} of {packs} {packs:serial|serials} {unknown:is|are} in no lot known here, first {serial}',
  'in-no-lot-here': 'it is in no lot known here',
  'sync-unknown-lot-recalls': 'pedigree sync; --unknown-lot recalls them all the same',
  'sync-unknown-lot-recalls@alone': '--unknown-lot recalls them all the same',
  'no-lot-of-known': 'no lot of {gtin} is known here',
  'look-at-gtin-again': 'look at the GTIN again; --unknown-lot recalls it all the same',
  'no-lot-of-known-here': 'no lot {lot} of {gtin} is known here',
  'look-at-number-again': 'look at the number again; --unknown-lot recalls it all the same',
  'did-you-mean': 'did you mean {near}?',
  'confirm-count': 'a recall wants its count repeated',
  'confirm-gtin': 'a recall wants its GTIN repeated',
  'confirm-lots': 'a recall wants its lots repeated',
  'confirm-each': ({ wanted }: { wanted: readonly string[] }) => wanted.map((word) => `--confirm ${word}`).join(' '),
  'repeat-recall': 'repeat the recall',
  confirm: '--confirm {id}',
  'only-or-regulator': 'only {by} or a regulator can do this',
  'class-1-recall-rescinded': 'a class 1 recall is rescinded by a regulator only',
  'recall-rescinded': 'this recall was rescinded',
  'recall-show': 'pedigree recall show {id}',
  'not-over-at-level': ({ effectiveness, first, more }: { effectiveness: string; first: string; more: number }) =>
    `not over at level ${effectiveness}: of ${first}${more === 0 ? '' : ` and ${more} more`} no answer is here and no check that was effective`,
  'call-and-follow-up':
    'call {first} {contact}: pedigree recall follow-up {id} {gln} --method phone; pedigree recall status {id} shows who is silent',
  'not-oneself': 'nobody follows up itself',
  'respond-here': 'pedigree recall respond {id} answers for the own party',
  'number-of': 'the number {number} is that of {which}',
  'give-number-of-own': 'give it a number of its own; pedigree recall show {id}',
  'same-recalled-already-number': 'the same is recalled already: {id}; a --number makes a line safe to repeat',
  'has-recall-with-this': '{by} has a recall with this number too: name each by its id',
  'recall-rescinded-2': 'a recall that was rescinded',
  'another-recall': 'another recall',
  'till-at-site': '{chain} (place {site})',
  'till-not-read': ({
    till,
    supplies,
    records,
    recall,
  }: {
    till: string;
    supplies: number;
    records: number;
    recall: string;
  }) =>
    `not read here of the till ${till}: ${counted(supplies, 'supply', 'supplies')}, ${counted(records, 'other record')}; the list may lack them, so run there: pedigree recall affected ${recall}`,
  'contents-awaited@alone': ({ count }: { count: number }) =>
    `what is in ${counted(count, 'container')} is not known here, and may be of this recall`,
  'contents-awaited': ({ count }: { count: number }) =>
    `what is in ${counted(count, 'container')} has not arrived, and may be of this recall: pedigree sync`,
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
