// A chain in stretches of a fixed length: what was found in a whole one is remembered, for nothing is ever added to it.
import type { EventsOptions } from '../../ledger/types.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** Events of one stretch, on each branch of the chain. */
export interface ChainStretch extends Required<Pick<EventsOptions, 'chain' | 'since' | 'below'>> {
  /** A name that tells it from all others; undefined while it may still grow. */
  readonly ref: string | undefined;
}

/** One after another; the last one may still grow. */
export function stretchesOf({ view }: Knowledge, chain: string, length: number): readonly ChainStretch[] {
  const marks = view.marks();
  const branches = Object.entries(marks).filter(([name]) => name.split('~')[0] === chain);
  const longest = branches.reduce((most, [, size]) => Math.max(most, size), 0);
  return Array.from({ length: Math.ceil(longest / length) }, (_, i) => {
    const [from, below] = [i * length, (i + 1) * length];
    const isWhole = branches.every(([, size]) => below <= size);
    return {
      chain,
      // What was mended since marks were taken would be read again with each of them.
      since: { ...marks, ...Object.fromEntries(branches.map(([name]) => [name, from])) },
      below,
      ref: isWhole ? `${chain}/${branches.length}:${from}-${below}` : undefined,
    };
  });
}
