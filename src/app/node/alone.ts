// A network of one: its founder gave itself the roles in which it works, and regulates nobody. What it records is proved to
// itself; of others it has files.
import { mayHold, type Role } from '../../custody/roles.ts';
import type { View } from '../../ledger/types.ts';
import type { Reading } from './reading.ts';

/** Whether this party founded its network for itself alone. */
export function isAlone({ self }: Pick<Reading, 'self'>, view: View): boolean {
  return self.chain === self.network && mayHold(view.authority().partyOf(self.chain)?.roles ?? []);
}

/** The roles that this chain's party works in: of a founder alone not that of a regulator. */
export function rolesHere(home: Pick<Reading, 'self'>, view: View): readonly Role[] {
  const roles = view.authority().partyOf(home.self.chain)?.roles ?? [];
  return isAlone(home, view) ? roles.filter((role) => role !== 'regulator') : roles;
}
