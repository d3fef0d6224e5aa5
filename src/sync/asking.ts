// What one side of an exchange asks of the other: the leaves below the heads that it names, where two branches of a chain
// part, and at the end of each turn once more what could not be admitted before.
import { sameBytes } from '../chain/bytes.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { leafHash } from '../chain/merkle.ts';
import type { ChainInfo, View } from '../ledger/types.ts';
import { ByChain } from './by-chain.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { holds, keyOf, longestUnder } from './heads.ts';
import type { Decision, Report } from './intake.ts';
import { type ChainHead, type Data, type Hashes, LACKS_A_FRAME, type Lack, type Want } from './messages.ts';
import { isAuthority, leafHashAt, rankIn, rankOrder } from './offer.ts';
import type { ExchangeOptions } from './options.ts';
import type { PeerQuestion } from './questions.ts';
import { narrow, type Search, spread } from './search.ts';

/** The most questions for one turn, heads looked at for one chain, searches for a fork at a time, and heads set aside. */
const MAX_WANTS = 20_000;
const MAX_BRANCHES = 8;
const MAX_SEARCHES = 64;
const MAX_ASIDE = 2_000;

/** The most heads of a stranger that wait for it to be a member: one of many strangers takes little room. */
const MAX_HIDDEN = 1_000;

/** The most heads of one frame whose checkpoints are looked into because they are on no branch here. */
const MAX_PARTED = 256;

/** The most heads that are looked at again when the exchange ends. */
const MAX_NAMED = 20_000;
const NOTHING = new Uint8Array(0);

/** Of each branch the pages of so many leaves are asked for at a time, and so many attachments in one turn. */
const LACKING_A_BRANCH = 1_000;
const MAX_LACKS = 2_048;

/** A search that starts from the peer's hashes alone. */
const NO_BRANCH = -1;

/** What heads are looked at with. */
interface Judging {
  readonly view: View;
  readonly rank: (chain: string) => string;
  readonly taken: (chain: string) => number;
  /** Takes up heads whose checkpoints are on no branch here. */
  readonly parted: ChainHead[];
}

type Ordered = Want & { readonly order: number };

type Asked = Ordered & {
  /** How many leaves of the branch have come, and the hash of the last of them. */
  reached: number;
  last: Uint8Array;
};

export class Asking {
  readonly #ledger: ExchangeLedger;
  readonly #options: ExchangeOptions;
  readonly #report: Report;
  readonly #wants = new ByChain<Ordered>();
  /** Wants that were sent, with how far they were answered. */
  readonly #asked = new ByChain<Asked>();
  /** Pages to be asked for, and whether it is to be looked which are. */
  #lacks: Lack[] = [];
  #mayLack = false;
  #ready: Generator<PeerQuestion> | undefined;
  readonly #searches = new Map<string, Search>();
  readonly #setAside = new ByChain<ChainHead>();
  /** Heads for which there was no room among the questions of a turn. */
  readonly #later = new ByChain<ChainHead>();
  /** Heads that nothing is taken of while the peer is a stranger. */
  readonly #hidden = new ByChain<ChainHead>();
  readonly #taken: (view: View) => (chain: string) => number;
  /** Heads of the peer that were not here when it named them. */
  readonly #named = new ByChain<ChainHead>();
  #failed = false;
  #overflows = false;

  /** `taken` says how many leaves of a chain are taken from this peer. */
  constructor(
    ledger: ExchangeLedger,
    options: ExchangeOptions,
    report: Report,
    taken: (view: View) => (chain: string) => number,
  ) {
    this.#taken = taken;
    this.#ledger = ledger;
    this.#options = options;
    this.#report = report;
  }

  /** Whether nothing is left for the next turn. */
  get done(): boolean {
    return this.#wants.size === 0 && this.#searches.size === 0 && this.#lacks.length === 0;
  }

  /** Whether something that was offered did not come. */
  get incomplete(): boolean {
    return this.#failed || this.#asked.size > 0 || this.#later.size > 0;
  }

  /** Whether there were more heads than are kept of a stranger; they are to be heard again once it is none. */
  overflowed(): boolean {
    const before = this.#overflows;
    this.#overflows = false;
    return before;
  }

