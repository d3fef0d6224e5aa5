// Names of parties for answers: the accredited name, or the GLN where there is none.
import type { View } from '../../ledger/types.ts';

/** The name of the party with this GLN. */
export function partyName(view: View, gln: string): string {
  return view.authority().party(gln)?.name ?? gln;
}

/** Name and, where it has one, how to reach it. */
export function partyAndContact(view: View, gln: string): string {
  const party = view.authority().party(gln);
  if (party === undefined) return gln;
  return party.contact === undefined ? party.name : `${party.name} ${party.contact}`;
}
