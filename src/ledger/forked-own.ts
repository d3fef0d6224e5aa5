// What a chain takes whose own author has signed two histories of it (DESIGN §3.5): only what protects people, and what settles it.
import type { Draft } from '../chain/compose.ts';
import { PedigreeError } from '../errors.ts';
import type { Store } from './store.ts';

const TAKEN: ReadonlySet<string> = new Set([
  'quarantine',
  'decommission',
  'report',
  'recall',
  'recall-response',
  'revoke',
  'settle',
]);
/** Notices of a lot that stop or warn; the others allow something. */
const NOTICES: ReadonlySet<unknown> = new Set(['hold', 'withdrawn', 'caution']);

/** Whether the own chain has two histories, however that is known, and nobody has said which of them counts. */
export function isForked({ memory, view }: Pick<Store, 'memory' | 'view'>, chain: string): boolean {
  return memory.shapes.doubt(chain).doubtedAt !== Infinity && !view.authority().settled(chain);
}

/** @throws chain-forked (15) for what such a chain does not take */
export function mustProtect(store: Pick<Store, 'memory' | 'view'>, chain: string, { type, public: said }: Draft): void {
  if (TAKEN.has(type) || (type === 'lot-notice' && NOTICES.has(said.kind))) return;
  const { forkedAt } = store.memory.shapes.doubt(chain);
  const settles = 'a regulator says which history counts (settle)';
  throw new PedigreeError('chain-forked', `the own chain has two histories, so ${type} is not recorded on it`, {
    hint:
      chain === store.memory.network()
        ? settles
        : `${settles}; or go on with a new chain: pedigree recover --new-chain`,
    detail: { type, ...(forkedAt === Infinity ? {} : { index: forkedAt }) },
  });
}
