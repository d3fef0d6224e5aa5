// What a ledger holds, as a peer would send it.
import type { Batch, Ledger } from '../../src/ledger/types.ts';
import { batchOf } from './network.ts';

/** Everything that a ledger holds, branch by branch, as a peer would send it. */
export function batchesOf(from: Ledger): readonly Batch[] {
  return from.read((view) =>
    view.chains().map(({ chain, branch, base }) => batchOf(from, chain, branch === 0 ? 0 : base, undefined, branch)),
  );
}
