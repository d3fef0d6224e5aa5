// Which role an author needs for each type of event.
import { EVENTS } from './events/index.ts';
import { isObserver, type Role } from './roles.ts';

/** Whether an event of this type takes more than an accreditation. */
export function needsRole(type: string): boolean {
  return EVENTS.get(type)?.roles !== undefined;
}

/** Whether one of these roles is enough to write an event of this type, custody apart. */
export function roleAllows(type: string, roles: readonly Role[]): boolean {
  const needed = EVENTS.get(type)?.roles;
  return needed === undefined ? !isObserver(roles) : needed.some((role) => roles.includes(role));
}
