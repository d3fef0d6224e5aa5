// What the screens of the desk say where something is dealt with: what is flagged or differs, who is who, files of partners outside.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('page-dealings', () => ({
  'nothing-waiting': 'Nothing waits to be recorded.',
  'waits-since': 'since {at}: {reason}',
  'try-again-now': 'Try all again now',
  'recorded-now': ({ count }: Count) => `${counted(count, 'record')} written now.`,
  'no-alerts': 'Nothing is flagged.',
  'alert-high': 'grave',
  'alert-medium': 'to look into',
  'alert-low': 'for information',
  overdue: 'overdue',
  'close-alert': 'Close it',
  'close-as': 'What was it?',
  'as-scan': 'a slip of a scanner or of hand',
  'as-data': 'wrong data',
  'as-state': 'goods in another state than recorded',
  'as-suspect': 'the suspicion holds',
  'close-note': 'What was found?',
  exceptions: 'Goods and data differ',
  'no-exceptions': 'Goods and data agree.',
  'told-by-us': 'told by us',
  'waits-for-us': 'waits for our word',
  'waits-for-them': 'waits for their word',

  'chains-apart': 'Its records have split in two',
  'fork-stake': 'A regulator settles which one counts. Until then what it says of goods is to be looked at twice.',
  'last-heard': 'Last heard',
  revoked: 'no longer honoured',
  'it-is-us': 'this party',
  strangers: 'Not accredited by anybody',
  stranger: 'unknown',

  'no-documents': 'No file of a partner outside is kept here.',
  'sent-by': 'From',
  'document-in': 'Came',
  'document-out': 'Went',
  'file-missing': 'The file itself is missing here.',
  'file-damaged': 'The file here is not the one that came.',
  'file-name': 'File',
  'kept-until': 'Kept until',
  'tells-of': 'What it tells of',
  'shipment-unnamed': 'Delivery',
  findings: 'What the check found',
  'no-findings': 'The check found nothing.',
  'more-findings': ({ count }: Count) => `And ${counted(count, 'more place')}; the letter names them.`,
  'in-line': 'Line {line}',
  'in-row': 'Row {row}',
  'so-often': ({ count }: Count) => counted(count, 'time'),
  'take-in-how': 'A file of a supplier (EPCIS, or a table of packs) is kept as it came, and checked.',
  'take-in': 'Take in a file',
  'taking-in': 'Taking it in',
  'take-in-away': 'The node did not answer. Take the file in again: it is kept once.',
  'taken-in': 'Kept.',
  'taken-before': 'Kept before.',
  'write-letter': 'Write to the sender',
  'copy-letter': 'Copy the letter',
  letter: 'Letter to the sender',
  'receive-against': ({ count }: Count) => `Receive it: ${counted(count, 'pack')}`,
  'nothing-to-receive': 'Nothing of it is on the way here.',
}));

export const phrase = /* @__PURE__ */ telling(say);
