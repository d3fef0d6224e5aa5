// Which branch of a forked chain counts: what the recovery key, the founder, regulators and the person here have settled.
import { b64u } from '../chain/bytes.ts';
import type { AuthorityEvent, Branches } from './authority.ts';
import type { Settled, SettledBy, Tree, TreeOf } from './trees.ts';

type Place = Pick<AuthorityEvent, 'chain' | 'branch' | 'leaf'>;

/** Choices of branches, taken from the strongest to the weakest. */
export class Settlements {
  readonly #branches: Branches;
  readonly #chosen = new Map<string, Settled>();
  readonly #differing = new Set<string>();

  constructor(branches: Branches) {
    this.#branches = branches;
  }

  /**
   * Takes what those of one rank have said, all at once: for chains that nobody stronger has settled. Where two say different
   * things of a chain neither counts.
   */
  take(by: SettledBy, said: readonly TreeOf[]): void {
    const trees = new Map<string, Map<string, Tree>>();
    for (const { chain, size, root } of said) {
      const known = trees.get(chain) ?? new Map<string, Tree>();
      trees.set(chain, known.set(`${size}/${b64u(root)}`, { size, root }));
    }
    for (const [chain, known] of trees) {
      if (this.#chosen.has(chain)) continue;
      const furthest = this.#furthest(chain, [...known.values()]);
      if (furthest === undefined) {
        this.#differing.add(chain);
        continue;
      }
      const dividedAt = this.#branches.dividedAt(chain, furthest.size, furthest.root);
      this.#chosen.set(chain, { ...furthest, by, dividedAt });
    }
  }

  // Trees of which each goes on from the one before say the same; the last says most.
  #furthest(chain: string, trees: readonly Tree[]): Tree | undefined {
    const sorted = [...trees].sort((a, b) => a.size - b.size);
    for (const [i, tree] of sorted.entries()) {
      const next = sorted[i + 1];
      if (next !== undefined && !this.#branches.agree(chain, tree, next)) return undefined;
    }
    return sorted.at(-1);
  }

  of(chain: string): Settled | undefined {
    return this.#chosen.get(chain);
  }

  /** Two of one rank have said different things of this chain. */
  differ(chain: string): boolean {
    return this.#differing.has(chain);
  }

  /** Whether a leaf above a fork lies on the branch that counts. */
  count({ chain, branch, leaf }: Place): boolean {
    const settled = this.#chosen.get(chain);
    return (
      settled !== undefined &&
      leaf.seq < settled.dividedAt &&
      this.#branches.through(chain, branch, leaf.seq, settled.size, settled.root)
    );
  }

  /** Whether the fork of a chain at this index is settled. */
  settles(chain: string, index: number): boolean {
    return index < (this.#chosen.get(chain)?.dividedAt ?? 0);
  }
}
