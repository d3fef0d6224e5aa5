// Who is in charge of an item in a state of its life: of what is in a container whoever is in charge of that.
import type { Bytes } from '../chain/bytes.ts';
import type { State } from './life.ts';

/** Containers of containers are looked through, and folded within each other, at most so deep; honest ones need 8. */
export const MOST_NESTED = 64;

/**
 * GLNs of the parties that may make the next step of a life.
 * @param origin the party that made the item, where its life has not begun
 * @param stateOf the state of a container that this party made, where it can be told
 */
export function inCharge(
  state: State,
  origin: string | undefined,
  stateOf: (key: Bytes, origin: string) => State | undefined,
): readonly string[] {
  let at: State | undefined = state;
  for (let depth = 0; at?.at === 'inside' && depth < MOST_NESTED; depth++) at = stateOf(at.container, at.origin);
  switch (at?.at) {
    case 'none':
      return origin === undefined ? [] : [origin];
    case 'transit':
      return [at.from, at.to];
    case 'dispensed':
    case 'decommissioned':
      return [at.by];
    case 'disputed':
      return at.between;
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return [at.holder];
    default:
      return [];
  }
}
