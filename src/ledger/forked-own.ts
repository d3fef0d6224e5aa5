// What a chain takes whose own author has signed two histories of it (DESIGN §3.5): only what protects people, and what settles it.
import { sameBytes } from '../chain/bytes.ts';
import type { Draft } from '../chain/compose.ts';
import { EVENTS } from '../custody/events/index.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import type { Store } from './store.ts';
import type { View } from './types.ts';

/**
 * Whether the own chain has two histories, however that is known, and nobody has said that the one here counts. What a
 * revocation has ended is not asked about.
 */
export function isForked(view: View, chain: string): boolean {
  // Asked before every append: nearly always nothing doubts it.
  if (!view.isDoubted(chain)) return false;
  const here = view.chain(chain);
  if (here === undefined) return false;
  const authority = view.authority();
  const chosen = authority.settlementOf(chain)?.chosen;
  if (chosen === undefined) return !authority.settled(chain);
  const root = view.rootAt(chain, 0, chosen.size);
  return root === undefined || !sameBytes(root, chosen.root) || here.size >= chosen.dividedAt;
}

/** @throws chain-forked (15) for what such a chain does not take */
export function mustProtect(store: Pick<Store, 'memory' | 'view'>, chain: string, { type, public: said }: Draft): void {
  const protects = EVENTS.get(type)?.protects;
  if (typeof protects === 'function' ? protects(said) : protects === true) return;
  const { forkedAt } = store.memory.shapes.doubt(chain);
  throw new PedigreeError('chain-forked', say('own-chain-forked', { type }), {
    hint: say(chain === store.memory.network() ? 'regulator-says-which-history' : 'regulator-says-or-go-on', { chain }),
    detail: { type, ...(forkedAt === Infinity ? {} : { index: forkedAt }) },
  });
}
