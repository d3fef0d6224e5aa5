// Trees by which branches of a forked chain are named, and who has chosen one of them.
import type { Bytes } from '../chain/bytes.ts';

/** The first leaves of one branch of a chain. */
export interface Tree {
  readonly size: number;
  readonly root: Bytes;
}

export interface TreeOf extends Tree {
  readonly chain: string;
}

/** Who has settled a fork, in the order in which they beat each other; `here` is the person at this node, signed by nobody. */
export type SettledBy = 'recovery' | 'founder' | 'regulator' | 'here';

export interface Settled extends Tree {
  readonly by: SettledBy;
  /** Where branches that go on from the tree part again; Infinity where they do not. */
  readonly dividedAt: number;
}
