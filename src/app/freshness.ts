// How new the knowledge is: when this node last heard anything from others.
import type { Local, View } from '../ledger/types.ts';

export interface Freshness {
  /** Peers that are configured here. */
  readonly peers: number;
  /** When others were last heard, ms; absent where nobody was ever heard. */
  readonly oldest?: number;
}

/**
 * A peer that answers says all that it knows, and a bundle carries the regulators' chains, so the last time that any chain
 * but the own was brought or confirmed is how old the knowledge is. A peer that has been away since makes it no older.
 */
export function freshness(view: View, local: Local): Freshness {
  const peers = local.peers.list();
  let heard = view.lastHeard() ?? 0;
  for (const { value } of peers) {
    const { seen } = value as { readonly seen?: unknown };
    if (typeof seen === 'number' && seen > heard) heard = seen;
  }
  return { peers: peers.length, ...(heard === 0 ? {} : { oldest: heard }) };
}
