// Ending a party: what is known now of all its chains is honoured, and nothing after it.
import { b64u } from '../../chain/bytes.ts';
import type { PartyInfo } from '../../custody/authority.ts';
import { PedigreeError } from '../../errors.ts';
import type { ChainInfo, View } from '../../ledger/types.ts';
import type { Home } from '../home.ts';
import { checkedText } from '../names.ts';
import { record, type Written } from '../write.ts';
import { refuseUnlessRegulator } from './accredit.ts';
import { partyNamed } from './named.ts';

export interface RevokeRequest {
  /** GLN, name or chain id. */
  readonly who: string;
  readonly reason: string;
  /** The GLN once more. */
  readonly confirm?: string;
}

export interface RevokeData extends Written {
  readonly party: { readonly name: string; readonly gln: string };
  readonly revoked: readonly { readonly chain: string; readonly size: number; readonly root: string }[];
}

/**
 * Revokes every chain of a party at the size and root that are known here; a chain that was revoked stays as it was.
 * @throws not-found (66), confirm-missing (2), not-allowed (77)
 */
export function revoke(home: Home, request: RevokeRequest): RevokeData {
  const reason = checkedText(request.reason, 'reason', 500);
  return record(home, { command: 'revoke' }, (tx) => {
    refuseUnlessRegulator(home, tx.view, []);
    const party = partyNamed(tx.view.authority(), request.who);
    refuseUnlessRegulator(home, tx.view, party.roles);
    if (party.chains.some((one) => one.chain === home.self.network)) {
      throw new PedigreeError('not-allowed', 'the founder of the network cannot be revoked');
    }
    if (request.confirm !== party.gln) {
      throw new PedigreeError('confirm-missing', `this ends ${party.name}, GLN ${party.gln}, for good`, {
        hint: `repeat it with --confirm ${party.gln}`,
      });
    }
    const open = party.chains.filter((one) => one.honouredSize === undefined).map((one) => longest(tx.view, one.chain));
    for (const { chain, size, root } of open) {
      tx.add({ type: 'revoke', public: { chain, size, root: b64u(root), reason } });
    }
    if (open.length === 0) tx.already(lastRevocation(tx.view, party));
    return {
      party: { name: party.name, gln: party.gln },
      revoked: open.map(({ chain, size, root }) => ({ chain, size, root: b64u(root) })),
    };
  });
}

/** The event that ended the last of a party's chains as it is honoured now. */
function lastRevocation(view: View, { chains }: PartyInfo): string | undefined {
  const events = [...view.eventsOf(['revoke'])].filter(({ author }) => author?.roles.includes('regulator'));
  const ends = ({ leaf }: (typeof events)[number]) =>
    chains.some(({ chain, honouredSize }) => leaf.public.chain === chain && leaf.public.size === honouredSize);
  return events.findLast(ends)?.ref;
}

/** Of a chain that forked, the branch with most leaves: a revocation settles which one counts. */
function longest(view: View, chain: string): ChainInfo {
  const branches = view.chains().filter((one) => one.chain === chain);
  const best = branches.reduce<ChainInfo | undefined>(
    (a, b) => (a === undefined || b.size > a.size ? b : a),
    undefined,
  );
  if (best !== undefined) return best;
  throw new PedigreeError('not-found', `chain ${chain} is not here yet`, { hint: 'pedigree sync, then again' });
}
