// Roles of parties, and which role an author needs for each type of event.

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

/** Types not named here need no more than an accreditation (DESIGN §5). */
const NEEDED: Readonly<Record<string, readonly Role[]>> = {
  accredit: ['regulator'],
  revoke: ['regulator'],
  assign: ['regulator'],
  allocate: ['manufacturer'],
  commission: ['manufacturer'],
  dispense: ['dispenser'],
  product: ['manufacturer', 'regulator'],
  'lot-notice': ['manufacturer', 'regulator'],
  recall: ['manufacturer', 'regulator'],
};

/** Whether an event of this type takes more than an accreditation. */
export function needsRole(type: string): boolean {
  return Object.hasOwn(NEEDED, type);
}

/** Whether these roles let nothing be written that counts: an observer reads. */
export function isObserver(roles: readonly Role[]): boolean {
  return roles.every((role) => role === 'observer');
}

/** Whether one of these roles is enough to write an event of this type, custody apart. */
export function roleAllows(type: string, roles: readonly Role[]): boolean {
  const needed = NEEDED[type];
  return needed === undefined ? !isObserver(roles) : needed.some((role) => roles.includes(role));
}
