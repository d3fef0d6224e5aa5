// A network of one: its founder gave itself the roles in which it works, and regulates nobody. What it records is proved to
// itself; of others it has files.
import { mayHold, type Role } from '../../custody/roles.ts';
import type { View } from '../../ledger/types.ts';

/** Who works in a folder, as far as it is asked for here. */
interface Here {
  readonly self: { readonly chain: string; readonly network: string };
}

/** Whether this party founded its network for itself alone. */
export function isAlone({ self }: Here, view: View): boolean {
  return self.chain === self.network && mayHold(view.authority().partyOf(self.chain)?.roles ?? []);
}

/** The roles that this chain's party works in: of a founder alone not that of a regulator. */
export function rolesHere(home: Here, view: View): readonly Role[] {
  const roles = view.authority().partyOf(home.self.chain)?.roles ?? [];
  return isAlone(home, view) ? roles.filter((role) => role !== 'regulator') : roles;
}
