// Names and sentences that people gave: made safe to store, to compare and to show.
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';

export { cleanText };

/**
 * A name or contact as it may enter an event: what `cleanText` leaves, at most `limit` characters.
 * @throws usage where nothing is left or it is too long
 */
export function checkedText(text: string, what: string, limit = 120): string {
  const clean = cleanText(text);
  if (clean === '') throw new PedigreeError('usage', `the ${what} is empty`);
  if (clean.length > limit) {
    throw new PedigreeError('usage', `the ${what} has ${clean.length} characters, more than ${limit}`);
  }
  return clean;
}

/** What a file may be called after: lower case, ASCII, hyphens; `party` where nothing is left. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return plain.replace(/^-+|-+$/g, '') || 'party';
}
