// What a file may not exceed, and how one that does, or cannot be read, is refused.
import { type ErrorCode, PedigreeError } from '../errors.ts';
import { say } from '../words/en/epcis.ts';
import type { Said } from '../words/say.ts';

/** Elements, or objects and arrays, inside each other. */
export const MAX_DEPTH = 64;
export const MAX_ATTRIBUTES = 64;
/** Characters of one piece: a text, a name, a value, a comment. */
export const MAX_TOKEN = 1 << 20;
/** Characters of one event: some million packs. */
export const MAX_EVENT = 1 << 27;
/** Elements, attributes, properties, objects and arrays of one event besides its EPCs: each kind of them for itself. */
export const MAX_NODES = 1 << 17;
/** EPCs, and other texts, of one event: some million packs. */
export const MAX_TEXTS = 1 << 22;
/** Characters of one event that are neither in texts nor between values: those of numbers and of words. */
export const MAX_BARE = 1 << 21;
/** Properties and elements that stand around events: of the document, of its header, unknown ones between events. */
export const MAX_AROUND = 1024;

/** Where reading ended. */
export interface RefusedAt {
  readonly line?: number;
  readonly column?: number;
  /** Of a table: counted from 1 behind the header. */
  readonly row?: number;
}

export type EpcisRefusal = Extract<
  ErrorCode,
  'not-well-formed' | 'doctype' | 'too-deep' | 'too-large' | 'duplicate-key' | 'not-epcis' | 'bad-encoding' | 'bad-csv'
>;

/** The failure of a file that is refused. */
export function refusal(code: EpcisRefusal, at: RefusedAt = {}, why?: Said | string): PedigreeError {
  const { line = 0 } = at;
  const said = why ?? say(`refused-${code}`);
  const message = line > 0 ? say('on-line', { line, said }) : said;
  return new PedigreeError(code, message, { detail: { ...at } });
}
