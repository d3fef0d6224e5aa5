// Roles of parties.

/** What an accreditation makes of a party; one party may hold several (DESIGN §1). */
export type Role = 'regulator' | 'manufacturer' | 'distributor' | 'dispenser' | 'logistics' | 'observer';

export const ROLES: readonly Role[] = [
  'regulator',
  'manufacturer',
  'distributor',
  'dispenser',
  'logistics',
  'observer',
];

export function isRole(value: unknown): value is Role {
  return ROLES.includes(value as Role);
}

/** Whether goods may be with a party of these roles: regulators and observers look on. */
export function mayHold(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'regulator' && role !== 'observer');
}

/** Whether these roles let nothing be written that counts: an observer reads. */
export function isObserver(roles: readonly Role[]): boolean {
  return roles.every((role) => role === 'observer');
}
