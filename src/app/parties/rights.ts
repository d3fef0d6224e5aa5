// What an accreditation gives: roles, and the products of a maker; as it is typed, checked, and as it is written.
import type { JsonObject } from '../../chain/canonical.ts';
import { isRole, ROLES, type Role } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/keys.ts';
import { say } from '../../words/en/parties.ts';
import type { PartyName } from '../node/party-name.ts';

/** What one accreditation grants, checked and in a fixed order, so that equal grants compare equal. */
export interface Rights {
  readonly roles: readonly Role[];
  readonly prefixes: readonly string[];
  readonly gtins: readonly string[];
  readonly until?: number | undefined;
}

/** What is asked of an accreditation, as it is typed. */
export interface RightsAsked {
  readonly roles: readonly string[];
  readonly prefixes: readonly string[];
  readonly gtins: readonly string[];
  /** The last day, YYYY-MM-DD. */
  readonly until?: string;
  /** The chain is another one of a party that is accredited already. */
  readonly sameParty?: boolean;
}

/** The roles of some words, each of which may name several. @throws usage for what is none */
export function rolesIn(words: readonly string[]): readonly Role[] {
  return words
    .flatMap((word) => word.split(','))
    .map((word) => {
      const role = word.trim();
      if (isRole(role)) return role;
      throw new PedigreeError('usage', say('no-such-role', { role }), { hint: say('one-of', { roles: ROLES }) });
    });
}

/** @throws usage, not-gs1 */
export function checkedRights(request: RightsAsked): Rights {
  const roles = rolesIn(request.roles);
  if (roles.length === 0 && request.sameParty !== true) {
    throw new PedigreeError('usage', say('no-role-given'), { hint: say('role-with-one', { roles: ROLES }) });
  }
  for (const prefix of request.prefixes) {
    if (!/^\d{4,12}$/.test(prefix)) {
      throw new PedigreeError('not-gs1', say('not-company-prefix', { prefix }), {
        hint: say('gs1-company-prefix-has'),
      });
    }
  }
  return {
    roles: sorted(roles),
    prefixes: sorted(request.prefixes),
    gtins: sorted(request.gtins.map(toGtin14)),
    ...(request.until === undefined ? {} : { until: endOfDay(request.until) }),
  };
}

/** The last millisecond of a day in UTC. */
function endOfDay(day: string): number {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(day) && Number.isFinite(start)) return start + 86_399_999;
  throw new PedigreeError('usage', say('not-day', { day }), { hint: say('write-as-2039-12') });
}

/** Each once, in one order. */
export function sorted<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}

/** @throws usage for a maker of nothing */
export function mustNameProducts({ roles, prefixes, gtins }: Rights): void {
  if (!roles.includes('manufacturer') || prefixes.length + gtins.length > 0) return;
  throw new PedigreeError('usage', say('manufacturer-needs-to-told'), {
    hint: say('give-gs1-company-prefix'),
  });
}

/** The public part of an event that gives these rights. */
export function grantOf(chain: string, party: PartyName, rights: Rights): JsonObject {
  return {
    chain,
    party: { name: party.name, gln: party.gln },
    roles: rights.roles,
    ...(rights.gtins.length === 0 ? {} : { gtins: rights.gtins }),
    ...(rights.prefixes.length === 0 ? {} : { prefixes: rights.prefixes }),
    from: 0,
    ...(rights.until === undefined ? {} : { until: rights.until }),
  };
}
