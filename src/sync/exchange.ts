// One exchange between two ledgers: both run this same machine, in turns, over whatever carries frames.
//
//   turn 1   asker: HELLO, HEADS           answerer: HELLO, HEADS (the asker's own chain first), WANT …
//   turn n   DATA and PAGE for the other's WANTs, HASHES, then own WANTs, DONE — until neither asks for anything
//
// A file is the same with a peer that never asks. Whatever was admitted stays admitted, wherever an exchange ends.
import { CODEC, type Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import { answer } from './answering.ts';
import { unpackFrame } from './codec.ts';
import { sendableFork, takeFork } from './fork.ts';
import { countOf, holds, keyOf, longestUnder, otherNetwork } from './heads.ts';
import { type Decision, emptyReport, Intake, type Report } from './intake.ts';
import {
  type Cursor,
  type Data,
  fromFrame,
  type Hashes,
  HEADS_A_FRAME,
  type Head,
  type Hello,
  type Message,
  type Page,
  toFrame,
  type Want,
} from './messages.ts';
import { authorityDigest, branchesOf, headsOf, leafHashAt, rankIn, rankOrder } from './offer.ts';
import type { ExchangeOptions, Memory } from './options.ts';
import { narrow, type Search, spread } from './search.ts';

/** The most questions a peer may ask in one turn, heads looked at for one chain, and searches for a fork at a time. */
const MAX_ASKS = 20_000;
const MAX_BRANCHES = 8;
const MAX_SEARCHES = 64;
const MAX_ASIDE = 2_000;
const MAX_HEADS = 100_000;

/** Turns after which two peers that still ask each other are not getting anywhere. */
export const MAX_TURNS = 200;

/** A search that starts from the peer's hashes alone. */
const NO_BRANCH = -1;

export class Exchange {
  readonly report: Report = emptyReport();
  /** The heads that a silent peer named: what its file should hold. */
  readonly heads: Head[] = [];
  readonly #ledger: Ledger;
  readonly #options: ExchangeOptions;
  #peer: Hello | undefined;
  #greeted = false;
  #offered: 'none' | 'some' | 'all' = 'none';
  #ours: Cursor | undefined;
  #authority = '';
  #ended = false;
  #incomplete = false;
  readonly #answers: (Want | Hashes)[] = [];
  readonly #wants = new Map<string, Want & { readonly order: number }>();
  /** Wants that were sent, by key, with how far they were answered. */
  readonly #asked = new Map<string, Want & { reached: number }>();
  readonly #searches = new Map<string, Search>();
  readonly #setAside = new Map<string, Head>();
  readonly #intake: Intake;

  constructor(ledger: Ledger, options: ExchangeOptions) {
    this.#ledger = ledger;
    this.#options = options;
    this.#intake = new Intake(ledger, {
      clock: options.clock,
      silent: options.silent === true || options.again !== undefined,
      byHand: options.silent === true,
      asked: (data) => this.#advances(data),
      decided: (data, admission) => this.#decided(data, admission),
    });
  }

  /** The chain that the peer says it is, once it has spoken. */
  get peerChain(): string | undefined {
    return this.#peer?.chain;
  }

  /** Whether the peer has ended its turn. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the peer has ended its turn and neither side has anything left to ask or to answer. */
  get settled(): boolean {
    return (
      this.#ended &&
      this.#greeted &&
      this.#answers.length === 0 &&
      this.#wants.size === 0 &&
      this.#searches.size === 0 &&
      !this.#mustOfferAll()
    );
  }

  /** What to remember of this exchange; undefined where something that was offered did not come. */
  get memory(): Memory | undefined {
    if (this.#peer === undefined || this.#ours === undefined || this.#incomplete || this.#asked.size > 0)
      return undefined;
    return {
      theirs: this.#peer.cursor,
      ours: this.#ours,
      authority: this.#authority,
      theirAuthority: this.#peer.authority,
    };
  }

  /** The frames of the next turn, made as they are taken. */
  *turn(): Generator<Frame> {
    const frame = (message: Message) => toFrame(message, this.#options.pack);
    for (const message of this.#greeting()) yield frame(message);
    this.#ended = false;
    const answers = this.#answers.splice(0);
    for (const ask of answers) {
      for (const message of answer(this.#ledger, ask)) {
        yield frame(message);
        if (message.type === 'data') this.report.out += message.leaves.length;
      }
    }
    let asks = 0;
    const wants = [...this.#wants.entries()].sort(([, a], [, b]) => a.order - b.order);
    this.#wants.clear();
    for (const [key, want] of wants) {
      this.#asked.set(key, { ...want, reached: want.from });
      asks += 1;
      yield frame(want);
    }
    for (const { head, lo, hi } of this.#searches.values()) {
      asks += 1;
      yield frame({ type: 'hashes', chain: head.chain, size: head.size, root: head.root, at: spread(lo, hi) });
    }
    yield frame({ type: 'done', asks });
  }

  /**
   * Takes one frame of the peer's turn.
   * @throws bad-frame, other-network; and io-failed, locked from the ledger
   */
  take(frame: Frame): void {
    // What counts is what had to be looked at: a few packed bytes may unpack to 4 MiB.
    const body = unpackFrame(frame);
    const message = fromFrame({ type: frame.type, codec: CODEC.raw, body });
    const { length } = body;
    if (this.#ended) throw new PedigreeError('bad-frame', 'the peer went on after the end of its turn');
    if (message?.type !== 'page') this.#intake.settle();
    if (message === undefined) this.#intake.wasted(length);
    else if (message.type === 'hello') this.#hello(message);
    else if (this.#peer === undefined) throw new PedigreeError('bad-frame', 'the peer did not say HELLO');
    else if (message.type === 'data') this.#intake.data(message, length);
    else if (message.type === 'page') this.#intake.page(message, length);
    else this.#told(message, length);
  }

  #told(message: Exclude<Message, Hello | Data | Page>, length: number): void {
    switch (message.type) {
      case 'heads':
        if (!this.#heads(message.heads)) this.#intake.wasted(length);
        break;
      case 'want':
        this.#queue(message);
        break;
      case 'hashes':
        if (message.leaves === undefined) this.#queue(message);
        else if (!this.#hashes(message, message.leaves)) this.#intake.wasted(length);
        break;
      case 'fork': {
        const { peer, clock } = this.#options;
        if (!takeFork(this.#ledger, message.proof, peer, clock())) this.#intake.wasted(length);
        break;
      }
      case 'done':
        this.#done();
    }
  }

  /** The peer will say nothing more, whether it ended its turn or was cut off: what waited for pages is settled. */
  end(): void {
    this.#intake.settle();
  }

  *#greeting(): Generator<Message> {
    const first = !this.#greeted;
    this.#greeted = true;
    if (first) yield this.#ledger.publish((view) => this.#sayHello(view));
    if (this.#mustOfferAll()) yield* this.#offer(undefined);
    else if (first) yield* this.#offer(this.#offerSince());
  }

  #sayHello(view: View): Hello {
    this.#authority = authorityDigest(view.authority());
    this.#ours = { epoch: view.epoch(), n: view.changes() };
    const last = this.#options.last;
    // Whoever honours more than the last time asks for all heads: what was set aside then may be admitted now.
    const since = last !== undefined && last.authority === this.#authority ? last.theirs : undefined;
    const { network, chain } = this.#options;
    return { type: 'hello', network, chain, cursor: this.#ours, since, authority: this.#authority };
  }

  /** The count after which heads are offered: what the peer asks for, or what is remembered of the last time. */
  #offerSince(): number | undefined {
    const known = this.#peer === undefined ? this.#options.last?.ours : this.#peer.since;
    return known !== undefined && known.epoch === this.#ours?.epoch && known.n <= this.#ours.n ? known.n : undefined;
  }

  /** The side that dialled offered only what changed, and the peer turns out not to be who it was the last time. */
  #mustOfferAll(): boolean {
    const last = this.#options.last;
    if (this.#offered !== 'some' || last === undefined || this.#peer === undefined) return false;
    return this.#peer.cursor.epoch !== last.theirs.epoch || this.#peer.authority !== last.theirAuthority;
  }

  *#offer(since: number | undefined): Generator<Message> {
    this.#offered = since === undefined ? 'all' : 'some';
    const first = this.#peer?.chain ?? this.#options.chain;
    const { heads, proofs } = this.#ledger.publish((view) => {
      const heads = headsOf(view, since, first);
      const changed = new Set(heads.map((head) => head.chain));
      return {
        heads,
        proofs: view
          .forks()
          .filter((fork) => changed.has(fork.chain))
          .map((fork) => sendableFork(view, fork)),
      };
    });
    for (const proof of proofs) if (proof !== undefined) yield { type: 'fork', proof };
    for (let at = 0; at < heads.length || at === 0; at += HEADS_A_FRAME) {
      yield { type: 'heads', full: since === undefined, heads: heads.slice(at, at + HEADS_A_FRAME) };
    }
  }

  #hello(hello: Hello): void {
    if (this.#peer !== undefined) throw new PedigreeError('bad-frame', 'the peer said HELLO twice');
    if (hello.network !== this.#options.network) {
      throw otherNetwork(hello.network, this.#options.network);
    }
    this.#peer = hello;
  }

  #queue(ask: Want | Hashes): void {
    if (this.#answers.length >= MAX_ASKS) throw new PedigreeError('bad-frame', 'the peer asks for too much at once');
    this.#answers.push(ask);
  }

  /** Whether any of the heads is worth a question. */
  #heads(heads: readonly Head[]): boolean {
    if (this.#options.silent === true) {
      this.heads.push(...heads.slice(0, MAX_HEADS - this.heads.length));
      return true;
    }
    let news = heads.length === 0;
    const parted: Head[] = [];
    this.#ledger.read((view) => {
      const rank = rankIn(view);
      for (const head of heads) if (this.#head(view, rank, head, parted)) news = true;
    });
    // A checkpoint that is on no branch here is evidence, kept before the leaves under it are looked for.
    for (const { note } of parted) this.#ledger.hear(note, this.#options.peer, this.#options.clock());
    return news;
  }

  /** Decides what to ask for a head; true where there is something. */
  #head(view: View, rank: (chain: string) => string, head: Head, parted: Head[]): boolean {
    const branches = branchesOf(view, head.chain);
    if (head.chain === this.#options.chain) this.report.ownSize = Math.max(this.report.ownSize ?? 0, head.size);
    if (this.#options.again?.includes(head.chain) === true) return this.#want(view, head, undefined, head.size);
    if (branches.some((branch) => holds(view, branch, head))) return false;
    const stranger = rank(head.chain) === 'stranger' && head.chain !== this.#options.chain;
    const longest = longestUnder(branches, head.size);
    if (stranger && branches.length > 0) return this.#asideHead(head, 'not-accredited');
    if (branches.length === 0 || longest !== undefined) {
      const opening = stranger && head.rank === 'stranger';
      if (opening && head.size > 1) this.#asideHead(head, 'not-accredited');
      return this.#want(view, head, longest, opening ? 1 : head.size);
    }
    if (!this.#search(head, 0, 0, head.size - 1)) return false;
    parted.push(head);
    return true;
  }

  #want(view: View, head: Head, branch: ChainInfo | undefined, to: number, from = branch?.size ?? 0): boolean {
    const key = keyOf(head);
    if (this.#wants.has(key) || this.#wants.size >= MAX_ASKS || from >= to) return false;
    if (countOf(this.#wants, head.chain) >= MAX_BRANCHES) return false;
    const tip = branch === undefined ? undefined : leafHashAt(view, head.chain, branch.branch, from - 1);
    // The own chain first: whoever is behind on it must not append before it has the tail.
    const order = head.chain === this.#options.chain ? -1 : rankOrder(head.rank);
    const { chain, size, root } = head;
    this.#wants.set(key, { type: 'want', chain, size, root, from, to, tip: tip ?? new Uint8Array(0), order });
    return true;
  }

  #asideHead(head: Head, why: string): boolean {
    this.report.aside.set(head.chain, why);
    if (this.#setAside.size < MAX_ASIDE) this.#setAside.set(keyOf(head), head);
    return false;
  }

  /** Whether a batch goes further than those before it in answer to a want. */
  #advances({ chain, start, leaves }: Data): boolean {
    const end = start + leaves.length;
    let further = false;
    for (const want of this.#asked.values()) {
      if (want.chain !== chain || end <= want.reached) continue;
      want.reached = end;
      further = true;
    }
    return further;
  }

  #decided({ chain, start, leaves }: Data, admission: Decision): void {
    const { report } = this;
    switch (admission.kind) {
      case 'stored':
      case 'fork':
        if (admission.kind === 'fork') report.forks.push({ chain, index: admission.index });
        report.in += admission.stored;
        if (admission.stored > 0) report.chains.add(chain);
        if (![...this.#setAside.values()].some((head) => head.chain === chain)) report.aside.delete(chain);
        this.#answered(chain, (want) => start + leaves.length >= want.to);
        break;
      case 'aside':
        report.aside.set(chain, admission.why);
        for (const want of this.#answered(chain, () => true)) this.#asideAgain(want, admission.why);
        break;
      case 'refused':
        report.refused.push({ chain, code: admission.code, message: admission.message });
        if (admission.code !== 'too-many') this.#incomplete = true;
        this.#answered(chain, () => true);
    }
  }

  /** Takes the wants of a chain that need no further answer off the list of what was asked. */
  #answered(chain: string, enough: (want: Want) => boolean): Want[] {
    const done: Want[] = [];
    for (const [key, want] of this.#asked) {
      if (want.chain !== chain || !enough(want)) continue;
      this.#asked.delete(key);
      done.push(want);
    }
    return done;
  }

  /** A want that came but cannot be admitted yet goes back to what is tried again at the end of each turn. */
  #asideAgain(want: Want, why: string): void {
    if (why === 'pages') this.#incomplete = true;
    else if (this.#setAside.size < MAX_ASIDE) {
      this.#setAside.set(keyOf(want), { ...want, tip: new Uint8Array(0), note: '', rank: 'member' });
    }
  }

  #done(): void {
    this.#ended = true;
    this.#intake.turn();
    if (this.#setAside.size === 0) return;
    const again = [...this.#setAside.entries()];
    this.#ledger.read((view) => {
      const rank = rankIn(view);
      for (const [key, head] of again) {
        if (rank(head.chain) === 'stranger') continue;
        this.#setAside.delete(key);
        this.report.aside.delete(head.chain);
        const branches = branchesOf(view, head.chain);
        if (branches.some((branch) => holds(view, branch, head))) continue;
        this.#want(view, head, longestUnder(branches, head.size), head.size);
      }
    });
  }

  #search(head: Pick<Head, 'chain' | 'size' | 'root' | 'rank'>, branch: number, lo: number, hi: number): boolean {
    const key = keyOf(head);
    if (this.#searches.has(key) || this.#searches.size >= MAX_SEARCHES || hi <= lo) return false;
    this.#searches.set(key, { head, branch, lo, hi });
    return true;
  }

  /** Goes on with a search; false where nothing was asked that this would answer. */
  #hashes(answered: Hashes, leaves: readonly Uint8Array[]): boolean {
    const key = keyOf(answered);
    const asked = this.#asked.get(key);
    const search =
      this.#searches.get(key) ??
      (asked === undefined
        ? undefined
        : { head: { ...answered, rank: 'member' as const }, branch: NO_BRANCH, lo: 0, hi: asked.from - 1 });
    if (search === undefined) return false;
    this.#asked.delete(key);
    this.#searches.delete(key);
    this.#ledger.read((view) => {
      const next = narrow(view, search, answered.at, leaves);
      if (next === undefined) this.#incomplete = true;
      else if (next.hi > next.lo + 1) this.#search(next.head, next.branch, next.lo, next.hi);
      else {
        const branch = view.chain(answered.chain, next.branch);
        this.#want(view, { ...next.head, tip: answered.root, note: '' }, branch, answered.size, next.hi);
      }
    });
    return true;
  }
}
