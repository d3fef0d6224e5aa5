// Files made for tests: a document in 1.2 XML or 2.0 JSON around given events, and what reading one gives.
import type { FoundAt } from '../../src/epcis/found.ts';
import type { ByteSource, EpcisDocument, EpcisEvent, VocabularyElement } from '../../src/epcis/model.ts';
import { readEpcis } from '../../src/epcis/read.ts';

export const CREATED = '2026-11-20T10:00:00Z';

/** A 1.2 document; `head` stands in the header, `attributes` on the outermost element. */
export function xmlDocument(events: string, head = '', attributes = ''): string {
  const header = head === '' ? '' : `<EPCISHeader>${head}</EPCISHeader>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" ` +
    `xmlns:cbvmda="urn:epcglobal:cbv:mda" ${attributes} schemaVersion="1.2" creationDate="${CREATED}">${header}` +
    `<EPCISBody><EventList>\n${events}\n</EventList></EPCISBody></epcis:EPCISDocument>\n`
  );
}

export const STANDARD_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

export function jsonDocument(events: readonly object[], more: object = {}): string {
  return JSON.stringify({
    '@context': [STANDARD_CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: CREATED,
    ...more,
    epcisBody: { eventList: events },
  });
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes in pieces of a length, as a stream brings them. */
export function inPieces(bytes: Uint8Array, length: number): ByteSource {
  return function* () {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  };
}

export interface ReadFile {
  readonly document: EpcisDocument | undefined;
  readonly events: readonly EpcisEvent[];
  readonly words: readonly VocabularyElement[];
  readonly found: readonly (readonly [code: string, at: FoundAt])[];
}

/** All parts of a file. */
export async function read(source: ByteSource | string | Uint8Array): Promise<ReadFile> {
  const from = typeof source === 'function' ? source : () => [typeof source === 'string' ? bytesOf(source) : source];
  const found: (readonly [string, FoundAt])[] = [];
  const events: EpcisEvent[] = [];
  const words: VocabularyElement[] = [];
  let document: EpcisDocument | undefined;
  for await (const part of readEpcis(from, (code, at = {}) => found.push([code, at]))) {
    if (part.part === 'event') events.push(part.event);
    else if (part.part === 'vocabulary') words.push(part.element);
    else document = part.document;
  }
  return { document, events, words, found };
}
