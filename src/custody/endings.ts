// The rights of a party that end, and on what day: grants add up, so the one that lasts longest counts.
import type { EndingRight } from './authority.ts';
import { covers, type Grant } from './grants.ts';

const NONE: readonly EndingRight[] = [];

/** The roles, and of a manufacturer the products, that one day no grant among these gives any more; soonest first. */
export function endsOf(grants: readonly Grant[]): readonly EndingRight[] {
  if (grants.every(({ until }) => until === Number.POSITIVE_INFINITY)) return NONE;
  const roles = new Set(grants.flatMap((grant) => grant.roles));
  const ends = [...roles].flatMap((role): readonly EndingRight[] => {
    const giving = grants.filter((grant) => grant.roles.includes(role));
    if (role !== 'manufacturer') return ending({ role, until: latest(giving) });
    const products = new Set(giving.flatMap(({ gtins, prefixes }) => [...gtins, ...prefixes]));
    const byDay = new Map<number, string[]>();
    for (const one of products) {
      const until = latest(giving.filter((grant) => gives(grant, one)));
      byDay.set(until, [...(byDay.get(until) ?? []), one]);
    }
    if (byDay.size <= 1) return ending({ role, until: latest(giving) });
    return [...byDay].flatMap(([until, of]) => ending({ role, of: of.sort(), until }));
  });
  return ends.sort((a, b) => a.until - b.until);
}

const GTIN_LENGTH = 14;

/** Whether a grant covers this GTIN or company prefix. */
function gives(grant: Grant, one: string): boolean {
  return one.length === GTIN_LENGTH ? covers(grant, one) : grant.prefixes.some((prefix) => one.startsWith(prefix));
}

function latest(grants: readonly Grant[]): number {
  return grants.reduce((last, { until }) => Math.max(last, until), Number.NEGATIVE_INFINITY);
}

function ending(one: EndingRight): readonly EndingRight[] {
  return Number.isFinite(one.until) ? [one] : [];
}
