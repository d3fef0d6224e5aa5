// The words of EPCIS files: why one is refused, and what is found in one that can be read.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('epcis', () => ({
  'on-line': 'line {line}: {said}',
  'refused-not-well-formed': 'this is no well-formed XML or JSON',
  'refused-doctype': 'the file has a document type (DOCTYPE), which EPCIS does not use and attackers do',
  'refused-too-deep': 'more than 64 elements or objects stand inside each other',
  'refused-too-large': 'one piece of the file is larger than any that EPCIS needs',
  'refused-duplicate-key': 'an object has two properties of one name',
  'refused-not-epcis': 'this is no EPCIS file',
  'refused-bad-encoding': 'some bytes are no text in the encoding of the file',
  'refused-bad-csv': 'this is no table of lines',
  'xml-wrong': 'this is no well-formed XML: {why}',
  'json-wrong': 'this is no well-formed JSON: {why}',
  'file-empty': 'the file is empty',
  'file-ends': 'the file ends too early',
  'gzip-damaged': 'the compressed file is cut off or damaged',
  'utf-32': 'the file is in UTF-32, which nobody else can read either',
  'encoding-unknown': 'nothing here can read the encoding "{name}"',
  zip: 'this is an archive: unpack it and give the file that is in it',
  'root-unknown': 'the outermost element is "{name}", not an EPCIS document',
  'type-unknown': 'the outermost object is of type "{name}", not an EPCIS document',
  'epc-not-text': 'an epc holds an element',
  'attributes-many': 'an element has more than 64 attributes',
  'key-twice': 'the property "{name}" stands twice in one object',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
