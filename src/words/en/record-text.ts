// What is said of records: events in a list and one by one, and the life of an item.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('record-text', () => ({
  'no-events': 'no events are here yet',
  'none-of-type': 'no event of type {type}: no events are here yet',
  'others-of-type': ({ type, count, types }: { type: string; count: number; types: readonly string[] }) =>
    `no event of type ${type}: here ${count === 1 ? 'is' : 'are'} ${counted(count, 'event')} of ${types.join(', ')}`,
  'none-with-ref': ({ ref, count }: Count & { ref: string }) =>
    `nothing here bears ${ref}: looked through ${counted(count, 'event')} of the own party`,
  'none-by-operator': ({ operator, count, others }: Count & { operator: string; others: readonly string[] }) =>
    `nothing was recorded by ${operator}: here ${count === 1 ? 'is' : 'are'} ${counted(count, 'event')}, by ${others.join(', ')}`,
  'none-by-anybody': ({ operator, count }: Count & { operator: string }) =>
    `nothing was recorded by ${operator}: here ${count === 1 ? 'is' : 'are'} ${counted(count, 'event')}, and none names an operator`,
  'none-today': 'nothing was recorded on {day}',
  event: 'event',
  when: 'when',
  type: 'type',
  bytes: 'bytes',
  'for-everybody': 'what everybody may read',
  'said-in-it': 'what it says',
  malformed: '{type} (malformed)',

  'part-public': 'For everybody',
  'part-details': 'For whoever holds the goods',
  'part-manifest': 'For the trading partners and regulators',
  'part-private': 'For the own party alone',
  'fact-when': 'When',
  'fact-by': 'By',
  'fact-rows': 'Rows',
  'fact-leaf': 'Leaf',
  'fact-contested': 'Contested',
  'fact-malformed': 'Malformed',
  'nobody-accredited': 'nobody accredited',
  'name-gln': '{name}, GLN {gln}',
  'forked-below': 'yes: the chain forked below this',
  'sealed-for': 'sealed for others: {readers}',
  'of-details': 'holders of the goods',
  'of-manifest': 'trading partners',
  'of-private': 'its author',

  field: '{name}: {value}',
  'field-above': '{name}:',
  'not-shown': 'not shown; --json has it',
  'honoured-from': ({ count }: Count) => `honoured from its event: ${grouped(count)}`,
  'founded-here': 'founded by this event',
  yes: 'yes',
  no: 'no',
  'list-and-more': ({ list, count }: Count & { list: string }) => `${list} … ${grouped(count)} in all`,
  'so-many-in-all': ({ count }: Count) => `… ${grouped(count)} in all`,
  'packs-of': ({ count, ...of }: Count & { gtin: string; lot: string; expiry: string; serials: string }) =>
    `${counted(count, 'pack')} of ${of.gtin}, lot ${of.lot}, exp ${of.expiry}: ${of.serials}`,
  case: 'case {code}',
  sscc: 'SSCC {sscc}',

  lot: 'lot {lot}',
  expiry: 'exp {expiry}',
  'nothing-recorded': 'nothing is recorded about it here',
  step: 'step',
  by: 'by',
  to: 'to',
  more: 'more',
  in: 'in {within}',
  despatch: 'despatch advice {despatch}',
  reference: 'reference {ref}',
  supplied: 'supplied {at}',
  'recorded-by': 'recorded by {operator}',
  recalled: 'recalled',
  'recall-number': '{number}, class {class}: {reason}',
  'recall-class': 'class {class}: {reason}',
  'recall-ended': 'recall ended',
  'recall-taken-back': 'recall taken back',
  now: 'now {state}',
  'now-at': 'now {state} at {where}',
  'and-recalled': '{now}, {recalled}',
  'contested-yours': 'contested: {state} by your line, since {since}',
  'contested-ended': 'contested: {state} by a line that has ended, since {since}',
  'contested-main': 'contested: {state} by the main line, since {since}',
  'contested-other': 'contested: {state} by another line, since {since}',
  'state-at': '{state} at {holder}',
  note: 'note: {text}',
  'and-more': 'and {count} more: --json tells them all',

  'step-commission': 'commission',
  'step-pack': 'pack',
  'step-unpack': 'unpack',
  'step-ship': 'ship',
  'step-receive': 'receive',
  'step-void': 'void',
  'step-dispense': 'dispense',
  'step-decommission': 'decommission',
  'step-reinstate': 'reinstate',
  'step-missing': 'missing',
  'step-found': 'found',
  'step-quarantine': 'quarantine',
  'step-release': 'release',
  'step-retract': 'retract',
  'step-assign': 'assign',
  'step-exception': 'exception',

  symbology: 'Symbology',
  text: 'Text',
  repaired: 'Repaired',
  warning: 'Warning',
  or: 'Or',
}));

export const phrase = /* @__PURE__ */ telling(say);
