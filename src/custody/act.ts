// An event as the table of custody sees it, for one row of it.
import type { CustodyEvent } from './evidence.ts';
import type { Details, RowRole } from './life.ts';
import { roleAllows } from './rights.ts';
import type { Act } from './step.ts';

/** The event as an act of its author, or undefined where nobody stands behind it with a role for it. */
export function actOf(event: CustodyEvent, role: RowRole, details: Details): Act | undefined {
  const { author, chain, leaf, contested } = event;
  if (author === undefined || !roleAllows(leaf.type, author.roles)) return undefined;
  const { gln, site, roles } = author;
  return {
    type: leaf.type,
    role,
    gln,
    ...(site !== undefined && { site }),
    chain,
    roles,
    at: leaf.at,
    details,
    contested,
  };
}
