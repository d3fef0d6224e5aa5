// What parties say of themselves besides their names: where they are, and how long their company prefixes are.
import { EVENT } from '../../custody/events/all.ts';
import type { ProfileBody } from '../../custody/events/profile.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { View } from '../../ledger/types.ts';

/** A postal address; the country by its two letters of ISO 3166. */
export type Address = NonNullable<ProfileBody['address']>;

export interface PartyProfile {
  readonly contact?: string;
  readonly sites?: readonly string[];
  readonly address?: Address;
  /** Company prefixes in their exact length, as URNs need it. */
  readonly prefixes?: readonly string[];
}

const FIELDS = ['contact', 'sites', 'address', 'prefixes'] as const;

/**
 * The last word of the party with this GLN on each of these, at whichever of its chains; nothing of a party that is not known.
 * What a later profile leaves out still holds: some say a contact alone.
 */
export function profileOf(view: View, gln: string): PartyProfile {
  const chains = view.authority().party(gln)?.chains ?? [];
  return lastWords(
    view,
    chains.map(({ chain }) => chain),
  );
}

/** The last words on these chains. */
export function lastWords(view: View, chains: readonly string[]): PartyProfile {
  const found = chains
    .flatMap((chain) => [...view.eventsOf([EVENT.profile.type], { chain })])
    .filter((event) => !event.contested)
    .sort((a, b) => a.leaf.at - b.leaf.at);
  const words: Record<string, unknown> = {};
  for (const event of found) {
    const said = saidIn(EVENT.profile, event.leaf);
    for (const field of FIELDS) if (said?.[field] !== undefined) words[field] = said[field];
  }
  return words as PartyProfile;
}
