// The words of verdict.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Differs {
  readonly by: string;
  readonly name: string;
  readonly count: number;
  readonly item: string;
  readonly said: string;
  readonly made: string;
}

export const say = /* @__PURE__ */ area('verdict', () => ({
  'manifest-of-shipment': 'the manifest of shipment {ref} is not here',
  sync: 'pedigree sync',
  'sync@alone': 'pedigree audit',
  'no-party-known-here': 'no party {at} is known here',
  'days-to-expiry-whole': 'the days to expiry are a whole number',
  'somewhere-before-event': 'somewhere before event {below}',
  'from-event': 'from event {index} on',
  'records-of-have-split': 'the records of {name} have split in two {where}; a regulator settles it',
  'which-records-of-count': 'which records of {name} count was settled twice and differently, so neither word counts',
  'refused-shipment': '{by} refused shipment {shipment}{what}{resolution}',
  'found-difference-in-shipment': '{by} found a difference in shipment {shipment}: {difference}{what}',
  'found-difference': '{by} found a difference: {difference}{what}',
  'answers-exception': '{by} answers{said}',
  'resolves-exception': '{by} says that it is resolved{said}',
  'answer-exception': 'pedigree exceptions answer {id} --note T',
  'reports-as': '{by} reports {pack} as {as}: {note}',
  'answers-report': '{by} answers the report of {pack}, {as}: {note}',
  'answer-report': 'pedigree report answer {id} --as FINDING --note T',
  'own-report': 'this is a report of this party itself',
  'report-again': 'pedigree report SCAN --as FINDING --note T says what is held of the pack now',
  'report-of-other': 'only the maker of the product and the regulators answer a report',
  'report-list': 'pedigree report list',
  'no-such-report': 'there is no report {id} that opens here',
  'has-voided-delivery': ({ by, count, reason }: { by: string; count: number; reason: string }) =>
    `${by} has voided a delivery, ${count} ${count === 1 ? 'item' : 'items'}${reason}`,
  'so-many-items': ({ count }: { count: number }) => `, ${count} ${count === 1 ? 'item' : 'items'}`,
  'supplied-after-recall': ({ pack, by, why, more }: { pack: string; by: string; why: string; more: number }) =>
    `${pack}${more === 0 ? '' : ` and ${more} more`} supplied after ${by} had called it back: ${why}`,
  'a-pack': 'a pack',
  'has-copied-into-records':
    '{name} has copied into its records what others had published of their goods: its entries say nothing of them',
  'give-gln-parties': 'give the GLN: pedigree parties',
  'key-locked-reports': 'the key is locked: reports and serials set aside were not looked at',
  'less-came-than-announced': 'less came than was announced',
  'more-came-than-announced': 'more came than was announced',
  'it-was-refused': 'it was refused',
  'something-damaged': 'something of it is damaged',
  'trace-it': 'pedigree trace {item}',
  'void-it': 'pedigree void {shipment} --reason refused',
  'complain-of-it': 'pedigree epcis complain {document}',
  'somebody-unnamed': 'somebody unnamed',
  'lot-and-expiry': 'lot {lot}, expiry {expiry}',
  'file-says-otherwise': ({ by, name, count, item, said, made }: Differs) =>
    `file ${name} of ${by} says other data of ${counted(count, 'pack')} than the maker: ${item}, ${said}; by the maker ${made}`,
  'close-it': 'pedigree alerts close {id} --as state --note T',
  parties: 'pedigree parties',
  'ended-before': 'its reason had gone before: it ended by itself',
  'closed-before-as': 'closed before as {as}: that stands',
  'alert-closed': 'alert {id} is closed',
  'alerts-open': 'pedigree alerts --open',
  'no-such-alert': 'there is no alert {id} here',
  alerts: 'pedigree alerts',
  'goods-came-not-announced': 'goods came that were not announced',
  'nothing-of-came': 'nothing of it came',
  'data-wrong': 'the data is wrong',
  'label-wrong': 'a label is wrong',
  'packaging-wrong': 'the packaging is wrong',
  'may-not-moved': 'it may not be moved',
  'code-used-by-somebody': 'its code was used by somebody who does not have it: one of two is a copy',
  'recorded-by-somebody': 'it was recorded by somebody who is not a maker of this product',
  'recorded-after-maker-had': 'it was recorded after its maker had lost its accreditation',
  'two-parties-have-each': 'two parties have each recorded having it',
  'hand-over-missing-before': 'a hand-over is missing before what was recorded last',
  'one-party-recorded-two': 'one party recorded two different things about it at once',
  'records-rests-on-have': 'the records that it rests on have split in two',
  'somebody-wrote-about-without': 'somebody wrote about it without the right to',
  'several-parties-have': 'several parties have it by records that contradict each other',
  'recorded-as-lost': 'it was recorded as lost, and came after all',
  'somebody-recorded-at-earlier': 'somebody recorded at an earlier step that it was dispensed',
  'somebody-recorded-at-earlier-step': 'somebody recorded at an earlier step that it was taken out of use',
  'somebody-took-entry-back': 'somebody took an entry back that others had gone on from: it stands',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
