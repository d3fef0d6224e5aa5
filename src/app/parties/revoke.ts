// Ending a party: what is known now of all its chains is honoured, and nothing after it.
import { b64u, sameBytes } from '../../chain/bytes.ts';
import { EMPTY_ROOT } from '../../chain/merkle.ts';
import type { PartyChain, PartyInfo } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { TreeOf } from '../../custody/trees.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/parties.ts';
import type { Home } from '../node/home.ts';
import { partyNamed } from '../node/named.ts';
import { checkedText } from '../node/names.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { refuseUnlessRegulator } from './accredit.ts';
import { branchesOf, choiceLines, treeAt } from './branch-choice.ts';

export interface RevokeRequest {
  /** GLN, name or chain id. */
  readonly who: string;
  readonly reason: string;
  /** The GLN once more. */
  readonly confirm?: string;
  /** The last event of a chain that counts, `CHAIN/SEQ` or, where the chain forked, `CHAIN/SEQ~hash`. */
  readonly at?: readonly string[];
}

export interface RevokeData extends Written {
  readonly party: { readonly name: string; readonly gln: string };
  readonly revoked: readonly { readonly chain: string; readonly size: number; readonly root: string }[];
  /** Chains that it endorsed and that are not here: nothing of them counts until they are named. */
  readonly unseen?: readonly string[];
}

/**
 * Revokes every chain of a party at the size and root that are known here, or at the event that is named; a chain that was
 * revoked stays as it was, unless it is named at an earlier event.
 * @throws not-found (66), confirm-missing (2), also where a chain forked and none of its branches is named, usage (2),
 * not-allowed (77), wrong-state (14)
 */
export function revoke(home: Home, request: RevokeRequest): RevokeData {
  const reason = checkedText(request.reason, 'reason', 500);
  return record(home, { command: 'revoke' }, (tx) => {
    refuseUnlessRegulator(home, tx.view, []);
    const authority = tx.view.authority();
    const party = partyNamed(authority, request.who);
    refuseUnlessRegulator(home, tx.view, party.roles);
    if (party.chains.some((one) => authority.founders().includes(one.chain))) {
      throw new PedigreeError('not-allowed', say('founder-of-network-cannot'), {
        hint: say('recovery-key-puts-another'),
      });
    }
    const named = namedTrees(tx.view, party, request.at ?? []);
    refuseForked(tx.view, party, named);
    if (request.confirm !== party.gln) {
      throw new PedigreeError('confirm-missing', say('ends-gln-for-good', { party: party.name, gln: party.gln }), {
        hint: say('repeat-with-confirm', { gln: party.gln }),
      });
    }
    const ended = party.chains.flatMap((one) => endOf(tx, one, named.get(one.chain)));
    for (const { chain, size, root } of ended) {
      tx.add({ type: EVENT.revoke.type, public: { chain, size, root: b64u(root), reason } });
    }
    if (ended.length === 0) tx.already(lastRevocation(tx.view, party));
    const unseen = unseenTills(tx.view, party);
    return {
      party: { name: party.name, gln: party.gln },
      revoked: ended.map(({ chain, size, root }) => ({ chain, size, root: b64u(root) })),
      ...(unseen.length === 0 ? {} : { unseen }),
    };
  });
}

/** By chain. */
function namedTrees(view: View, party: PartyInfo, refs: readonly string[]): ReadonlyMap<string, TreeOf> {
  const trees = new Map<string, TreeOf>();
  for (const ref of refs) {
    const tree = treeAt(view, ref, '--at');
    if (!party.chains.some(({ chain }) => chain === tree.chain)) {
      throw new PedigreeError('usage', say('not-of', { ref, party: party.name }), {
        hint: say('its-chains', { chains: party.chains.map(({ chain }) => chain) }),
      });
    }
    if (trees.has(tree.chain)) {
      throw new PedigreeError('usage', say('two-events-of-one', { chain: tree.chain }), {
        hint: say('name-last-one'),
      });
    }
    trees.set(tree.chain, tree);
  }
  return trees;
}

/** A branch is not the right one because it is the longer one: whoever copied a key writes as many events as it likes. */
function refuseForked(view: View, party: PartyInfo, named: ReadonlyMap<string, TreeOf>): void {
  const forked = party.chains.filter((one) => {
    const isOver = one.honouredSize !== undefined && one.unnamed !== true;
    return !isOver && !named.has(one.chain) && view.chain(one.chain)?.forked === true;
  });
  if (forked.length === 0) return;
  const choices = forked.flatMap(({ chain }) => branchesOf(view, chain));
  throw new PedigreeError('confirm-missing', say('records-of-have-split', { party: party.name }), {
    hint: say('call-them-then-repeat'),
    detail: { items: choiceLines(choices, '--at') },
  });
}

/** Where a chain is to end now; nothing where it has ended. */
function endOf(tx: WriteTx, one: PartyChain, named: TreeOf | undefined): readonly TreeOf[] {
  const { chain, honouredSize } = one;
  const { view } = tx;
  if (honouredSize !== undefined && one.unnamed !== true) {
    if (named === undefined || isEnd(view, named, honouredSize)) return [];
    if (named.size < honouredSize) return [named];
    throw new PedigreeError('wrong-state', say('chain-ended-at-event', { chain, honouredSize: honouredSize - 1 }), {
      hint: say('of-several-revocations-earliest'),
    });
  }
  if (named !== undefined) return [named];
  const here = view.chain(chain);
  if (here !== undefined) return [{ chain, size: here.size, root: here.root }];
  tx.warn(phrase('nothing-of-chain-here', { chain }));
  return [{ chain, size: 0, root: EMPTY_ROOT }];
}

/** Whether the chain was ended with exactly this tree. */
function isEnd(view: View, { chain, size, root }: TreeOf, honouredSize: number): boolean {
  if (size !== honouredSize) return false;
  return view
    .chains()
    .filter((one) => one.chain === chain)
    .some(({ branch }) => sameBytes(view.rootAt(chain, branch, size) ?? EMPTY_ROOT, root));
}

/** Tills that the party endorsed and of which nothing has come. */
function unseenTills(view: View, { gln }: PartyInfo): readonly string[] {
  const tills = [...view.eventsOf([EVENT.endorse.type])].flatMap(({ author, leaf }) => {
    const said = author?.gln === gln ? saidIn(EVENT.endorse, leaf) : undefined;
    return said === undefined ? [] : [said.chain];
  });
  return [...new Set(tills)].filter((chain) => view.chain(chain) === undefined);
}

/** The event that ended the last of a party's chains as it is honoured now. */
function lastRevocation(view: View, { chains }: PartyInfo): string | undefined {
  const events = [...view.eventsOf([EVENT.revoke.type])].filter(({ author }) => author?.roles.includes('regulator'));
  const ends = ({ leaf }: (typeof events)[number]) => {
    const said = saidIn(EVENT.revoke, leaf);
    return chains.some(({ chain, honouredSize }) => said?.chain === chain && said.size === honouredSize);
  };
  return events.findLast(ends)?.ref;
}
