// What a ledger holds, as a peer would send it.
import type { Batch, Ledger } from '../../src/ledger/types.ts';
import { batchOf, type Party } from './network.ts';

/** Everything that a ledger holds, branch by branch, as a peer would send it. */
export function batchesOf(from: Ledger): readonly Batch[] {
  return from.read((view) =>
    view.chains().map(({ chain, branch, base }) => batchOf(from, chain, branch === 0 ? 0 : base, undefined, branch)),
  );
}

/** What a party has signed, a commit each. */
export function commitsOf({ ledger, chain }: Pick<Party, 'ledger' | 'chain'>): Batch[] {
  const sizes = ledger.read((view) => view.noteSizes(chain, 0, 0, 10_000));
  return sizes.map((size, i) => batchOf(ledger, chain, sizes[i - 1] ?? 0, size));
}
