// Saying which branch of a forked chain counts: by the recovery key, as a regulator, or for this computer alone.
import { b64u, sameBytes } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { SettledBy, Tree, TreeOf } from '../../custody/trees.ts';
import { PedigreeError } from '../../errors.ts';
import { isForked } from '../../ledger/forked-own.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/parties.ts';
import type { Home } from '../node/home.ts';
import { partyNamed } from '../node/named.ts';
import { readRecoveryKey, recovered } from '../node/recovery.ts';
import { record, type Written } from '../record/write.ts';
import { branchesOf, choiceLines, treeAt } from './branch-choice.ts';

export interface SettleRequest {
  /** The chain, or a party of which one chain forked. */
  readonly who: string;
  /** The last event of the branch that counts, `CHAIN/SEQ~hash`. */
  readonly keep?: string;
  readonly confirmed: boolean;
  /** Path of the recovery file. */
  readonly recoveryFile?: string;
  /** For this computer alone. */
  readonly local?: boolean;
}

export interface SettleData extends Written {
  readonly chain: string;
  /** The party of the chain, where it is accredited. */
  readonly party?: { readonly name: string; readonly gln: string };
  readonly by: SettledBy;
  readonly size: number;
  readonly root: string;
}

/**
 * Picks a branch of a forked chain. What the other branches did with goods stays what their party did; what they handed out
 * of rights counts for nothing.
 * @throws not-found (66), wrong-state (14) where the chain has not forked or others have settled it otherwise,
 * confirm-missing (2) with the branches and what each choice disowns, usage (2), not-allowed (77), what reading the file throws
 */
export function settle(home: Home, request: SettleRequest): SettleData {
  return request.local === true ? settleHere(home, request) : settleForAll(home, request);
}

