// The roles of parties as the page says them. The terminal says them by the words that its options take.
import { area, telling } from '../say.ts';

/** By the word of the role. */
const ROLES = {
  regulator: 'regulator',
  manufacturer: 'manufacturer',
  distributor: 'distributor',
  dispenser: 'dispenser',
  logistics: 'logistics',
  observer: 'observer',
} as const;

export const say = /* @__PURE__ */ area('roles', () => ROLES);

const tell = /* @__PURE__ */ telling(say);

/** A role in words; one that has none is said by its code. */
export function roleName(role: string): string {
  return Object.hasOwn(ROLES, role) ? tell(role as keyof typeof ROLES) : role;
}
