// The chains that speak for the founder: the one that the network is named after, and those that its recovery key has put in
// its place one after another.
import { type Bytes, b64u, sameBytes } from '../chain/bytes.ts';
import { isRecovery, type RecoveryStatement } from '../chain/recovery.ts';
import type { Settle } from './events/settle.ts';
import type { Successor } from './events/successor.ts';
import type { Tree } from './trees.ts';

export interface Founders {
  /** In order; the last speaks now. */
  readonly chains: readonly string[];
  /** Where each that was succeeded ends. */
  readonly ends: ReadonlyMap<string, Tree>;
  /** Chains of which two different successors are named: neither counts. */
  readonly differing: ReadonlySet<string>;
}

/** Checks what claims to be signed with the recovery key; a copy of a statement is not checked again. */
export function recoveryOf(network: string, hash: Bytes | undefined): (said: Settle | Successor) => boolean {
  const known = new Map<string, boolean>();
  return (said) => {
    const { key, signature, chain, size, root } = said;
    if (hash === undefined || key === undefined || signature === undefined) return false;
    const next: { readonly successor?: string } = 'successor' in said ? { successor: said.successor } : {};
    const statement: RecoveryStatement = { network, chain, size, root, ...next };
    const name = [chain, size, b64u(root), next.successor, b64u(key), b64u(signature)].join(' ');
    let holds = known.get(name);
    if (holds === undefined) {
      holds = isRecovery(hash, key, signature, statement);
      known.set(name, holds);
    }
    return holds;
  };
}

/** @param named successors that the recovery key has signed */
export function foundersFrom(network: string, named: readonly Successor[]): Founders {
  const chains = [network];
  const ends = new Map<string, Tree>();
  const differing = new Set<string>();
  for (let current = network; ; ) {
    const [first, ...others] = named.filter(({ chain }) => chain === current);
    if (first === undefined) break;
    if (others.some((other) => !isSame(first, other))) {
      differing.add(current);
      break;
    }
    // In a circle nobody would be left.
    if (chains.includes(first.successor)) break;
    ends.set(current, { size: first.size, root: first.root });
    chains.push(first.successor);
    current = first.successor;
  }
  return { chains, ends, differing };
}

function isSame(a: Successor, b: Successor): boolean {
  return a.size === b.size && a.successor === b.successor && sameBytes(a.root, b.root);
}
