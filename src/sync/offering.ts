// What this side says of itself: HELLO with where it stands, and the heads of what it has, once or as often as they must be heard.

import type { Acquaintance } from './acquaintance.ts';
import { bucketsOf, chainsThatDiffer } from './buckets.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { evidenceOf } from './fork.ts';
import { type Cursor, HEADS_A_FRAME, type Hello, type Message } from './messages.ts';
import { shownHeads } from './offer.ts';
import { type ExchangeOptions, isDue, type PeerMemory } from './options.ts';
import { ANSWER_BYTES } from './outgoing.ts';

/** Counts of changes here, before and after what the peer gave. */
interface Brought {
  readonly from: number;
  readonly to: number;
}

/** How often heads are told in one exchange, where each turn is heard by another process. */
const MOST_OFFERS = 8;

export class Offering {
  readonly #ledger: ExchangeLedger;
  readonly #options: ExchangeOptions;
  readonly #known: Acquaintance;
  #offered: 'none' | 'some' | 'all' = 'none';
  #times = 0;
  #said: Hello | undefined;
  /** Where this side stood when it began, and who had which rights. */
  #ours: Cursor | undefined;
  #authority = '';
  /** Whether all heads of the peer are asked for, and not only what changed. */
  #asksAll = true;

  constructor(ledger: ExchangeLedger, options: ExchangeOptions, known: Acquaintance) {
    this.#ledger = ledger;
    this.#options = options;
    this.#known = known;
  }

  /** Whether heads may be told once more. */
  get mayTell(): boolean {
    return this.#times < MOST_OFFERS;
  }

  /** Whether all heads were told. */
  get toldAll(): boolean {
    return this.#offered === 'all';
  }

  /**
   * HELLO: the same in each turn, so that the peer may hear it in another process each time.
   * @param peer what the other side has said
   * @param isWhole whether turns are as long as they ever are, so that an answer may be longer
   */
  greeting(peer: Hello | undefined, turn: number, isWhole: boolean): Hello {
    this.#said ??= this.#hello(peer, this.#known.dials && isWhole ? ANSWER_BYTES : undefined);
    if (!this.#known.dials) return this.#said;
    const greeting = this.#known.greeting();
    // Heads are compared where they are told; who answers is not known before it has proved itself.
    const isTelling = turn === (greeting.nonce === undefined ? 1 : 2);
    return { ...this.#said, ...(isTelling ? {} : { buckets: undefined }), ...greeting, turn };
  }

  #hello(peer: Hello | undefined, takes: number | undefined): Hello {
    const told = peer?.last;
    const { network, chain, last, clock } = this.#options;
    // Before the heads are read: what comes between the two is offered, and told again the next time.
    const cursor = this.#ledger.mark();
    this.#ours = cursor;
    this.#authority = this.#ledger.publish((view) => view.rights());
    const since = last !== undefined && !isDue(last, clock()) ? last.theirs : undefined;
    this.#asksAll = since === undefined;
    // Whoever honours others than the last time may take now what it set aside then: what differs is to be told again.
    const before = this.#known.dials ? (since === undefined ? undefined : last?.authority) : peer?.honours;
    const isOther = before !== undefined && before !== this.#authority;
    return {
      type: 'hello',
      network,
      chain,
      cursor,
      since,
      last: last?.reached,
      knows: told === undefined ? undefined : this.#ledger.knows(told),
      authority: this.#authority,
      ...(last === undefined ? {} : { honours: last.theirAuthority }),
      ...(isOther ? { buckets: this.#ledger.publish((view) => bucketsOf(view)) } : {}),
      takes,
    };
  }

  /**
   * The count after which heads are offered: of the side that dials what is remembered of the last time, if the peer is who it was
   * then and not set back, of the other side what the peer asks for.
   */
  since(peer: Hello | undefined): number | undefined {
    const { last, clock } = this.#options;
    if (this.#known.level !== 'all' || peer === undefined) return undefined;
    let since = peer.since;
    if (this.#known.dials) {
      const { cursor, knows } = peer;
      const same = last !== undefined && knows === true && cursor.epoch === last.theirs.epoch && !isDue(last, clock());
      since = same ? last.ours : undefined;
    }
    return since !== undefined && this.#ledger.knows(since) ? since.n : undefined;
  }

  /** Heads, and before them what shows forks; the chain `first` before all others. `theirs` are the buckets of the peer. */
  heads(since: number | undefined, first: string | undefined, theirs?: Uint8Array): Generator<Message> {
    this.#known.told();
    return this.#heldOut(since, first, theirs);
  }

  *#heldOut(since: number | undefined, first: string | undefined, theirs?: Uint8Array): Generator<Message> {
    this.#offered = since === undefined ? 'all' : 'some';
    this.#times += 1;
    const { heads, evidence } = this.#ledger.publish((view) => {
      const shown = this.#known.shownIn(view);
      const besides = since === undefined || theirs === undefined ? undefined : chainsThatDiffer(view, theirs);
      const heads = shownHeads(view, since, first, shown, besides);
      const whole = heads.map((head) => head.chain).filter((chain) => shown(chain) === Number.POSITIVE_INFINITY);
      return { heads, evidence: evidenceOf(view, new Set(whole)) };
    });
    yield* evidence;
    for (let at = 0; at < heads.length || at === 0; at += HEADS_A_FRAME) {
      yield { type: 'heads', full: since === undefined, heads: heads.slice(at, at + HEADS_A_FRAME) };
    }
  }
  /** What to remember of this exchange, of which all came. `brought`: the marks between which nothing but the peer's own came. */
  memory(peer: Hello, reached: Cursor | undefined, brought: Brought | undefined): PeerMemory | undefined {
    // Whoever was not shown everything has nothing to go on from.
    if (this.#ours === undefined || !this.#known.mutual) return undefined;
    const { clock, last } = this.#options;
    const whole = this.#asksAll && this.toldAll;
    return {
      theirs: peer.cursor,
      reached,
      ours: this.#oursNow(this.#ours, brought),
      authority: this.#authority,
      theirAuthority: peer.authority,
      wholeAt: whole ? clock() : (last?.wholeAt ?? 0),
      since: whole ? 0 : (last?.since ?? 0) + 1,
    };
  }

  /** What the peer itself gave it is not told again: the mark after it, where nothing else changed here meanwhile. */
  #oursNow(ours: Cursor, brought: Brought | undefined): Cursor {
    if (brought === undefined || brought.from !== ours.n) return ours;
    const now = this.#ledger.mark();
    return now.epoch === ours.epoch && now.n === brought.to ? now : ours;
  }
}
