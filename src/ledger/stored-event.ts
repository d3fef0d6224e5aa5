// One stored event as custody sees it; who wrote it and whether its branch is disputed are worked out when asked for.
import type { Leaf } from '../chain/leaf.ts';
import type { Author, Authority } from '../custody/authority.ts';
import { type CustodyEvent, refByLeaf } from '../custody/evidence.ts';
import type { Doubt, Shape } from './branches.ts';

export class StoredEvent implements CustodyEvent {
  readonly id: number;
  readonly chain: string;
  readonly branch: number;
  readonly leaf: Leaf;
  /** At or above the first index where histories of its chain are known to differ. */
  readonly forked: boolean;
  /** At or above an index where two histories differ for certain. */
  readonly disputed: boolean;
  readonly #doubted: boolean;
  readonly #authority: () => Authority;
  #author: Author | null | undefined;

  constructor(id: number, shape: Shape, leaf: Leaf, doubt: Doubt, authority: () => Authority) {
    this.id = id;
    this.chain = shape.chain;
    this.branch = shape.number;
    this.leaf = leaf;
    this.forked = leaf.seq >= doubt.forkedAt;
    this.disputed = leaf.seq >= doubt.disputedAt;
    this.#doubted = leaf.seq >= doubt.doubtedAt;
    this.#authority = authority;
  }

  get author(): Author | undefined {
    if (this.#author === undefined) this.#author = this.#authority().authorOf(this) ?? null;
    return this.#author ?? undefined;
  }

  get contested(): boolean {
    return (this.#doubted && this.#authority().disputed(this)) || this.author?.disputed === true;
  }

  /** Both branches of a fork write their leaves with the hash: which came first here is nobody else's truth. */
  get ref(): string {
    return this.forked ? refByLeaf(this) : `${this.chain}/${this.leaf.seq}`;
  }
}
