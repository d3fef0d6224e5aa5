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
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
