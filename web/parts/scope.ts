// Which packs a recall is of, in words.
import { phrase } from '../../src/words/en/page-screens.ts';
import type { RecallShown } from '../api/documents.ts';
import { clean } from './product.ts';

export function scopeWords({ scope, lots }: Pick<RecallShown, 'scope' | 'lots'>): string {
  if (scope === 'all') return phrase('all-lots');
  return scope === 'serials' ? phrase('single-packs') : clean(lots.join(', '));
}
