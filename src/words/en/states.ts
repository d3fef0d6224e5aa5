// What the states of items are called. The words are those of answers, so that who reads one finds it in JSON.
import { area, telling } from '../say.ts';

/** By the code of the state. */
const STATES = {
  none: 'none',
  active: 'active',
  inside: 'inside',
  'in-transit': 'in transit',
  transit: 'in transit',
  incoming: 'incoming',
  outgoing: 'outgoing',
  quarantined: 'quarantined',
  unaccounted: 'unaccounted',
  contested: 'contested',
  disputed: 'disputed',
  dispensed: 'dispensed',
  decommissioned: 'decommissioned',
} as const;

export const say = /* @__PURE__ */ area('states', () => STATES);

const tell = /* @__PURE__ */ telling(say);

/** A state in words; one that has none is said by its code. */
export function stateWord(state: string): string {
  return Object.hasOwn(STATES, state) ? tell(state as keyof typeof STATES) : state;
}