function settleHere(home: Home, request: SettleRequest): SettleData {
  const { tree, answer, already, overruled } = home.ledger.read((view) => {
    const tree = chosenTree(view, request);
    const chosen = view.authority().settlementOf(tree.chain)?.chosen;
    return {
      tree,
      answer: answerOf(view, tree, 'here'),
      already: chosen?.by === 'here' && isSame(chosen, tree),
      overruled: chosen !== undefined && chosen.by !== 'here' && !isSame(chosen, tree),
    };
  });
  if (!home.env.dryRun && !already) home.ledger.settleHere(tree.chain, tree);
  const warnings = [
    phrase('counts-at-this-computer'),
    ...(overruled ? [phrase('somebody-has-settled-otherwise')] : []),
    ...home.ledger.read((view) => ownWarnings(home, view, tree)),
  ];
  return {
    ...answer,
    at: new Date(home.env.clock()).toISOString(),
    already,
    warnings,
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

function settleForAll(home: Home, request: SettleRequest): SettleData {
  return record(home, { command: 'settle' }, (tx) => {
    const { view } = tx;
    const tree = chosenTree(view, request);
    const { recoveryFile } = request;
    if (recoveryFile === undefined) refuseUnlessMay(home, view, tree.chain);
    const by: SettledBy =
      recoveryFile !== undefined
        ? 'recovery'
        : view.authority().founders().includes(home.self.chain)
          ? 'founder'
          : 'regulator';
    const answer = answerOf(view, tree, by);
    const before = view.authority().settlementOf(tree.chain)?.chosen;
    if (before?.by === by && isSame(before, tree)) {
      tx.already(eventOf(view, tree));
      return answer;
    }
    const { network } = home.self;
    const said =
      recoveryFile === undefined
        ? { chain: tree.chain, size: tree.size, root: b64u(tree.root) }
        : recovered(readRecoveryKey(view, recoveryFile), { network, ...tree });
    tx.add({ type: EVENT.settle.type, public: said });
    mustCount(view, tree, by);
    for (const words of ownWarnings(home, view, tree)) tx.warn(words);
    return answer;
  });
}

/** What is asked for, checked: a branch of a chain that forked, above the fork. */
function chosenTree(view: View, { who, keep, confirmed }: SettleRequest): TreeOf {
  const chain = forkedChain(view, who);
  const items = choiceLines(branchesOf(view, chain), '--keep');
  if (keep === undefined) {
    throw new PedigreeError('confirm-missing', say('chain-has-split-say', { chain }), {
      hint: say('call-them-then-repeat-with-keep'),
      detail: { items },
    });
  }
  const tree = treeAt(view, keep, '--keep');
  if (tree.chain !== chain) {
    throw new PedigreeError('usage', say('not-of-chain', { keep, chain }), {
      hint: say('one-of-these'),
      detail: { items },
    });
  }
  if (tree.size <= (view.chain(chain)?.forkedAt ?? 0)) {
    throw new PedigreeError('usage', say('lies-below-fork', { keep }), {
      hint: say('last-event-of-one'),
      detail: { items },
    });
  }
  if (confirmed) return tree;
  throw new PedigreeError('confirm-missing', say('lets-one-branch', { chain }), {
    hint: say('repeat-with-confirm-2'),
    detail: { items },
  });
}

function forkedChain(view: View, who: string): string {
  const here = view.chain(who);
  if (here?.forked === true) return who;
  const chains = here === undefined ? partyNamed(view.authority(), who).chains.map(({ chain }) => chain) : [];
  const [only, second] = chains.filter((chain) => view.chain(chain)?.forked === true);
  if (only === undefined) {
    throw new PedigreeError('wrong-state', say('no-fork-of-known'), {
      hint: say('parties-says-whose-records'),
    });
  }
  if (second === undefined) return only;
  throw new PedigreeError('usage', say('several-of-chains-have'), { hint: say('name-one', { only, second }) });
}

function answerOf(view: View, { chain, size, root }: TreeOf, by: SettledBy) {
  const party = view.authority().partyOf(chain);
  const named = party === undefined ? {} : { party: { name: party.name, gln: party.gln } };
  return { chain, ...named, by, size, root: b64u(root) };
}

function isSame(a: Tree, b: Tree): boolean {
  return a.size === b.size && sameBytes(a.root, b.root);
}

function refuseUnlessMay(home: Home, view: View, chain: string): void {
  const authority = view.authority();
  const self = authority.partyOf(home.self.chain);
  const local = phrase('for-this-computer-alone');
  if (self?.regulator !== true) {
    throw new PedigreeError('not-allowed', say('only-regulator-says'), { hint: local });
  }
  const of = authority.partyOf(chain);
  const founder = authority.founders().some((one) => authority.partyOf(one)?.gln === of?.gln);
  if (authority.founders().includes(chain) || founder) {
    throw new PedigreeError('not-allowed', say('founder-s-chains-settled'), {
      hint: say('recovery-file-file-without', { local }),
    });
  }
  if (of?.gln === self.gln) {
    throw new PedigreeError('not-allowed', say('nobody-settles-chains'), {
      hint: say('founder-or-another-regulator', { local }),
    });
  }
  if (!isForked(view, home.self.chain)) return;
  throw new PedigreeError('not-allowed', say('own-chain-has-two'), {
    hint: say('founder-settles-first'),
  });
}

/** What would change nothing is not recorded: two words that differ would leave the fork open for good. */
function mustCount(view: View, tree: TreeOf, by: SettledBy): void {
  const said = view.authority().settlementOf(tree.chain);
  const chosen = said?.chosen;
  if (chosen?.by === by && chosen.size >= tree.size && goesOn(view, tree, chosen)) return;
  const other =
    chosen === undefined
      ? phrase('others-of-same-rank')
      : chosen.by === 'recovery'
        ? phrase('recovery-key-has')
        : phrase('the-has', { who: chosen.by });
  throw new PedigreeError('wrong-state', say('settled-this-fork-otherwise', { other }), {
    hint: say('parties-says-who-regulator'),
  });
}

function goesOn(view: View, tree: TreeOf, further: Tree): boolean {
  return view
    .chains()
    .filter((one) => one.chain === tree.chain)
    .some(({ chain, branch }) => {
      const [low, high] = [view.rootAt(chain, branch, tree.size), view.rootAt(chain, branch, further.size)];
      return low !== undefined && high !== undefined && sameBytes(low, tree.root) && sameBytes(high, further.root);
    });
}

function eventOf(view: View, tree: TreeOf): string | undefined {
  return [...view.eventsOf([EVENT.settle.type])].find(({ leaf }) => {
    const said = saidIn(EVENT.settle, leaf);
    return said?.chain === tree.chain && said.size === tree.size && sameBytes(said.root, tree.root);
  })?.ref;
}

/** The branch that was chosen need not be the one that is appended to here. */
function ownWarnings({ self }: Home, view: View, tree: TreeOf): readonly string[] {
  if (tree.chain !== self.chain) return [];
  const here = view.rootAt(self.chain, 0, tree.size);
  if (here !== undefined && sameBytes(here, tree.root)) return [];
  return [phrase('branch-of-this-folder')];
}
