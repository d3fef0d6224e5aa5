// An event as the table of custody sees it, for one row of it.
import type { CustodyEvent } from './evidence.ts';
import type { Details, RowRole } from './life.ts';
import { roleAllows } from './rights.ts';
import type { Act } from './step.ts';

/** Whether somebody stands behind the event who has a role for it: nothing else is ever a step, whatever it says. */
export function mayWrite({ author, leaf }: CustodyEvent): boolean {
  return author !== undefined && roleAllows(leaf.type, author.roles);
}

/** The event as an act of its author, or undefined where nobody stands behind it with a role for it. */
export function actOf(event: CustodyEvent, role: RowRole, details: Details): Act | undefined {
  const { author, chain, leaf, contested } = event;
  if (author === undefined || !mayWrite(event)) return undefined;
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