  /** The chains of heads that the peer has and that are not here, without those that were set aside or refused. */
  lacking(): readonly string[] {
    const { aside, refused } = this.#report;
    const told = new Set([...aside.keys(), ...refused.map(({ chain }) => chain)]);
    return this.#ledger.read((view) => {
      const chains = new Set<string>();
      for (const head of [...this.#named.values()]) {
        if (view.branches(head.chain).some((branch) => holds(view, branch, head))) this.#named.delete(head);
        else if (!told.has(head.chain)) chains.add(head.chain);
      }
      return [...chains];
    });
  }

  /** The next question; undefined where there is none now. */
  next(): PeerQuestion | undefined {
    this.#ready ??= this.#questions();
    const { value, done } = this.#ready.next();
    if (done !== true) return value;
    this.#ready = undefined;
    return undefined;
  }

  *#questions(): Generator<PeerQuestion> {
    for (const { head, lo, hi } of this.#searches.values()) {
      yield { type: 'hashes', chain: head.chain, size: head.size, root: head.root, at: spread(lo, hi) };
    }
    const wants = [...this.#wants.values()].sort((a, b) => a.order - b.order);
    for (const want of wants) {
      if (!this.#wants.delete(want)) continue;
      this.#asked.set({ ...want, reached: want.from, last: want.tip });
      yield want;
    }
    for (let lack = this.#lacks.shift(); lack !== undefined; lack = this.#lacks.shift()) yield lack;
  }

  /** The peer did not answer all: asks again for what is left, from where the leaves that came end. */
  askAgain(): void {
    for (const { reached, last, ...want } of [...this.#asked.values()]) {
      this.#asked.delete(want);
      if (reached < want.to) this.#wants.set({ ...want, from: reached, tip: last });
    }
  }

  /** The peer may have pages that are not here: it has told heads, or given leaves or pages. */
  mayLack(): void {
    this.#mayLack = true;
  }

  /**
   * Looks which pages are to be asked for, once all leaves have come: whatever is on a chain, recalls above all, comes before
   * pages of anything. What a peer was asked for and does not have is not asked again until it has brought something.
   */
  lookForPages(): void {
    if (!this.#mayLack || this.#wants.size > 0) return;
    this.#mayLack = false;
    const lacked = this.#ledger.read((view) => view.lacked(LACKING_A_BRANCH)).slice(0, MAX_LACKS);
    const lacks: Lack[] = [];
    for (const { chain, ...page } of lacked) {
      const last = lacks.at(-1);
      if (last?.chain === chain && last.pages.length < LACKS_A_FRAME) {
        lacks[lacks.length - 1] = { ...last, pages: [...last.pages, page] };
      } else lacks.push({ type: 'lack', chain, pages: [page] });
    }
    this.#lacks = lacks;
  }

  /** Looks at the heads that the peer names; whether any of them is worth a question. */
  heads(heads: readonly ChainHead[]): boolean {
    let news = heads.length === 0;
    const parted: ChainHead[] = [];
    this.#ledger.read((view) => {
      const judged = { view, rank: rankIn(view), taken: this.#taken(view), parted };
      for (const head of heads) if (this.#head(judged, head)) news = true;
    });
    // A checkpoint that is on no branch here is evidence, kept before the leaves under it are looked for.
    for (const { note } of parted) this.#ledger.hear(note, this.#options.peer, this.#options.clock());
    return news;
  }

  /** Decides what to ask for a head; true where there is something. */
  #head({ view, rank, taken, parted }: Judging, head: ChainHead): boolean {
    const most = taken(head.chain);
    if (most === 0) return this.#hide(head);
    const branches = view.branches(head.chain);
    if (head.chain === this.#options.chain) this.#report.ownSize = Math.max(this.#report.ownSize ?? 0, head.size);
    if (this.#options.again?.includes(head.chain) === true) return this.#want(view, head, undefined, head.size);
    if (branches.some((branch) => holds(view, branch, head))) return false;
    if (this.#named.size < MAX_NAMED) this.#named.set(head);
    else this.#failed = true;
    const stranger = rank(head.chain) === 'stranger' && head.chain !== this.#options.chain;
    const longest = longestUnder(branches, head.size);
    // Of a chain that speaks for the founder, as the peer has it, the word that makes it do so may be on the chain itself.
    if (stranger && branches.length > 0 && !isAuthority(head.rank)) return this.#asideHead(head, 'not-accredited');
    if (branches.length === 0 || longest !== undefined) {
      const opening = most === 1 || (stranger && head.rank === 'stranger');
      if (opening && head.size > 1) this.#asideHead(head, 'not-accredited');
      return this.#want(view, head, longest, opening ? 1 : head.size);
    }
    if (parted.length < MAX_PARTED) parted.push(head);
    else this.#failed = true;
    return this.#search(head, 0, 0, head.size - 1);
  }

  #want(view: View, head: ChainHead, branch: ChainInfo | undefined, to: number, from = branch?.size ?? 0): boolean {
    if (this.#wants.has(head) || from >= to) return false;
    const many = this.#wants.size >= MAX_WANTS || this.#wants.of(head.chain).length >= MAX_BRANCHES;
    if (many) return this.#keepFor(head);
    const tip =
      branch === undefined || from === branch.size
        ? branch?.tip
        : leafHashAt(view, head.chain, branch.branch, from - 1);
    // The own chain first: whoever is behind on it must not append before it has the tail.
    const order = head.chain === this.#options.chain ? -1 : rankOrder(head.rank);
    const { chain, size, root } = head;
    this.#wants.set({ type: 'want', chain, size, root, from, to, tip: tip ?? new Uint8Array(0), order });
    return true;
  }

  /** There is no room for a question now: it is asked in the next turn. False where there is no room for that either. */
  #keepFor(head: ChainHead): boolean {
    if (this.#later.has(head)) return false;
    if (this.#later.size >= MAX_ASIDE) {
      this.#failed = true;
      return false;
    }
    this.#later.set(head);
    return true;
  }

  /** Should the peer turn out to be a member, it is looked at again. */
  #hide(head: ChainHead): boolean {
    if (this.#hidden.has(head)) return false;
    if (this.#hidden.size < MAX_HIDDEN) this.#hidden.set(head);
    else this.#overflows = true;
    return true;
  }

  #asideHead(head: ChainHead, why: string): boolean {
    this.#report.aside.set(head.chain, why);
    if (this.#setAside.size < MAX_ASIDE) this.#setAside.set(head);
    return false;
  }

  #search(head: ChainHead, branch: number, lo: number, hi: number): boolean {
    const key = keyOf(head);
    if (this.#searches.has(key) || hi <= lo) return false;
    if (this.#searches.size >= MAX_SEARCHES) return this.#keepFor(head);
    this.#searches.set(key, { head, branch, lo, hi });
    return true;
  }

  /** Goes on with a search; false where nothing was asked that this would answer. */
  hashes(answered: Hashes, leaves: readonly Uint8Array[]): boolean {
    const key = keyOf(answered);
    const asked = this.#asked.get(answered);
    const search = this.#searches.get(key) ?? this.#searchAnew(answered, asked?.from);
    if (search === undefined) return false;
    this.#asked.delete(answered);
    this.#searches.delete(key);
    this.#ledger.read((view) => {
      const next = narrow(view, search, answered.at, leaves);
      if (next === undefined) this.#failed = true;
      else if (next.hi > next.lo + 1) this.#search(next.head, next.branch, next.lo, next.hi);
      else {
        const branch = view.chain(answered.chain, next.branch);
        this.#want(view, next.head, branch, answered.size, next.hi);
      }
    });
    return true;
  }

  /** A search from the peer's hashes alone: they answer a want, or what another process has asked. */
  #searchAnew(answered: Hashes, from: number | undefined): Search | undefined {
    if (from !== undefined) return { head: headIn(answered), branch: NO_BRANCH, lo: 0, hi: from - 1 };
    if (this.#options.keepsNothing !== true) return undefined;
    const isHere = this.#ledger.read((view) => view.chain(answered.chain) !== undefined);
    return isHere ? { head: headIn(answered), branch: NO_BRANCH, lo: 0, hi: answered.size - 1 } : undefined;
  }

  /** Whether a batch goes further than those before it in answer to a want. */
  advances({ chain, start, leaves }: Data): boolean {
    const end = start + leaves.length;
    let further = false;
    for (const want of this.#asked.of(chain)) {
      if (start > want.reached || end <= want.reached) continue;
      want.reached = end;
      want.last = leafHash(leaves.at(-1) ?? NOTHING);
      further = true;
    }
    return further;
  }

  /** Leaves came that wait for the rest of their commit. */
  staged(data: Data): void {
    this.advances(data);
  }

  /** Takes note of what the ledger decided of a batch. */
  decided(data: Data, admission: Decision): void {
    const { chain, start, leaves, note } = data;
    const report = this.#report;
    switch (admission.kind) {
      case 'stored':
      case 'fork':
        this.advances(data);
        if (admission.kind === 'fork') report.forks.push({ chain, index: admission.index });
        report.in += admission.stored;
        if (admission.stored > 0) report.chains.add(chain);
        if (this.#setAside.of(chain).length === 0) report.aside.delete(chain);
        // What a want asked for is here, and need not be looked for at the end.
        for (const want of this.#answered(chain, (want) => isAnswer(want, start + leaves.length, note))) {
          if (want.to === want.size) this.#named.delete(want);
        }
        break;
      case 'aside':
        report.aside.set(chain, admission.why);
        for (const want of this.#answered(chain, () => true)) this.#asideAgain(want);
        break;
      case 'refused':
        report.refused.push({ chain, code: admission.code, message: admission.message });
        if (admission.code !== 'too-many') this.#failed = true;
        this.#answered(chain, () => true);
    }
  }

  /** Takes the wants of a chain that need no further answer off the list of what was asked. */
  #answered(chain: string, enough: (want: Want) => boolean): Want[] {
    const done: Want[] = [];
    for (const want of this.#asked.of(chain)) {
      if (!enough(want)) continue;
      this.#asked.delete(want);
      done.push(want);
    }
    return done;
  }

  /** A want that came but cannot be admitted yet goes back to what is tried again at the end of each turn. */
  #asideAgain(want: Want): void {
    if (this.#setAside.size < MAX_ASIDE) this.#setAside.set(headIn(want));
  }

  /** The peer has ended its turn: asks again for what was set aside and may be admitted now. */
  again(): void {
    if (this.#setAside.size + this.#later.size + this.#hidden.size === 0) return;
    const again = [...this.#setAside.values()];
    const later = [...this.#later.values()];
    this.#later.clear();
    this.#ledger.read((view) => {
      const rank = rankIn(view);
      const taken = this.#taken(view);
      const judged = { view, rank, taken, parted: [] };
      for (const head of later) this.#head(judged, head);
      for (const head of [...this.#hidden.values()]) {
        if (taken(head.chain) === 0) continue;
        this.#hidden.delete(head);
        this.#head(judged, head);
      }
      for (const head of again) {
        if (rank(head.chain) === 'stranger' || taken(head.chain) < head.size) continue;
        this.#setAside.delete(head);
        this.#report.aside.delete(head.chain);
        const branches = view.branches(head.chain);
        if (branches.some((branch) => holds(view, branch, head))) continue;
        this.#want(view, head, longestUnder(branches, head.size), head.size);
      }
    });
  }
}

/** A head whose leaf and note are not known. */
function headIn({ chain, size, root }: Pick<ChainHead, 'chain' | 'size' | 'root'>): ChainHead {
  return { chain, size, root, tip: new Uint8Array(0), note: '', rank: 'member' };
}

/**
 * Whether a batch that ends at `end` with this note is the last that a want asks for: another branch of the chain may have
 * the same size. Of an opening event alone the id of the chain says what it is.
 */
function isAnswer({ to, size, root }: Want, end: number, note: string): boolean {
  if (to < size) return end >= to;
  return end === to && sameBytes(readCheckpoint(note).root, root);
}
