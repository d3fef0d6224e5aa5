// Whether the code of what nobody commissioned may be that of a case: looked up without keys, for what a manifest calls so.
import type { Local, View } from '../../ledger/types.ts';
import { containerCalled } from './container-names.ts';
import { marksOf } from './inventory-index.ts';

/** Other names that a container was given. */
export const ALIAS = 'alias:';

/**
 * Whether a container is called so here, or may be by manifests that nobody has read since they came. A GTIN that begins with 0
 * is that of no ordinary case, so nothing is read anew for it.
 */
export function mayBeCase(local: Local, view: View, gtin: string, serial: string): boolean {
  const name = containerCalled({ gtin, serial });
  if (local.containers.byName(name).length > 0 || local.inventory.count(`${ALIAS}${name} `) > 0) return true;
  if (gtin.startsWith('0')) return false;
  const read = marksOf(local) ?? {};
  return Object.entries(view.marks()).some(([chain, size]) => read[chain] !== size);
}
