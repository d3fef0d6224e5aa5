// Which packs a recall is of, in words.
import { phrase } from '../../src/words/en/page-screens.ts';
import type { RecallShown } from '../api/documents.ts';
import { clean } from './product.ts';

export function scopeWords({ scope, lots, singles = 0 }: Pick<RecallShown, 'scope' | 'lots' | 'singles'>): string {
  if (scope === 'all') return phrase('all-lots');
  if (scope === 'serials') return phrase('single-packs');
  return [clean(lots.join(', ')), ...(singles === 0 ? [] : [phrase('single-packs')])].join(', ');
}
