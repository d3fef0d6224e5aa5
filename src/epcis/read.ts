// An EPCIS file of any form, read as it comes: what it is shows in its first bytes.
import { say } from '../words/en/epcis.ts';
import { type OpenedText, openText } from './encoding.ts';
import { nobody, type TakeFound } from './found.ts';
import { readJson } from './json-read.ts';
import { refusal } from './limits.ts';
import type { ByteSource, EpcisPart } from './model.ts';
import { readXml } from './xml-read.ts';

/** What a text is by its first sign; anything else may be a table of lines. */
export function formOf(start: string): 'xml' | 'json' | 'empty' | 'other' {
  const sign = start
    .replace(/^\ufeff/, '')
    .trimStart()
    .charAt(0);
  if (sign === '<') return 'xml';
  if (sign === '{' || sign === '[') return 'json';
  return sign === '' ? 'empty' : 'other';
}

/** The parts of a file that is opened. @throws as {@link readEpcis} */
export function partsOf(opened: OpenedText, source: ByteSource, found: TakeFound): AsyncGenerator<EpcisPart> {
  const form = formOf(opened.start);
  if (form === 'xml') return readXml(opened, found);
  if (form === 'json') return readJson(opened, () => openText(source, nobody), found);
  throw form === 'empty' ? refusal('not-well-formed', {}, say('file-empty')) : refusal('not-epcis');
}

/**
 * Reads an EPCIS file: 1.2 and 2.0 XML and 2.0 JSON, compressed by gzip or not, in any encoding that they come in. One event is
 * in memory at a time.
 * @param source gives the bytes; asked again where the context of a JSON file stands behind its events
 * @param found takes what is odd about the file as it is read
 * @throws not-well-formed, doctype, too-deep, too-large, duplicate-key, not-epcis, bad-encoding, each with exit 65 and its line
 * @example
 * ```ts
 * import { readEpcis } from 'pedigree/epcis';
 *
 * const file = new TextEncoder().encode('<ObjectEvent><action>ADD</action></ObjectEvent>');
 * for await (const part of readEpcis(() => [file])) if (part.part === 'event') console.log(part.event.action);
 * ```
 */
export async function* readEpcis(source: ByteSource, found: TakeFound = nobody): AsyncGenerator<EpcisPart> {
  yield* partsOf(await openText(source, found), source, found);
}
