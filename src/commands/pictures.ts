// The scans in a picture: what is read in it, without what says nothing beside the codes of packs and cases, and what is not.
import { identify } from '../app/scans/identify.ts';
import { scansOfPicture } from '../app/scans/picture-scans.ts';
import type { Scan, Unreadable } from '../app/scans/scans.ts';
import { PedigreeError } from '../errors.ts';
import { inspectPicture, type SeenPicture } from '../scan/picture.ts';
import { say } from '../words/en/scan.ts';
import { say as sayOfInput } from '../words/en/scan-input.ts';

export type PictureFound = Pick<Scan, 'text' | 'symbol'> | Pick<Unreadable, 'error'>;

/**
 * The scans in a picture by its bytes, and last what was seen in it and could not be read; a picture that is none is a scan
 * that cannot be read.
 * @param everySymbol also those that say nothing more, for whoever wants to know what is in the picture
 */
export async function scansInPicture(
  bytes: Uint8Array,
  name: string,
  everySymbol: boolean,
): Promise<readonly PictureFound[]> {
  try {
    const { symbols, unread, incomplete, composite, resembles } = await inspectPicture(bytes);
    const scans = everySymbol ? symbols : scansOfPicture(symbols);
    const found = scans.map(({ text, format, content }) => ({ text, symbol: { format, content } }));
    if (composite && scans.every(({ text }) => identify(text).label === undefined)) return [{ error: inComponent() }];
    const parts = incomplete.map(({ read, of }) => ({ error: inParts(read, of) }));
    return unread === 0 && found.length + parts.length > 0
      ? [...found, ...parts]
      : [...found, ...parts, { error: missed(found.length, unread, name, resembles) }];
  } catch (error) {
    if (error instanceof PedigreeError) return [{ error }];
    throw error;
  }
}

/** What names the pack may stand in what is not read. */
function inComponent(): PedigreeError {
  return new PedigreeError('not-gs1', say('composite-unread'), { hint: say('square-code-or-type') });
}

function inParts(read: number, of: number): PedigreeError {
  return new PedigreeError('not-gs1', say('message-in-parts', { read, of }), { hint: say('all-parts') });
}

function missed(read: number, count: number, name: string, kind: SeenPicture['resembles']): PedigreeError {
  const more = read > 0 ? say('symbols-unread', { count }) : say('only-unread', { count });
  const none = kind === undefined ? sayOfInput('no-code-in', { name }) : say('resembles-kind', { kind });
  const what = count > 0 ? more : none;
  return new PedigreeError('bad-input', what, { hint: sayOfInput('take-closer') });
}
