// Putting another chain in the founder's place, with the recovery key: where its own is lost, or somebody else has its key.
import { sameBytes } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { TreeOf } from '../../custody/trees.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/parties.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { Home } from '../node/home.ts';
import { readRecoveryKey, recovered } from '../node/recovery.ts';
import { record, type Written } from '../record/write.ts';
import { branchesOf, choiceLines, treeAt } from './branch-choice.ts';
import { readCard } from './bundle-files.ts';

export interface SuccessorRequest {
  /** Path of the card of the chain that takes the founder's place. */
  readonly card: string;
  /** Path of the recovery file. */
  readonly recoveryFile: string;
  /** The GLN on the card once more. */
  readonly confirm?: string;
  /** The last event of the founder's chain that counts; its present end where absent. */
  readonly at?: string;
}

export interface SuccessorData extends Written {
  /** The chain that speaks for the founder from now on. */
  readonly chain: string;
  readonly party: { readonly name: string; readonly gln: string };
  readonly fingerprint: string;
  /** The chain that it takes the place of, and how much of that goes on counting. */
  readonly succeeds: { readonly chain: string; readonly size: number };
}

/**
 * Records on the own chain, whosever that is: the recovery key's signature says it, not the chain.
 * @throws not-allowed (77), confirm-missing (2), wrong-state (14), and what reading card and recovery file throws
 */
export async function successor(home: Home, request: SuccessorRequest): Promise<SuccessorData> {
  const card = await readCard(home, request.card);
  return record(home, { command: 'successor' }, (tx) => {
    const { view } = tx;
    const opening = card.opening ?? view.event(`${card.chain}/0`)?.leaf;
    const { name = '', gln = '' } = (opening && saidIn(EVENT.open, opening)?.party) ?? {};
    const party = { name, gln };
    const { chain } = card;
    const founders = view.authority().founders();
    const current = founders.at(-1) ?? home.self.network;
    const said = { chain, party, fingerprint: fingerprint(chain) };
    if (chain === current && founders.length > 1) {
      const [before = current] = founders.slice(-2);
      const event = [...view.eventsOf([EVENT.successor.type])].find(
        ({ leaf }) => saidIn(EVENT.successor, leaf)?.successor === chain,
      );
      tx.already(event?.ref);
      return { ...said, succeeds: { chain: before, size: (event && saidIn(EVENT.successor, event.leaf)?.size) ?? 0 } };
    }
    if (founders.includes(chain)) {
      throw new PedigreeError('wrong-state', say('chain-speaks-for-founder'), {
        hint: say('card-of-new-chain'),
      });
    }
    const end = endOf(view, current, request.at);
    if (request.confirm !== party.gln) {
      throw new PedigreeError('confirm-missing', say('hands-network-over', { party: party.name, gln: party.gln }), {
        hint: say('repeat-with-confirm', { gln: party.gln }),
      });
    }
    const key = readRecoveryKey(view, request.recoveryFile);
    tx.add({
      type: EVENT.successor.type,
      public: recovered(key, { network: home.self.network, ...end, successor: chain }),
    });
    if (view.authority().founders().at(-1) !== chain) {
      throw new PedigreeError('wrong-state', say('another-successor-named-before'), {
        hint: say('parties-says-which-chains'),
      });
    }
    tx.warn(phrase('backups-and-notes'));
    return { ...said, succeeds: { chain: end.chain, size: end.size } };
  });
}

/** Where the founder's chain is to end. @throws confirm-missing where it forked and nobody has said which branch counts */
function endOf(view: View, chain: string, at: string | undefined): TreeOf {
  if (at !== undefined) {
    const tree = treeAt(view, at, '--at');
    if (tree.chain === chain) return tree;
    throw new PedigreeError('usage', say('not-of-founder-s', { at, chain }), { hint: say('at-chain-seq-hash') });
  }
  const here = view.chain(chain);
  const branches = branchesOf(view, chain);
  const chosen = view.authority().settlementOf(chain)?.chosen;
  const [only, second] =
    chosen === undefined
      ? branches
      : view
          .chains()
          .filter((one) => one.chain === chain)
          .filter(({ branch }) => sameBytes(view.rootAt(chain, branch, chosen.size) ?? new Uint8Array(0), chosen.root));
  if (
    here !== undefined &&
    only !== undefined &&
    second === undefined &&
    (here.forked !== true || chosen !== undefined)
  ) {
    return { chain, size: only.size, root: only.root };
  }
  throw new PedigreeError('confirm-missing', say('founder-s-chain-has'), {
    hint: say('repeat-with'),
    detail: { items: choiceLines(branches, '--at') },
  });
}
