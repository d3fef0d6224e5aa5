// What the own party says of itself.
import type { ProfileData } from '../../app/parties/profile.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { type Style, wrap } from '../style.ts';
import { written } from './written.ts';

export function text(data: ProfileData, style: Style): string {
  const { name, gln, address = {}, prefixes, contact } = data;
  const lines = [written(data, phrase('profile-of', { name, gln }), style)];
  const { street, city, state, postcode, country } = address;
  const where = [street, city, state, postcode, country].filter((part) => part !== undefined).join(', ');
  if (where !== '') lines.push(wrap(`  ${where}`, '  '));
  if (contact !== undefined) lines.push(wrap(`  ${contact}`, '  '));
  if (prefixes.length > 0) lines.push(wrap(`  ${phrase('company-prefixes', { prefixes })}`, '  '));
  return lines.join('\n');
}
