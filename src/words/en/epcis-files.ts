// The words of EPCIS files that are read from the disk and written to it.
import { counted, grouped } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('epcis-files', () => ({
  'an-epcis-file': 'an EPCIS file',
  'prefix-digits': '--prefix {prefix}: a company prefix has 6 to 12 digits',
  converted: ({ file, events, form }: { file: string; events: number; form: string }) =>
    `${file}: ${counted(events, 'event')} as ${form}`,
  'not-carried-over': 'Not carried over, or said otherwise:',
  'lost-line': ({ count, text, event, what }: { count: number; text: string; event: number; what: string }) =>
    `${grouped(count)} x ${text}${event < 0 ? '' : `, first in event ${event}`}${what === '' ? '' : `: ${what}`}`,
  'lost-unreadable': 'what is of another kind than the standard has there, or no event at all',
  'lost-quantity-event': 'an event of a class alone, written as an event of objects',
  'lost-no-urn': 'an identifier without a URN, because the length of its company prefix is not known',
  'lost-no-link': 'an identifier that no Digital Link can hold',
  'lost-id-parts': 'a part of an identifier that a URN has no place for',
  'lost-persistent-disposition': 'a persistent disposition, which the schema has for events of objects alone',
  'lost-header-parts': 'a part of the header: contacts, further parties, the type of the document',
  'lost-document-id': 'the id of the document',
  'lost-master-data': 'a word of the master data',
  'lost-extension-without-namespace': 'an extension that has no namespace',
  'lost-extension-name': 'an extension whose name XML cannot have',
  'lost-extension-attribute': 'an attribute of an extension',
  'lost-mixed-text': 'text between the elements of an extension',
  'lost-number-form': 'a number that JSON has only as text',
  'lost-control-character': 'a character that XML cannot have',
  'lost-wrapped-event': 'a document around an event that had none',
  mended: ({ file, events, changed }: { file: string; events: number; changed: number }) =>
    `${file}: ${counted(events, 'event')}, ${counted(changed, 'change')}`,
  'mend-line': ({ text, event, was, is }: { text: string; event: number; was: string; is: string }) =>
    `${event < 0 ? '' : `event ${event}: `}${text}${was === '' ? '' : `: ${was}`}${is === '' ? '' : ` → ${is}`}`,
  'more-changes': ({ count }: { count: number }) => `and ${counted(count, 'change')} more`,
  'nothing-left': 'nothing is left to look at',
  'left-for-sender': 'Left, for the sender to put right:',
  'mend-encoding': 'the encoding',
  'mend-compressed': 'a compressed file, unpacked',
  'mend-namespace': 'a namespace that elements of the standard do not have',
  'mend-place-form': 'a place without its object',
  'mend-event-repeats': 'an event that is there twice, left out',
  'mend-time-form': 'the form of a time',
  'mend-time-zone': 'a time without a zone, which stands beside it',
  'mend-offset-form': 'the form of an offset',
  'mend-offset-missing': 'an offset that was in the time alone',
  'mend-identifier-form': 'the form of an identifier',
  'mend-identifier-escapes': 'characters of an identifier that have to be escaped',
  'mend-identifier-blanks': 'blanks around an identifier',
  'mend-master-data-namespace': 'a name of the CBV without its namespace',
  'mend-date-form': 'the form of a date',
  'mend-action-form': 'the form of an action',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
