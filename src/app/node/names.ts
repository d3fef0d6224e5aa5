// Names and sentences that people gave: made safe to store, to compare and to show.
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/node.ts';

export { cleanText };

/**
 * A name or contact as it may enter an event: what `cleanText` leaves, at most `limit` characters.
 * @throws usage where nothing is left or it is too long
 */
export function checkedText(text: string, what: string, limit = 120): string {
  const clean = cleanText(text);
  if (clean === '') throw new PedigreeError('usage', say('the-is-empty', { what }));
  if (clean.length > limit) {
    throw new PedigreeError('usage', say('has-characters-more', { what, count: clean.length, limit }));
  }
  return clean;
}

/** Bytes of UTF-8: with an ending and what tells namesakes apart, no file system finds it too long. */
const LONGEST_FILE_NAME = 80;
/** What Windows takes for a device, whatever ending it has. */
const DEVICE = /^(?:con|prn|aux|nul|conin|conout|(?:com|lpt)[\d¹²³])$/;

/**
 * What a file may be called after, on any system: letters and digits of any script, small, with hyphens between; `party`
 * where nothing is left. Two names may come to the same: whoever writes the file adds what tells them apart.
 */
export function fileName(name: string): string {
  const plain = cleanText(name)
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+/u, '');
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(plain)) {
    if (Buffer.byteLength(short + segment) > LONGEST_FILE_NAME) break;
    short += segment;
  }
  const kept = short.replace(/-+$/, '');
  return kept === '' || DEVICE.test(kept) ? `${kept}${kept === '' ? '' : '-'}party` : kept;
}
